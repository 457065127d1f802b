"""rclpy's server, behaving as src/subject/behaviours.ts says, for the suite to be tried on. Ends when stdin does, or on SIGTERM.

Usage: python subject.py ACTION RESULT_TIMEOUT_MS
"""
import json
import os
import signal
import sys
import threading
import time

import rclpy
from rclpy.action import ActionServer, CancelResponse, GoalResponse
from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.executors import ExternalShutdownException, MultiThreadedExecutor
from rclpy.signals import SignalHandlerOptions
from test_msgs.action import Fibonacci

STEP_S = 0.02

output_lock = threading.Lock()


def say(line):
    with output_lock:
        sys.stdout.write(json.dumps(line) + '\n')
        sys.stdout.flush()


def goal_callback(request):
    return GoalResponse.REJECT if request.order < 0 else GoalResponse.ACCEPT


def cancel_callback(goal_handle):
    say({'event': 'cancel', 'goalId': bytes(goal_handle.goal_id.uuid).hex()})
    return CancelResponse.REJECT if goal_handle.request.order >= 3000 else CancelResponse.ACCEPT


def execute(goal_handle):
    mode, steps = divmod(goal_handle.request.order, 1000)
    sequence = [0, 1]
    for _ in range(1, steps):
        if goal_handle.is_cancel_requested:
            break
        # Eleven numbers at most, in 31 bits: a minute of it shall fit an int32, and not grow.
        sequence = (sequence + [(sequence[-1] + sequence[-2]) & 0x7fffffff])[-11:]
        goal_handle.publish_feedback(Fibonacci.Feedback(sequence=sequence))
        time.sleep(STEP_S)
    if goal_handle.is_cancel_requested:
        goal_handle.canceled()
    elif mode == 1:
        goal_handle.abort()
    else:
        goal_handle.succeed()
    return Fibonacci.Result(sequence=sequence)


def spin(executor):
    try:
        executor.spin()
    except ExternalShutdownException:
        pass


def main():
    # Python's own handler runs while stdin is read; rclpy's would leave the main thread in that read for ever.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    rclpy.init(signal_handler_options=SignalHandlerOptions.NO)
    node = rclpy.create_node('subject')
    # Whole seconds: rclpy takes no others.
    server = ActionServer(
        node, Fibonacci, sys.argv[1], execute, goal_callback=goal_callback, cancel_callback=cancel_callback,
        callback_group=ReentrantCallbackGroup(), result_timeout=int(sys.argv[2]) // 1000)
    # A thread for every goal that the suite has under way at once, and some for its requests.
    executor = MultiThreadedExecutor(num_threads=16)
    executor.add_node(node)
    threading.Thread(target=spin, args=(executor,), daemon=True).start()
    say({'event': 'ready'})
    try:
        for _ in sys.stdin:
            pass
    finally:
        executor.shutdown(timeout_sec=1)
        server.destroy()
        node.destroy_node()
        rclpy.try_shutdown()
        # Not by returning: Python would wait for the threads of goals that still run.
        os._exit(0)


if __name__ == '__main__':
    main()
