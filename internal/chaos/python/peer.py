"""rclpy as server, client or crowd, under remote control: the same methods and events in JSON lines as src/peer (src/peer/protocol.ts).

Usage: python peer.py ROLE OPTIONS_AS_JSON
"""
import json
import os
import signal
import sys
import threading
import time
from array import array
from concurrent.futures import ThreadPoolExecutor

import rclpy
from rclpy.action import ActionClient, ActionServer
from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.executors import ExternalShutdownException, MultiThreadedExecutor, SingleThreadedExecutor
from rclpy.signals import SignalHandlerOptions
from test_msgs.action import Fibonacci

ACTION = '/fibonacci'
STEP_S = 0.01
STREAM_NUMBERS = 2_500
SUCCEEDED = 4
output_lock = threading.Lock()


def say(line):
    with output_lock:
        sys.stdout.write(json.dumps(line) + '\n')
        sys.stdout.flush()


def fibonacci(steps):
    sequence = [0, 1]
    for _ in range(steps):
        sequence.append(sequence[-1] + sequence[-2])
    return sequence


def is_expected(order, sequence):
    """What src/peer/behaviours.ts expects."""
    if order >= 1000:
        return sequence == array('i', range(order))
    if order >= 100:
        return len(sequence) == 3
    return list(sequence) == fibonacci(order)


def settled(future, timeout_s):
    done = threading.Event()
    future.add_done_callback(lambda _: done.set())
    if not done.wait(timeout_s):
        raise TimeoutError(f'no answer within {timeout_s} s')
    return future.result()


class Server:

    def __init__(self, node, options):
        self.asked = self.done = 0
        more = {'result_timeout': options['resultTimeoutMs'] / 1000} if 'resultTimeoutMs' in options else {}
        self.server = ActionServer(node, Fibonacci, ACTION, self.execute, callback_group=ReentrantCallbackGroup(), **more)

    def execute(self, goal):
        self.asked += 1
        order = goal.request.order
        sequence = [0, 1, 2]
        if order >= 1000:
            sequence = array('i', range(order))
        elif order >= 500:
            self.stream(goal, (order - 500) * 1000)
        elif order >= 100:
            time.sleep(order - 100)
        else:
            for step in range(1, order + 1):
                time.sleep(STEP_S)
                goal.publish_feedback(Fibonacci.Feedback(sequence=fibonacci(step)))
            if order > 0:
                time.sleep(STEP_S)
            sequence = fibonacci(order)
        goal.succeed()
        self.done += 1
        return Fibonacci.Result(sequence=sequence)

    @staticmethod
    def stream(goal, duration_ms):
        """Catches up after a late awakening: a thousand a second on average."""
        feedback = Fibonacci.Feedback(sequence=array('i', bytes(4 * STREAM_NUMBERS)))
        start, published = time.monotonic(), 0
        while published < duration_ms:
            due = min(duration_ms, (time.monotonic() - start) * 1000)
            while published < due:
                goal.publish_feedback(feedback)
                published += 1
            time.sleep(0.001)

    def executed(self):
        return {'asked': self.asked, 'executed': self.done}


