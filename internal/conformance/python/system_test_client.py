"""rclpy's half of test_communication's action tests: sends the goal and ends, with exit code 0 when feedback and result are right.

Usage: python system_test_client.py ACTION_TYPE NAMESPACE
"""
import sys

import rclpy
from rclpy.action import ActionClient

from system_test_exchange import EXCHANGES

SERVER_S = 120


def main():
    name, namespace = sys.argv[1:]
    exchange = EXCHANGES[name]
    rclpy.init()
    node = rclpy.create_node('action_client', namespace=namespace)
    client = ActionClient(node, exchange.action_type, f'test/action/{name}')
    if not client.wait_for_server(SERVER_S):
        return 'no action server'
    heard = []
    sent = client.send_goal_async(exchange.goal, feedback_callback=lambda message: heard.append(exchange.is_feedback_right(message.feedback)))
    rclpy.spin_until_future_complete(node, sent)
    if not sent.result().accepted:
        return 'the goal was rejected'
    asked = sent.result().get_result_async()
    rclpy.spin_until_future_complete(node, asked)
    if not exchange.is_result_right(asked.result().result):
        return f'wrong result: {asked.result().result}'
    if not heard or not all(heard):
        return f'wrong feedback: {heard}'
    node.destroy_node()
    rclpy.try_shutdown()
    return 0


if __name__ == '__main__':
    sys.exit(main())
