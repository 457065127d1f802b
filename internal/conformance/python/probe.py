"""rclpy's client side under remote control: bare service clients and subscriptions, and an ActionClient.

Requests come as JSON lines on stdin, answers and what arrives on the topics go as JSON lines to stdout. Ends when stdin does.
What src/probe/node-probe.ts does with our own node. Usage: python probe.py ACTION
"""
import json
import os
import signal
import sys
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor

import rclpy
from action_msgs.msg import GoalStatusArray
from action_msgs.srv import CancelGoal
from rclpy.action import ActionClient
from rclpy.callback_groups import MutuallyExclusiveCallbackGroup, ReentrantCallbackGroup
from rclpy.executors import ExternalShutdownException, MultiThreadedExecutor
from rclpy.qos import DurabilityPolicy, QoSProfile
from rclpy.signals import SignalHandlerOptions
from test_msgs.action import Fibonacci
from unique_identifier_msgs.msg import UUID

STATUS_QOS = QoSProfile(depth=1000, durability=DurabilityPolicy.TRANSIENT_LOCAL)

output_lock = threading.Lock()


def say(line):
    with output_lock:
        sys.stdout.write(json.dumps(line) + '\n')
        sys.stdout.flush()


def to_hex(goal_id):
    return bytes(goal_id.uuid).hex()


def to_uuid(text):
    return UUID(uuid=list(bytes.fromhex(text)))


def to_stamp(stamp):
    return {'sec': stamp.sec, 'nanosec': stamp.nanosec}


def to_info(info):
    return {'id': to_hex(info.goal_id), 'stamp': to_stamp(info.stamp)}


def to_sample(message):
    return {'goals': [{**to_info(one.goal_info), 'status': one.status} for one in message.status_list]}


def to_cancel_reply(answer):
    return {'returnCode': answer.return_code, 'canceling': [to_info(info) for info in answer.goals_canceling]}


def to_result(answer):
    return {'status': answer.status, 'result': {'sequence': list(answer.result.sequence)}}


def settled(future, timeout_ms=60000):
    done = threading.Event()
    future.add_done_callback(lambda _: done.set())
    if not done.wait(timeout_ms / 1000):
        raise TimeoutError(f'no answer within {timeout_ms} ms')
    return future.result()


