"""The client of the bursts, as internal/bench/src/burst/client.ts, except for the octets, which it does not know.

Usage: burst_client.py COUNT ORDER GAP_MS
"""
import json
import sys
import time

import rclpy
from rclpy.action import ActionClient
from rclpy.executors import SingleThreadedExecutor
from test_msgs.action import Fibonacci

PATIENCE_S = 10
RELEASE, HELD = -1, 0

count, order, gap_ms = (int(argument) for argument in sys.argv[1:])
rclpy.init()
node = rclpy.create_node('burst_client')
client = ActionClient(node, Fibonacci, 'fibonacci')
executor = SingleThreadedExecutor()
executor.add_node(node)
assert client.wait_for_server(timeout_sec=20), 'no server'

figures = {'sent': 0, 'accepted': 0, 'finished': 0, 'feedback': 0}
progress_at = time.monotonic()


def progress(what):
    global progress_at
    figures[what] += 1
    progress_at = time.monotonic()


def on_result(future):
    if future.result().status == 4:
        progress('finished')


def on_answer(future):
    handle = future.result()
    if handle.accepted:
        progress('accepted')
        handle.get_result_async().add_done_callback(on_result)


def until(condition):
    """Or nothing has happened for a while."""
    while not condition() and time.monotonic() - progress_at < PATIENCE_S:
        executor.spin_once(timeout_sec=0.1)


start = time.monotonic()
for _ in range(count):
    figures['sent'] += 1
    client.send_goal_async(Fibonacci.Goal(order=order), feedback_callback=lambda _: progress('feedback')).add_done_callback(on_answer)
    if gap_ms > 0:
        due = time.monotonic() + gap_ms / 1000
        while time.monotonic() < due:
            executor.spin_once(timeout_sec=max(0, due - time.monotonic()))
if order == HELD:
    until(lambda: figures['accepted'] == count)
    progress_at = time.monotonic()
    client.send_goal_async(Fibonacci.Goal(order=RELEASE))
until(lambda: figures['finished'] == count)
# What it waited for in vain is no work.
print(json.dumps({**figures, 'seconds': (time.monotonic() if figures['finished'] == count else progress_at) - start}), flush=True)
rclpy.shutdown()
