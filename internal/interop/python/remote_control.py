"""Requests as JSON lines on stdin, answers and events as JSON lines on stdout: what src/peer-protocol.ts describes, for peers in Python."""
import json
import sys
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor

output_lock = threading.Lock()


def emit(line):
    with output_lock:
        sys.stdout.write(json.dumps(line) + '\n')
        sys.stdout.flush()


METHODS = {
    'createActionServer': ('create_action_server', ('action',)),
    'createActionClient': ('create_action_client', ('action',)),
    'createClientInOwnContext': ('create_client_in_own_context', ('action', 'name')),
    'unexpectedReplies': ('unexpected_replies', ()),
    'waitForServer': ('wait_for_server', ('action', 'timeoutMs')),
    'sendGoal': ('send_goal', ('action', 'order', 'timeoutMs')),
    'feedback': ('feedback', ('goalId',)),
    'getResult': ('get_result', ('goalId', 'timeoutMs')),
    'cancelGoal': ('cancel_goal', ('goalId', 'timeoutMs')),
    'createPublisher': ('create_publisher', ('topic',)),
    'publish': ('publish', ('topic', 'text')),
    'createSubscription': ('create_subscription', ('topic',)),
    'subscribeFeedback': ('subscribe_feedback', ('action',)),
    'subscribeRosout': ('subscribe_rosout', ()),
    'messages': ('messages', ('topic',)),
    'log': ('log', ('text',)),
    'createService': ('create_service', ('service',)),
    'callService': ('call_service', ('service', 'data', 'timeoutMs')),
    'nodes': ('nodes', ()),
    'actions': ('actions', ()),
    'actionInfo': ('action_info', ('action',)),
    'countActionEnds': ('count_action_ends', ('action',)),
    'countFeedbackReaders': ('count_feedback_readers', ('action',)),
}


def answer(peer, request):
    try:
        method, names = METHODS[request['method']]
        parameters = request.get('parameters', {})
        # Positional, since their names are camelCase on the wire; only trailing ones may be missing.
        value = getattr(peer, method)(*(parameters[name] for name in names if name in parameters))
        emit({'id': request['id'], 'value': value})
    except Exception as error:  # all of it goes back to the test that asked
        traceback.print_exc()
        emit({'id': request['id'], 'error': f'{type(error).__name__}: {error}'})


def workers():
    return ThreadPoolExecutor(max_workers=16)


def serve(peer, pool):
    """Answers each line with the peer's method of that name, on a thread of the pool; until stdin ends."""
    emit({'event': 'ready'})
    for line in sys.stdin:
        pool.submit(answer, peer, json.loads(line))
