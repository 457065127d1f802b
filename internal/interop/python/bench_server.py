"""The server of the benchmarks: the tutorial's, without its pauses and log lines."""
import rclpy
from rclpy.action import ActionServer
from rclpy.executors import ExternalShutdownException
from test_msgs.action import Fibonacci


def execute(goal_handle):
    feedback = Fibonacci.Feedback(sequence=[0, 1])
    for i in range(1, goal_handle.request.order):
        feedback.sequence.append(feedback.sequence[i] + feedback.sequence[i - 1])
        goal_handle.publish_feedback(feedback)
    goal_handle.succeed()
    return Fibonacci.Result(sequence=feedback.sequence)


rclpy.init()
node = rclpy.create_node('bench_server')
server = ActionServer(node, Fibonacci, 'fibonacci', execute)
print('ready', flush=True)
try:
    rclpy.spin(node)
except (KeyboardInterrupt, ExternalShutdownException):
    pass
