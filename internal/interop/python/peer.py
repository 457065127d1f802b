"""A ROS 2 node under remote control: requests as JSON lines on stdin, answers and events as JSON lines on stdout.

Speaks what src/peer/ of this package speaks, so that a scenario does not know which of the two it talks to. Ends when stdin does.
Usage: python peer.py NODE_NAME [NAMESPACE]
"""
import signal
import sys
import threading
import zlib

import rclpy
import rclpy.action
from rcl_interfaces.msg import Log
from rclpy.action import ActionClient, ActionServer
from rclpy.callback_groups import MutuallyExclusiveCallbackGroup, ReentrantCallbackGroup
from rclpy.executors import ExternalShutdownException, MultiThreadedExecutor
from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile, ReliabilityPolicy
from rclpy.signals import SignalHandlerOptions
from std_msgs.msg import String
from std_srvs.srv import SetBool
from test_msgs.action import Fibonacci

import behaviours
import remote_control
from remote_control import emit

ROSOUT_QOS = QoSProfile(
    reliability=ReliabilityPolicy.RELIABLE, durability=DurabilityPolicy.TRANSIENT_LOCAL, history=HistoryPolicy.KEEP_LAST, depth=1000)

waiting = set()


def settled(future, timeout_ms):
    """The future's result; TimeoutError where it takes too long, or the peer ends."""
    done = threading.Event()
    waiting.add(done)
    future.add_done_callback(lambda _: done.set())
    done.wait(timeout_ms / 1000)
    waiting.discard(done)
    if not future.done():
        raise TimeoutError(f'no answer within {timeout_ms} ms')
    return future.result()


class NotingActionClient(ActionClient):
    """
    rclpy's, without two races of it. It has a lock from the start: rclpy (Kilted) sets its own after it has told the executor of the
    client, whose thread, if it looks at once, ends for want of it, and nothing of the node is ever heard again. And an answer is
    looked at only when who asked has noted that it did. Without that, one that comes at once on another thread is "unexpected", and
    its future never completes (ros2/rclpy#1123: one goal in some hundreds, on a busy machine).
    """

    # Until rclpy sets its own.
    _lock = threading.Lock()

    def __init__(self, *args, **kwargs):
        self.noting = threading.Lock()
        super().__init__(*args, **kwargs)

    def send_goal_async(self, *args, **kwargs):
        with self.noting:
            return super().send_goal_async(*args, **kwargs)

    def _get_result_async(self, goal_handle):
        with self.noting:
            return super()._get_result_async(goal_handle)

    def _cancel_goal_async(self, goal_handle):
        with self.noting:
            return super()._cancel_goal_async(goal_handle)

    async def execute(self, taken_data):
        if 'feedback' not in taken_data:  # which nobody asks for, and which would lose its order in waiting
            with self.noting:
                pass
        return await super().execute(taken_data)


def to_hex(goal_id):
    return bytes(goal_id.uuid).hex()


