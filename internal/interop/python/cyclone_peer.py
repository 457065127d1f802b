"""As peer.py, on Cyclone DDS with the service dialect of rmw_cyclonedds_cpp: a second vendor under the same remote control.

Usage: python cyclone_peer.py NODE_NAME [NAMESPACE]
"""
import os
import signal
import sys
import time
import zlib
from array import array

import remote_control
from cyclone_action import ActionClient, ActionServer
from cyclone_rmw import Client, Node, Server, qos
from cyclone_types import GoalInfo, SetBoolRequest, SetBoolResponse, String, Time
from remote_control import emit


def until(condition, timeout_ms):
    end = time.monotonic() + timeout_ms / 1000
    while not condition():
        if time.monotonic() >= end:
            return False
        time.sleep(0.01)
    return True


class Peer:

    def __init__(self, name, namespace):
        self.domain_id = int(os.environ.get('ROS_DOMAIN_ID', '0'))
        self.node = Node(self.domain_id, name, namespace)
        self.nodes_of_own = []
        self.servers, self.clients, self.goals = {}, {}, {}
        self.publishers, self.subscriptions, self.received, self.services = {}, {}, {}, {}

    def create_action_server(self, action):
        self.servers[action] = ActionServer(self.node, action, emit)

    def create_action_client(self, action):
        self.clients[action] = ActionClient(self.node, action)

    def create_client_in_own_context(self, action, name):
        """On a participant of its own, which shares its sockets with the first one."""
        node = Node(self.domain_id, name, '/')
        self.nodes_of_own.append(node)
        self.clients[name] = ActionClient(node, action)

    def unexpected_replies(self):
        clients = [each for client in self.clients.values() for each in (client.send_goal, client.get_result, client.cancel)]
        return {'own': sum(client.unexpected for client in clients), 'foreign': sum(client.foreign for client in clients)}

    def wait_for_server(self, action, timeout_ms):
        return until(self.clients[action].is_available, timeout_ms)

    def send_goal(self, action, order, timeout_ms=30000):
        client = self.clients[action]
        goal_id, accepted = client.send(order, timeout_ms)
        self.goals[goal_id.hex()] = client
        return {'accepted': accepted, 'goalId': goal_id.hex()}

    def feedback(self, goal_id):
        return self.goals[goal_id].feedbacks[bytes.fromhex(goal_id)]

    def get_result(self, goal_id, timeout_ms=30000):
        answer = self.goals[goal_id].get_result.call(timeout_ms, goal_id=list(bytes.fromhex(goal_id)))
        sequence = array('i', answer.sequence)
        return {
            'status': answer.status, 'length': len(sequence), 'crc32': zlib.crc32(sequence.tobytes()),
            'sequence': list(sequence) if len(sequence) <= 200 else None}

    def cancel_goal(self, goal_id, timeout_ms=30000):
        info = GoalInfo(list(bytes.fromhex(goal_id)), Time(0, 0))
        answer = self.goals[goal_id].cancel.call(timeout_ms, goal_info=info)
        return {'returnCode': answer.return_code, 'goals': [bytes(each.goal_id).hex() for each in answer.goals_canceling]}

    def create_publisher(self, topic):
        self.publishers[topic] = self.node.create_writer(f'rt{topic}', String, qos())

    def publish(self, topic, text):
        self.publishers[topic].write(String(text))

    def create_subscription(self, topic):
        received = self.received[topic] = []
        self.subscriptions[topic] = self.node.create_reader(f'rt{topic}', String, qos(), lambda message: received.append(message.data))

    def messages(self, topic):
        return self.received[topic]

    def create_service(self, service):
        def answer(request):
            return {'success': request.data, 'message': f'{self.node.name} heard {"yes" if request.data else "no"}'}

        self.services[service] = Server(self.node, service, SetBoolRequest, SetBoolResponse, answer)

    def call_service(self, service, data, timeout_ms=30000):
        client = Client(self.node, service, SetBoolRequest, SetBoolResponse)
        if not until(client.is_available, timeout_ms):
            raise TimeoutError(f'no service {service}')
        answer = client.call(timeout_ms, data=data)
        return {'success': answer.success, 'message': answer.message}

    def nodes(self):
        return self.node.node_names()

    def close(self):
        for node in [*self.nodes_of_own, self.node]:
            node.close()


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    peer = Peer(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else '/')
    workers = remote_control.workers()
    try:
        remote_control.serve(peer, workers)
    finally:
        peer.close()
        workers.shutdown(cancel_futures=True)


if __name__ == '__main__':
    main()
