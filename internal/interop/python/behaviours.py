"""What a goal's order asks of a server: the same table as in src/scenario/order.ts, so that every scenario runs on rclpy's server and on ours."""
import time
from array import array

import rclpy
from rclpy.action import CancelResponse, GoalResponse
from test_msgs.action import Fibonacci

STEP_S = 0.02


def goal_response(order):
    return GoalResponse.REJECT if order < 0 else GoalResponse.ACCEPT


def cancel_response(order):
    return CancelResponse.REJECT if 300 <= order < 400 else CancelResponse.ACCEPT


def until_canceled(goal_handle):
    count = 0
    while rclpy.ok() and not goal_handle.is_cancel_requested:
        count += 1
        goal_handle.publish_feedback(Fibonacci.Feedback(sequence=[count]))
        time.sleep(STEP_S)
    goal_handle.canceled()
    return Fibonacci.Result(sequence=[count])


def execute(goal_handle):
    order = goal_handle.request.order
    if order >= 1000:  # a big result at once: 0, 1, 2, …
        goal_handle.succeed()
        return Fibonacci.Result(sequence=array('i', range(order)))
    if order == 400:
        raise RuntimeError('asked to throw')
    if order == 500:  # no terminal state set
        return Fibonacci.Result(sequence=[5, 0, 0])
    if order == 600:
        return until_canceled(goal_handle)
    mode, steps = divmod(order, 100)
    sequence = [0, 1]
    for _ in range(1, steps):
        sequence.append(sequence[-1] + sequence[-2])
        goal_handle.publish_feedback(Fibonacci.Feedback(sequence=sequence))
        time.sleep(STEP_S)
    if mode == 1:
        goal_handle.abort()
    else:
        goal_handle.succeed()
    return Fibonacci.Result(sequence=sequence)
