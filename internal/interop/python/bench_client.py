"""The client of the benchmarks: goals one after the other. Prints their milliseconds, from sending to the result, as one JSON array.

Usage: bench_client.py COUNT ORDER
"""
import json
import sys
import time

import rclpy
from rclpy.action import ActionClient
from test_msgs.action import Fibonacci

WARM_UP = 10

count, order = int(sys.argv[1]), int(sys.argv[2])
rclpy.init()
node = rclpy.create_node('bench_client')
client = ActionClient(node, Fibonacci, 'fibonacci')
assert client.wait_for_server(timeout_sec=20), 'no server'


def settled(future):
    rclpy.spin_until_future_complete(node, future)
    return future.result()


def one_goal():
    start = time.perf_counter()
    handle = settled(client.send_goal_async(Fibonacci.Goal(order=order), feedback_callback=lambda _: None))
    answer = settled(handle.get_result_async())
    assert answer.status == 4 and len(answer.result.sequence) == order + 1, answer
    return (time.perf_counter() - start) * 1000


for _ in range(WARM_UP):
    one_goal()
print(json.dumps([one_goal() for _ in range(count)]), flush=True)
rclpy.shutdown()