class Client:

    def __init__(self, node, _):
        self.start = time.monotonic()
        self.client = ActionClient(node, Fibonacci, ACTION, callback_group=ReentrantCallbackGroup())
        self.handles = []

    def wait_for_server(self, timeout_ms):
        if not self.client.wait_for_server(timeout_sec=timeout_ms / 1000):
            raise TimeoutError('no server')
        return (time.monotonic() - self.start) * 1000

    def goals(self, count, order, timeout_ms):
        def run():
            for _ in range(count):
                say({'event': 'goal', **self.one_goal(order, timeout_ms)})
            say({'event': 'done'})
        threading.Thread(target=run, daemon=True).start()

    def one_goal(self, order, timeout_ms):
        start = time.monotonic()
        passed_ms = lambda: (time.monotonic() - start) * 1000
        left_s = lambda: max(0.0, (timeout_ms - passed_ms()) / 1000)
        heard, late = [], []
        over = threading.Event()

        def feedback(message):
            heard.append(len(message.feedback.sequence))
            if over.is_set():
                late.append(True)
        record = {'accepted': False, 'status': 0, 'correct': False, 'acceptMs': None, 'totalMs': None}
        try:
            handle = settled(self.client.send_goal_async(Fibonacci.Goal(order=order), feedback_callback=feedback), left_s())
            record.update(accepted=handle.accepted, acceptMs=passed_ms())
            answer = settled(handle.get_result_async(), left_s())
            over.set()
            correct = answer.status == SUCCEEDED and is_expected(order, answer.result.sequence)
            record.update(status=answer.status, correct=correct, totalMs=passed_ms())
        except TimeoutError as error:
            record['error'] = str(error)
        ascending = all(left < right for left, right in zip(heard, heard[1:]))
        return {**record, 'feedback': len(heard), 'inOrder': ascending and not late}

    def open(self, order, timeout_ms):
        handle = settled(self.client.send_goal_async(Fibonacci.Goal(order=order), feedback_callback=lambda _: None), timeout_ms / 1000)
        self.handles.append(handle)
        self.tell(handle.get_result_async())
        return {'goalId': bytes(handle.goal_id.uuid).hex()}

    def send(self, order):
        self.client.send_goal_async(Fibonacci.Goal(order=order)).add_done_callback(
            lambda future: self.tell(future.result().get_result_async()))

    @staticmethod
    def tell(future):
        future.add_done_callback(lambda done: say({'event': 'settled', 'outcome': f'status {done.result().status}'}))


class Crowd:
    """Nodes, each in a context, and with it in a participant, of its own."""

    def join(self, count, expected, timeout_ms):
        start = time.monotonic()
        passed_ms = lambda: (time.monotonic() - start) * 1000
        self.nodes = []
        for index in range(count):
            context = rclpy.Context()
            context.init()
            self.nodes.append(rclpy.create_node(f'crowd_{index}', context=context, enable_rosout=False, start_parameter_services=False))
        waiting = self.nodes
        while True:
            while waiting and len(waiting[0].get_node_names()) >= expected:
                waiting = waiting[1:]
            if not waiting:
                return passed_ms()
            if passed_ms() > timeout_ms:
                raise TimeoutError(f'{len(waiting)} of {count} do not know all {expected}')
            time.sleep(0.02)


METHODS = {
    'waitForServer': ('wait_for_server', ('timeoutMs',)),
    'goals': ('goals', ('count', 'order', 'timeoutMs')),
    'open': ('open', ('order', 'timeoutMs')),
    'send': ('send', ('order',)),
    'executed': ('executed', ()),
    'nodes': ('nodes', ()),
    'join': ('join', ('count', 'expected', 'timeoutMs')),
}


class Peer:

    def __init__(self, role, options):
        self.node = None
        if role == 'crowd':
            self.part = Crowd()
            return
        rclpy.init(signal_handler_options=SignalHandlerOptions.NO)
        self.node = rclpy.create_node(f'chaos_{role}')
        self.part = Server(self.node, options) if role == 'server' else Client(self.node, options)
        # Executing goals sleep in their callbacks.
        executor = MultiThreadedExecutor(num_threads=8) if role == 'server' else SingleThreadedExecutor()
        executor.add_node(self.node)
        threading.Thread(target=self.spin, args=(executor,), daemon=True).start()

    @staticmethod
    def spin(executor):
        try:
            executor.spin()
        except ExternalShutdownException:
            pass

    def answer(self, request):
        try:
            method, names = METHODS[request['method']]
            parameters = request.get('parameters', {})
            arguments = [parameters[name] for name in names]
            value = len(self.node.get_node_names()) if method == 'nodes' else getattr(self.part, method)(*arguments)
            say({'id': request['id'], 'value': value})
        except Exception as error:  # all of it goes back to the row that asked
            say({'id': request['id'], 'error': f'{type(error).__name__}: {error}'})


def main():
    # At once and without DDS's goodbye, which this suite does not look at: threads inside rclpy would make an orderly end abort.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    peer = Peer(sys.argv[1], json.loads(sys.argv[2]) if len(sys.argv) > 2 else {})
    workers = ThreadPoolExecutor(max_workers=8)
    say({'event': 'ready'})
    for line in sys.stdin:
        workers.submit(peer.answer, json.loads(line))
    os._exit(0)


if __name__ == '__main__':
    main()