class Probe:

    def __init__(self, action):
        self.action = action
        self.node = rclpy.create_node('conformance')
        self.group = ReentrantCallbackGroup()
        self.goals, self.late = {}, []
        within = f'{action}/_action/'
        impl = Fibonacci.Impl
        # In a reentrant group, two threads may take two samples and hand them out the wrong way round.
        self.feedback = self.node.create_subscription(
            impl.FeedbackMessage, within + 'feedback',
            lambda message: say({'event': 'feedback', 'id': to_hex(message.goal_id)}), 1000,
            callback_group=MutuallyExclusiveCallbackGroup())
        self.status = self.node.create_subscription(
            GoalStatusArray, within + 'status', lambda message: say({'event': 'status', **to_sample(message)}),
            STATUS_QOS, callback_group=MutuallyExclusiveCallbackGroup())
        self.services = [
            self.node.create_client(kind, within + name, callback_group=self.group)
            for kind, name in ((impl.SendGoalService, 'send_goal'), (impl.GetResultService, 'get_result'), (CancelGoal, 'cancel_goal'))]
        self.client = ActionClient(self.node, Fibonacci, action, callback_group=self.group)

    def wait_for_server(self, timeout_ms):
        if not self.client.wait_for_server(timeout_sec=timeout_ms / 1000):
            raise TimeoutError('no action server')
        for service in self.services:
            if not service.wait_for_service(timeout_sec=timeout_ms / 1000):
                raise TimeoutError(f'no {service.srv_name}')

    def send_goal(self, id, order):
        request = Fibonacci.Impl.SendGoalService.Request(goal_id=to_uuid(id), goal=Fibonacci.Goal(order=order))
        answer = settled(self.services[0].call_async(request))
        return {'accepted': answer.accepted, 'stamp': to_stamp(answer.stamp)}

    def get_result(self, id):
        request = Fibonacci.Impl.GetResultService.Request(goal_id=to_uuid(id))
        return to_result(settled(self.services[1].call_async(request)))

    def cancel_goal(self, id, stamp):
        request = CancelGoal.Request()
        request.goal_info.goal_id = to_uuid(id)
        request.goal_info.stamp.sec, request.goal_info.stamp.nanosec = stamp['sec'], stamp['nanosec']
        return to_cancel_reply(settled(self.services[2].call_async(request)))

    def join_late(self):
        """Returns the list in which the newcomer notes what it hears."""
        heard = []
        node = rclpy.create_node('conformance_late_joiner')
        node.create_subscription(GoalStatusArray, f'{self.action}/_action/status', lambda message: heard.append(to_sample(message)), STATUS_QOS)
        self.node.executor.add_node(node)
        self.late.append((node, heard))

    def late_samples(self):
        return self.late[-1][1]

    def leave(self):
        node, _ = self.late.pop()
        self.node.executor.remove_node(node)
        node.destroy_node()

    def endpoints(self):
        within = f'{self.action}/_action/'
        services = dict(self.node.get_service_names_and_types())
        publishers = {
            within + name: [info.topic_type for info in self.node.get_publishers_info_by_topic(within + name)] for name in ('feedback', 'status')}
        qos = self.node.get_publishers_info_by_topic(within + 'status')[0].qos_profile
        return {
            'services': {within + name: services.get(within + name, []) for name in ('send_goal', 'cancel_goal', 'get_result')},
            'publishers': publishers, 'statusDurability': qos.durability.name.lower()}

    # The ActionClient

    def client_send_goal(self, order):
        heard = []
        future = self.client.send_goal_async(Fibonacci.Goal(order=order), feedback_callback=lambda _: heard.append('feedback'))
        handle = settled(future)
        # Feedback that was faster than the answer was for a user who did not have the handle yet.
        if handle.accepted:
            heard.insert(0, 'accepted')
        id = to_hex(handle.goal_id)
        self.goals[id] = (handle, heard)
        return {'id': id, 'accepted': handle.accepted}

    def client_heard(self, id):
        return self.goals[id][1]

    def client_get_result(self, id):
        handle, heard = self.goals[id]
        result = to_result(settled(handle.get_result_async()))
        heard.append('result')
        return result

    def client_cancel_goal(self, id):
        return to_cancel_reply(settled(self.goals[id][0].cancel_goal_async()))


def answer(probe, request):
    try:
        say({'id': request['id'], 'value': getattr(probe, request['method'])(*request['parameters'])})
    except Exception as error:  # all of it goes back to the test that asked
        traceback.print_exc()
        say({'id': request['id'], 'error': f'{type(error).__name__}: {error}'})


def spin(executor):
    try:
        executor.spin()
    except ExternalShutdownException:
        pass


def main():
    # Python's own handler runs while stdin is read; rclpy's would leave the main thread in that read for ever.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    rclpy.init(signal_handler_options=SignalHandlerOptions.NO)
    probe = Probe(sys.argv[1])
    executor = MultiThreadedExecutor(num_threads=8)
    executor.add_node(probe.node)
    threading.Thread(target=spin, args=(executor,), daemon=True).start()
    workers = ThreadPoolExecutor(max_workers=16)
    say({'event': 'ready'})
    try:
        for line in sys.stdin:
            workers.submit(answer, probe, json.loads(line))
    finally:
        executor.shutdown(timeout_sec=1)
        probe.node.destroy_node()
        rclpy.try_shutdown()
        # Not by returning: Python would wait for the workers, and they for answers that no longer come.
        os._exit(0)


if __name__ == '__main__':
    main()
