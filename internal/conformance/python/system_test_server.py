"""rclpy's half of test_communication's action tests. Ends with exit code 0 on SIGTERM, or when stdin ends.

Usage: python system_test_server.py ACTION_TYPE NAMESPACE
"""
import os
import signal
import sys
import threading
import time

import rclpy
from rclpy.action import ActionServer
from rclpy.executors import ExternalShutdownException
from rclpy.signals import SignalHandlerOptions

from system_test_exchange import EXCHANGES

STEP_S = 0.1


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    name, namespace = sys.argv[1:]
    exchange = EXCHANGES[name]
    rclpy.init(signal_handler_options=SignalHandlerOptions.NO)
    node = rclpy.create_node('action_server', namespace=namespace)

    def execute(goal_handle):
        if not exchange.is_expected(goal_handle.request):
            goal_handle.abort()
            return exchange.action_type.Result()
        for feedback in exchange.feedback(goal_handle.request):
            goal_handle.publish_feedback(feedback)
            time.sleep(STEP_S)
        goal_handle.succeed()
        return exchange.result(goal_handle.request)

    def spin():
        try:
            rclpy.spin(node)
        except ExternalShutdownException:
            pass

    server = ActionServer(node, exchange.action_type, f'test/action/{name}', execute)
    spinning = threading.Thread(target=spin, daemon=True)
    spinning.start()
    print('ready', flush=True)
    try:
        for _ in sys.stdin:
            pass
    finally:
        rclpy.try_shutdown()
        # A thread that is still inside rclpy may make the process abort.
        spinning.join(timeout=60)
        server.destroy()
        node.destroy_node()
        os._exit(0)


if __name__ == '__main__':
    main()
