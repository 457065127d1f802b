"""Both ends of test_msgs/action/Fibonacci over cyclone_rmw, in the order and with the answers of rcl_action."""
import threading
import time
import uuid

import cyclone_types as types
from cyclone_rmw import Client, Server, qos

ACCEPTED, EXECUTING, CANCELING, SUCCEEDED, CANCELED, ABORTED = 1, 2, 3, 4, 5, 6
STEP_S = 0.02


class ActionClient:

    def __init__(self, node, action):
        base = f'{action}/_action'
        self.send_goal = Client(node, f'{base}/send_goal', types.SendGoalRequest, types.SendGoalResponse)
        self.get_result = Client(node, f'{base}/get_result', types.GetResultRequest, types.GetResultResponse)
        self.cancel = Client(node, f'{base}/cancel_goal', types.CancelRequest, types.CancelResponse)
        self.feedbacks = {}
        self.feedback = node.create_reader(f'rt{base}/feedback', types.FeedbackMessage, qos(depth=1000), self.on_feedback)
        self.status = node.create_reader(f'rt{base}/status', types.GoalStatusArray, qos(depth=1, transient_local=True), lambda _: None)

    def is_available(self):
        """rcl_action_server_is_available"""
        return all(client.is_available() for client in (self.send_goal, self.get_result, self.cancel)) and all(
            reader.get_matched_publications() for reader in (self.feedback, self.status))

    def on_feedback(self, message):
        received = self.feedbacks.get(bytes(message.goal_id))
        if received is not None:
            received.append(list(message.sequence))

    def send(self, order, timeout_ms):
        goal_id = uuid.uuid4().bytes
        self.feedbacks[goal_id] = []
        return goal_id, self.send_goal.call(timeout_ms, goal_id=list(goal_id), order=order).accepted


class Goal:

    def __init__(self, goal_id, order):
        self.goal_id, self.order, self.status = goal_id, order, ACCEPTED
        self.result, self.waiting = None, []
        self.stamp = types.Time(int(time.time()), 0)

    def info(self):
        return types.GoalInfo(list(self.goal_id), self.stamp)


class ActionServer:

    def __init__(self, node, action, emit):
        base = f'{action}/_action'
        self.node, self.emit, self.goals, self.lock = node, emit, {}, threading.Lock()
        self.feedback = node.create_writer(f'rt{base}/feedback', types.FeedbackMessage, qos())
        self.status = node.create_writer(f'rt{base}/status', types.GoalStatusArray, qos(depth=1, transient_local=True))
        self.cancel = Server(node, f'{base}/cancel_goal', types.CancelRequest, types.CancelResponse, self.on_cancel)
        self.get_result = Server(node, f'{base}/get_result', types.GetResultRequest, types.GetResultResponse, self.on_get_result)
        self.send_goal = Server(node, f'{base}/send_goal', types.SendGoalRequest, types.SendGoalResponse, self.on_goal)

    def on_goal(self, request):
        self.emit({'event': 'goal', 'order': request.order})
        if request.order < 0:
            return {'accepted': False, 'stamp': types.Time(0, 0)}
        goal = self.goals[bytes(request.goal_id)] = Goal(bytes(request.goal_id), request.order)
        threading.Thread(target=self.execute, args=(goal,), daemon=True).start()
        return {'accepted': True, 'stamp': goal.stamp}

    def on_get_result(self, request):
        goal = self.goals.get(bytes(request.goal_id))
        if goal is None:
            return {'status': 0, 'sequence': []}
        with self.lock:
            if goal.result is None:
                goal.waiting.append(request)
                return None
        return {'status': goal.status, 'sequence': goal.result}

    def on_cancel(self, request):
        goal = self.goals.get(bytes(request.goal_info.goal_id))
        if goal is None:
            return {'return_code': 2, 'goals_canceling': []}
        self.emit({'event': 'cancel', 'goalId': goal.goal_id.hex()})
        with self.lock:
            if goal.result is not None:
                return {'return_code': 3, 'goals_canceling': []}
            if 300 <= goal.order < 400:
                return {'return_code': 1, 'goals_canceling': []}
            goal.status = CANCELING
        self.publish_status()
        return {'return_code': 0, 'goals_canceling': [goal.info()]}

    def execute(self, goal):
        goal_id = goal.goal_id.hex()
        with self.lock:
            if goal.status == ACCEPTED:
                goal.status = EXECUTING
        self.publish_status()
        self.emit({'event': 'executing', 'goalId': goal_id})
        status, result = self.run(goal)
        with self.lock:
            goal.status, goal.result = status, result
            waiting, goal.waiting = goal.waiting, []
        self.emit({'event': 'executed', 'goalId': goal_id})
        self.publish_status()
        for request in waiting:
            self.get_result.respond(request, status=status, sequence=result)

    def run(self, goal):
        """What the order asks for (src/scenario/order.ts): the final status and the result."""
        if goal.order >= 1000:
            return SUCCEEDED, list(range(goal.order))
        if goal.order == 400:
            return ABORTED, []
        if goal.order == 500:
            return ABORTED, [5, 0, 0]
        if goal.order == 600:
            return self.until_canceled(goal)
        mode, steps = divmod(goal.order, 100)
        sequence = [0, 1]
        for _ in range(1, steps):
            sequence.append(sequence[-1] + sequence[-2])
            self.feedback.write(types.FeedbackMessage(list(goal.goal_id), list(sequence)))
            time.sleep(STEP_S)
        return ABORTED if mode == 1 else SUCCEEDED, sequence

    def until_canceled(self, goal):
        count = 0
        while goal.status != CANCELING and not self.node.closing:
            count += 1
            self.feedback.write(types.FeedbackMessage(list(goal.goal_id), [count]))
            time.sleep(STEP_S)
        return CANCELED, [count]

    def publish_status(self):
        goals = [types.GoalStatus(goal.info(), goal.status) for goal in list(self.goals.values())]
        self.status.write(types.GoalStatusArray(goals))