class Peer:

    def __init__(self, name, namespace):
        self.node = rclpy.create_node(name, namespace=namespace)
        self.group = ReentrantCallbackGroup()
        self.servers, self.clients, self.goals, self.feedbacks = {}, {}, {}, {}
        self.publishers, self.subscriptions, self.received, self.services = {}, {}, {}, {}

    # Action server

    def create_action_server(self, action):
        def execute(goal_handle):
            goal_id = to_hex(goal_handle.goal_id)
            emit({'event': 'executing', 'goalId': goal_id})
            try:
                return behaviours.execute(goal_handle)
            finally:
                emit({'event': 'executed', 'goalId': goal_id})

        def goal(request):
            emit({'event': 'goal', 'order': request.order})
            return behaviours.goal_response(request.order)

        def cancel(goal_handle):
            emit({'event': 'cancel', 'goalId': to_hex(goal_handle.goal_id)})
            return behaviours.cancel_response(goal_handle.request.order)

        self.servers[action] = ActionServer(
            self.node, Fibonacci, action, execute, goal_callback=goal, cancel_callback=cancel, callback_group=self.group)

    # Action client

    def create_action_client(self, action):
        # One callback at a time: on several threads, feedback could overtake feedback.
        self.clients[action] = NotingActionClient(self.node, Fibonacci, action, callback_group=MutuallyExclusiveCallbackGroup())

    def wait_for_server(self, action, timeout_ms):
        return self.clients[action].wait_for_server(timeout_sec=timeout_ms / 1000)

    def send_goal(self, action, order, timeout_ms=30000):
        feedback = []
        future = self.clients[action].send_goal_async(
            Fibonacci.Goal(order=order), feedback_callback=lambda message: feedback.append(list(message.feedback.sequence)))
        handle = settled(future, timeout_ms)
        goal_id = to_hex(handle.goal_id)
        self.goals[goal_id], self.feedbacks[goal_id] = handle, feedback
        return {'accepted': handle.accepted, 'goalId': goal_id}

    def feedback(self, goal_id):
        return self.feedbacks[goal_id]

    def get_result(self, goal_id, timeout_ms=30000):
        answer = settled(self.goals[goal_id].get_result_async(), timeout_ms)
        sequence = answer.result.sequence
        return {
            'status': answer.status, 'length': len(sequence), 'crc32': zlib.crc32(sequence.tobytes()),
            'sequence': list(sequence) if len(sequence) <= 200 else None}

    def cancel_goal(self, goal_id, timeout_ms=30000):
        answer = settled(self.goals[goal_id].cancel_goal_async(), timeout_ms)
        return {'returnCode': answer.return_code, 'goals': [to_hex(info.goal_id) for info in answer.goals_canceling]}

    # Topics, services, log

    def create_publisher(self, topic):
        self.publishers[topic] = self.node.create_publisher(String, topic, 10)

    def publish(self, topic, text):
        self.publishers[topic].publish(String(data=text))

    def create_subscription(self, topic):
        self.received[topic] = []
        self.subscriptions[topic] = self.node.create_subscription(
            String, topic, lambda message: self.received[topic].append(message.data), 10, callback_group=MutuallyExclusiveCallbackGroup())

    def subscribe_feedback(self, action):
        topic = f'{action}/_action/feedback'
        self.received[topic] = []
        self.subscriptions[topic] = self.node.create_subscription(
            Fibonacci.Impl.FeedbackMessage, topic,
            lambda message: self.received[topic].append(f'{to_hex(message.goal_id)} {len(message.feedback.sequence)}'),
            100, callback_group=MutuallyExclusiveCallbackGroup())

    def subscribe_rosout(self):
        self.received['/rosout'] = []
        self.subscriptions['/rosout'] = self.node.create_subscription(
            Log, '/rosout', lambda line: self.received['/rosout'].append({'name': line.name, 'level': line.level, 'text': line.msg}),
            ROSOUT_QOS, callback_group=MutuallyExclusiveCallbackGroup())

    def messages(self, topic):
        return self.received[topic]

    def log(self, text):
        self.node.get_logger().info(text)

    def create_service(self, service):
        def answer(request, response):
            response.success = request.data
            response.message = f'{self.node.get_name()} heard {"yes" if request.data else "no"}'
            return response

        self.services[service] = self.node.create_service(SetBool, service, answer, callback_group=self.group)

    def call_service(self, service, data, timeout_ms=30000):
        client = self.node.create_client(SetBool, service, callback_group=self.group)
        try:
            if not client.wait_for_service(timeout_sec=timeout_ms / 1000):
                raise TimeoutError(f'no service {service}')
            response = settled(client.call_async(SetBool.Request(data=data)), timeout_ms)
            return {'success': response.success, 'message': response.message}
        finally:
            self.node.destroy_client(client)

    # Graph

    def nodes(self):
        return sorted(self.fully_qualified(*pair) for pair in self.node.get_node_names_and_namespaces())

    def actions(self):
        return dict(rclpy.action.get_action_names_and_types(self.node))

    def action_info(self, action):
        """The nodes with servers and with clients of an action, gathered as `ros2 action info` does."""
        servers, clients = [], []
        for name, namespace in self.node.get_node_names_and_namespaces():
            for found, by_node in (
                    (servers, rclpy.action.get_action_server_names_and_types_by_node),
                    (clients, rclpy.action.get_action_client_names_and_types_by_node)):
                found += [self.fully_qualified(name, namespace) for found_name, _ in by_node(self.node, name, namespace) if found_name == action]
        return {'servers': sorted(servers), 'clients': sorted(clients)}

    def count_action_ends(self, action):
        """By the goal service, as rcl_action has it; rclpy itself does not count them."""
        service = f'{action}/_action/send_goal'
        return {'servers': self.node.count_services(service), 'clients': self.node.count_clients(service)}

    def count_feedback_readers(self, action):
        return self.node.count_subscribers(f'{action}/_action/feedback')

    @staticmethod
    def fully_qualified(name, namespace):
        return f'{namespace.rstrip("/")}/{name}'


def spin(executor):
    try:
        executor.spin()
    except ExternalShutdownException:
        pass


def main():
    # Python's own handler runs while stdin is read; rclpy's would leave the main thread in that read for ever.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    rclpy.init(signal_handler_options=SignalHandlerOptions.NO)
    peer = Peer(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else '/')
    executor = MultiThreadedExecutor(num_threads=8)
    executor.add_node(peer.node)
    spinning = threading.Thread(target=spin, args=(executor,))
    spinning.start()
    workers = remote_control.workers()
    try:
        remote_control.serve(peer, workers)
    finally:
        # In this order, and no thread left: DDS says goodbye when Python drops the last reference, and a thread that is still
        # inside rclpy then makes the process abort instead.
        rclpy.try_shutdown()
        for done in list(waiting):
            done.set()
        workers.shutdown(cancel_futures=True)
        executor.shutdown(timeout_sec=10)
        spinning.join(timeout=10)
        peer.node.destroy_node()


if __name__ == '__main__':
    main()
