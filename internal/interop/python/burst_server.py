"""The server of the bursts, as internal/bench/src/burst/server.ts: what a goal's order asks for is in order.ts there."""
import rclpy
from rclpy.action import ActionServer
from rclpy.executors import ExternalShutdownException
from rclpy.task import Future
from test_msgs.action import Fibonacci

RELEASE, HELD = -1, 0

released = Future()


async def execute(goal_handle):
    global released
    order = goal_handle.request.order
    feedback = Fibonacci.Feedback(sequence=[0, 1])
    if order == HELD:
        await released
    if order == RELEASE:
        held, released = released, Future()
        held.set_result(None)
    for i in range(1, order):
        feedback.sequence.append(feedback.sequence[i] + feedback.sequence[i - 1])
        goal_handle.publish_feedback(feedback)
    goal_handle.succeed()
    return Fibonacci.Result(sequence=feedback.sequence)


rclpy.init()
node = rclpy.create_node('burst_server')
server = ActionServer(node, Fibonacci, 'fibonacci', execute)
try:
    rclpy.spin(node)
except (KeyboardInterrupt, ExternalShutdownException):
    pass
