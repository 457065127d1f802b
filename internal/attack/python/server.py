"""The victim in rclpy: as src/victim/main.ts, goals of an order beyond reason are rejected, the others done at once."""
import rclpy
from rclpy.action import ActionServer, GoalResponse
from rclpy.executors import ExternalShutdownException
from test_msgs.action import Fibonacci

MAX_ORDER = 40


def decide(goal):
    return GoalResponse.ACCEPT if 0 <= goal.order <= MAX_ORDER else GoalResponse.REJECT


def execute(goal_handle):
    feedback = Fibonacci.Feedback(sequence=[0, 1])
    for i in range(1, goal_handle.request.order):
        feedback.sequence.append(feedback.sequence[i] + feedback.sequence[i - 1])
    goal_handle.publish_feedback(feedback)
    goal_handle.succeed()
    return Fibonacci.Result(sequence=feedback.sequence)


rclpy.init()
node = rclpy.create_node('victim')
server = ActionServer(node, Fibonacci, 'fibonacci', execute, goal_callback=decide)
print('ready', flush=True)
try:
    rclpy.spin(node)
except (KeyboardInterrupt, ExternalShutdownException):
    pass
