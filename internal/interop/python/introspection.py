"""Sends one goal, asks for its result and to cancel it, and prints every service event of the action, as JSON lines.

Its own end of the action publishes events, too. Ends when it has seen EVENTS of them.
Usage: python introspection.py EVENTS
"""
import json
import sys

import rclpy
from rclpy.action import ActionClient
from rclpy.qos import DurabilityPolicy, QoSProfile
from rclpy.service_introspection import ServiceIntrospectionState
from test_msgs.action import Fibonacci

# Transient local: what is published before the subscriptions are known is not lost.
QOS = QoSProfile(depth=100, durability=DurabilityPolicy.TRANSIENT_LOCAL)
SERVICES = {
    'send_goal': Fibonacci.Impl.SendGoalService.Event,
    'cancel_goal': Fibonacci.Impl.CancelGoalService.Event,
    'get_result': Fibonacci.Impl.GetResultService.Event,
}

rclpy.init()
node = rclpy.create_node('introspection')
seen = 0


def printer(service):
    def show(event):
        global seen
        seen += 1
        info = event.info
        print(json.dumps({
            'service': service, 'eventType': info.event_type, 'clientGid': bytes(info.client_gid).hex(), 'sequenceNumber': info.sequence_number,
            'sec': info.stamp.sec, 'request': [str(part) for part in event.request], 'response': [str(part) for part in event.response]}), flush=True)
    return show


for name, event_type in SERVICES.items():
    node.create_subscription(event_type, f'/fibonacci/_action/{name}/_service_event', printer(name), QOS)

client = ActionClient(node, Fibonacci, 'fibonacci')
client.configure_introspection(node.get_clock(), QOS, ServiceIntrospectionState.CONTENTS)
client.wait_for_server()


def settled(future):
    rclpy.spin_until_future_complete(node, future)
    return future.result()


goal = settled(client.send_goal_async(Fibonacci.Goal(order=7)))
settled(goal.get_result_async())
settled(goal.cancel_goal_async())
while seen < int(sys.argv[1]):
    rclpy.spin_once(node)
node.destroy_node()
rclpy.shutdown()
