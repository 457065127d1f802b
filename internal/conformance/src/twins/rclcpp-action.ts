import { NO_CALLBACK_GROUP, NO_MOCKED_CALL, NO_WAIT_SET, type Rows, testsOf } from './row.js';

const folder = 'packages/actions/test';
const client = testsOf(`${folder}/conformance/rclcpp-client.test.ts`, 'twins of rclcpp_action TestClient');
const against = testsOf(
  `${folder}/conformance/rclcpp-client.test.ts`,
  'twins of rclcpp_action TestClientAgainstServer',
);
const server = testsOf(`${folder}/conformance/rclcpp-server.test.ts`, 'twins of rclcpp_action TestServer');
const requests = testsOf(
  `${folder}/conformance/rclcpp-server.test.ts`,
  'twins of rclcpp_action TestGoalRequestServer and TestCancelRequestServer',
);
const deadlock = testsOf(`${folder}/conformance/rclcpp-server.test.ts`, 'twins of rclcpp_action TestDeadlockServer');
const handle = testsOf(`${folder}/conformance/rclcpp-server.test.ts`, 'twins of rclcpp_action TestServerGoalHandle');
const types = testsOf(`${folder}/conformance/rclcpp-types.test.ts`, 'twins of rclcpp_action TestActionTypes');
const traits = testsOf(`${folder}/conformance/rclcpp-types.test.ts`, 'twins of rclcpp_action TestActionTraits');
const communication = testsOf(
  `${folder}/conformance/rcl-action-communication.test.ts`,
  'twins of rcl_action TestActionCommunication',
);
const failingClient = testsOf(
  `${folder}/conformance/rcl-action-client.test.ts`,
  'twins of rcl_action TestActionClient',
)('test_action_client_init_fini_maybe_fail: when endpoint…');
const failingServer = testsOf(
  `${folder}/conformance/rcl-action-server.test.ts`,
  'twins of rcl_action TestActionServer',
)('action_server_init_fini_maybe_fail: when endpoint…');

const PROMISE = 'a promise is the callback';
const REPORTED = 'rclcpp throws out of spin; here the error is an event of the node, and the server goes on';
const DROPPED = 'rclcpp throws out of spin; here a request that cannot be read is dropped, and the node tells of it';

const inOrder = 'client: hears accepted, feedback, result in that order, and nothing after';
const cutOff = {
  goal: communication(
    'test_invalid_goal_request_opts: what is no goal is refused before it is sent, and what is cut off is dropped',
  ),
  cancel: communication('test_invalid_cancel_request_opts: one that is cut off is dropped'),
  result: communication('test_invalid_result_request_opts: one that is cut off is dropped'),
};

export const actionClient: Rows = {
  'TestClient.construction_and_destruction': { ours: [client('construction_and_destruction')] },
  'TestClient.construction_and_destruction_after_node': {
    ours: [client('construction_and_destruction_after_node: a client goes with its node')],
  },
  'TestClient.construction_and_destruction_callback_group': { note: NO_CALLBACK_GROUP },
  'TestClient.construction_and_destruction_rcl_errors': { ours: [failingClient] },
  'TestClient.wait_for_action_server': {
    ours: [client('wait_for_action_server: not there, there, and not any more when the node is closed')],
  },
  'TestClient.wait_for_action_server_rcl_errors': { note: NO_MOCKED_CALL },
  'TestClient.is_ready': { note: NO_WAIT_SET },
  'TestClientAgainstServer.async_send_goal_no_callbacks': {
    ours: [against('async_send_goal_no_callbacks')],
    cases: ['client: learns that its goal is rejected', 'client: three goals at once'],
    note: 'the handle of a rejected goal says so; rclcpp’s is null',
  },
  'TestClientAgainstServer.bad_goal_handles': {
    ours: [against('a goal stays with the client that sent it: another one hears nothing of it')],
    note: 'a handle asks its own client: there is no call that takes the handle of another one',
  },
  'TestClientAgainstServer.async_send_goal_no_callbacks_wait_for_result': {
    ours: [against('async_send_goal_no_callbacks_wait_for_result')],
    cases: [inOrder],
  },
  'TestClientAgainstServer.async_send_goal_no_callbacks_then_invalidate': {
    ours: [against('async_send_goal_no_callbacks_then_invalidate: what waits rejects when the client is closed')],
    note: 'the handle keeps the last state that was heard; rclcpp’s becomes UNKNOWN',
  },
  'TestClientAgainstServer.async_send_goal_with_goal_response_callback_wait_for_result': {
    ours: [against('async_send_goal_with_goal_response_callback_wait_for_result: the promise is the callback')],
    cases: [inOrder],
    note: PROMISE,
  },
  'TestClientAgainstServer.async_send_goal_with_feedback_callback_wait_for_result': {
    ours: [against('async_send_goal_with_feedback_callback_wait_for_result')],
    cases: [inOrder],
  },
  'TestClientAgainstServer.async_send_goal_with_result_callback_wait_for_result': {
    ours: [
      against(
        'async_send_goal_with_result_callback_wait_for_result, and async_get_result_with_callback: the promise is the callback',
      ),
    ],
    cases: [inOrder],
    note: PROMISE,
  },
  'TestClientAgainstServer.async_get_result_with_callback': {
    ours: [
      against(
        'async_send_goal_with_result_callback_wait_for_result, and async_get_result_with_callback: the promise is the callback',
      ),
    ],
    cases: [inOrder],
    note: PROMISE,
  },
  'TestClientAgainstServer.async_cancel_one_goal': {
    ours: [against('async_cancel_one_goal, and with_callback')],
    cases: ['client: cancels its goal'],
  },
  'TestClientAgainstServer.async_cancel_one_goal_with_callback': {
    ours: [against('async_cancel_one_goal, and with_callback')],
    cases: ['client: cancels its goal'],
    note: PROMISE,
  },
  'TestClientAgainstServer.async_cancel_all_goals': {
    ours: [against('async_cancel_all_goals, and with_callback')],
    cases: ['cancel: all goals, in the order of acceptance'],
  },
  'TestClientAgainstServer.async_cancel_all_goals_with_callback': {
    ours: [against('async_cancel_all_goals, and with_callback')],
    cases: ['cancel: all goals, in the order of acceptance'],
    note: PROMISE,
  },
  'TestClientAgainstServer.async_cancel_some_goals': {
    ours: [against('async_cancel_some_goals, and with_callback')],
    cases: ['cancel: all goals up to the stamp of one, that one too'],
  },
  'TestClientAgainstServer.async_cancel_some_goals_with_callback': {
    ours: [against('async_cancel_some_goals, and with_callback')],
    cases: ['cancel: all goals up to the stamp of one, that one too'],
    note: PROMISE,
  },
  'TestClientAgainstServer.deadlock_in_callbacks': {
    ours: [against('deadlock_in_callbacks: what a callback hears of may be asked in it')],
  },
  'TestClientAgainstServer.send_rcl_errors': {
    ours: [
      against('send_rcl_errors: what cannot be sent rejects, and the client goes on'),
      testsOf(`${folder}/unit/client/goal-client.test.ts`, 'sending a goal')('passes other errors on as they are'),
    ],
  },
  'TestClientAgainstServer.execute_rcl_errors': {
    ours: [
      communication('test_invalid_feedback_opts: what is none is refused, and what is cut off is dropped'),
      communication('test_invalid_goal_response_opts: one that is cut off rejects'),
      communication('test_invalid_result_response_opts: one that is cut off rejects, and can be asked for again'),
      communication('test_invalid_cancel_response_opts: one that is cut off rejects'),
    ],
    note: 'rclcpp throws out of spin; here a reply that cannot be read rejects its own call alone',
  },
};

export const actionServer: Rows = {
  'TestServer.construction_and_destruction': { ours: [server('construction_and_destruction')] },
  'TestServer.construction_and_destruction_after_node': {
    ours: [server('construction_and_destruction_after_node: a server goes with its node')],
  },
  'TestServer.construction_and_destruction_callback_group': { note: NO_CALLBACK_GROUP },
  'TestServer.construction_and_destruction_server_init_error': { ours: [failingServer] },
  'TestServer.construction_and_destruction_wait_set_error': { note: NO_WAIT_SET },
  'TestServer.construction_and_destruction_sub_node': {
    ours: [server('construction_and_destruction_sub_node: a name may have a namespace of its own')],
    note: 'there are no sub-nodes: the name itself may have a namespace',
  },
  'TestServer.handle_goal_called': { ours: [server('handle_goal_called: with the id that was sent')] },
  'TestServer.handle_accepted_called': {
    ours: [server('handle_accepted_called: with the goal that was sent, active')],
  },
  'TestServer.handle_cancel_called': { ours: [server('handle_cancel_called')], cases: ['cancel: one goal'] },
  'TestServer.handle_cancel_reject': {
    ours: [server('handle_cancel_reject')],
    cases: [
      'cancel: a goal that refuses is REJECTED and goes on',
      'cancel: all goals is REJECTED when three of three refuse',
      'cancel: all goals lists those that agree, not the one that refuses',
    ],
  },
  'TestServer.handle_cancel_unknown_goal': {
    ours: [server('handle_cancel_unknown_goal')],
    cases: ['cancel: an unknown id is UNKNOWN_GOAL_ID'],
  },
  'TestServer.handle_cancel_terminated_goal': {
    ours: [server('handle_cancel_terminated_goal')],
    cases: [
      'cancel: a finished goal is GOAL_TERMINATED, and stays what it is',
      'cancel: a goal that is canceled already is GOAL_TERMINATED',
    ],
  },
  'TestServer.publish_status_accepted': {
    ours: [server('publish_status_accepted')],
    cases: ['status: tells every state of a goal, in order'],
  },
  'TestServer.publish_status_canceling': {
    ours: [server('publish_status_canceling')],
    cases: ['cancel: CANCELING is published before the answer is given, CANCELED after it'],
  },
  'TestServer.publish_status_canceled': { ours: [server('publish_status_canceled')], cases: ['cancel: one goal'] },
  'TestServer.publish_status_succeeded': {
    ours: [server('publish_status_succeeded')],
    cases: ['status: tells every state of a goal, in order', 'status: a late joiner hears the last one'],
  },
  'TestServer.publish_status_aborted': {
    ours: [server('publish_status_aborted')],
    cases: ['result: of a goal that aborts is ABORTED'],
  },
  'TestServer.publish_feedback': {
    ours: [server('publish_feedback')],
    cases: ['feedback: carries the id of its goal'],
  },
  'TestServer.get_result': {
    ours: [server('get_result: when it is there, and UNKNOWN when it has expired')],
    cases: ['result: can be asked for any number of times', 'result: expires, not before its time, and frees the id'],
  },
  'TestServer.get_result_deferred': {
    ours: [server('get_result_deferred: who asks first waits')],
    cases: ['result: who asks before the end is answered at the end'],
  },
  'TestServer.deferred_execution': { ours: [server('deferred_execution')] },
  'TestGoalRequestServer.execute_goal_request_received_take_goal': {
    ours: [requests('execute_goal_request_received_take_goal, and of TestCancelRequestServer')],
    cases: ['goal: accepted, with the stamp of its acceptance'],
  },
  'TestCancelRequestServer.execute_goal_request_received_take_goal': {
    ours: [requests('execute_goal_request_received_take_goal, and of TestCancelRequestServer')],
    cases: ['cancel: one goal'],
  },
  'TestGoalRequestServer.is_ready_rcl_error': { note: NO_WAIT_SET },
  'TestGoalRequestServer.execute_goal_request_received_take_goal_request_errors': {
    ours: [cutOff.goal],
    note: DROPPED,
  },
  'TestGoalRequestServer.execute_goal_request_received_send_goal_response_errors': {
    ours: [requests('execute_goal_request_received_send_goal_response_errors: the goal is executed all the same')],
    note: REPORTED,
  },
  'TestGoalRequestServer.execute_goal_request_received_accept_new_goal_errors': { note: NO_MOCKED_CALL },
  'TestGoalRequestServer.execute_goal_request_received_update_goal_state_errors': {
    ours: [
      testsOf(
        `${folder}/unit/server/goal-server.test.ts`,
        'illegal transitions',
      )('inside an execute callback are an error of that callback'),
    ],
    note: REPORTED,
  },
  'TestGoalRequestServer.publish_status_server_get_goal_handles_errors': { note: NO_MOCKED_CALL },
  'TestGoalRequestServer.publish_status_get_goal_status_array_errors': { note: NO_MOCKED_CALL },
  'TestGoalRequestServer.publish_status_publish_status_errors': {
    ours: [requests('publish_status_publish_status_errors: goals are executed all the same')],
    note: REPORTED,
  },
  'TestGoalRequestServer.execute_goal_request_received_take_failed': { ours: [cutOff.goal], note: DROPPED },
  'TestGoalRequestServer.get_result_rcl_errors': { ours: [cutOff.result], note: DROPPED },
  'TestGoalRequestServer.send_result_rcl_errors': {
    ours: [requests('send_result_rcl_errors: nobody else goes without')],
    note: REPORTED,
  },
  'TestCancelRequestServer.execute_cancel_request_received_take_cancel_request_errors': {
    ours: [cutOff.cancel],
    note: DROPPED,
  },
  'TestCancelRequestServer.execute_cancel_request_received_take_failed': { ours: [cutOff.cancel], note: DROPPED },
  'TestCancelRequestServer.publish_status_rcl_errors': { note: NO_MOCKED_CALL },
  'TestCancelRequestServer.publish_status_send_cancel_response_errors': {
    ours: [requests('publish_status_send_cancel_response_errors: nobody else goes without')],
    note: REPORTED,
  },
  'TestDeadlockServer.deadlock_while_succeed': { ours: [deadlock('deadlock_while_succeed')] },
  'TestDeadlockServer.deadlock_while_canceled': { ours: [deadlock('deadlock_while_canceled')] },
  'TestDeadlockServer.deadlock_while_succeed_and_canceled': {
    ours: [deadlock('deadlock_while_succeed_and_canceled: the goal that has ended meanwhile is GOAL_TERMINATED')],
    note: 'the code says why: GOAL_TERMINATED; rclcpp’s is REJECTED',
  },
};

export const goalHandle: Rows = {
  'TestServerGoalHandle.construct_destruct': { ours: [handle('construct_destruct')] },
  'TestServerGoalHandle.cancel': {
    ours: [handle('cancel')],
    note: 'a handle does not cancel itself: clients do, and the server’s cancelCallback agrees',
  },
  'TestServerGoalHandle.abort': { ours: [handle('abort')] },
  'TestServerGoalHandle.succeed': { ours: [handle('succeed')] },
  'TestServerGoalHandle.execute': { ours: [handle('execute')] },
  'TestServerGoalHandle.rcl_action_goal_handle_get_status_error': { note: NO_MOCKED_CALL },
};

export const actionTypes: Rows = {
  'TestActionTypes.goal_uuid_to_string': {
    ours: [types('goal_uuid_to_string…')],
    note: 'printed without hyphens, as `ros2 action send_goal` does; read with and without',
  },
  'TestActionTypes.goal_uuid_to_rcl_action_goal_info': {
    ours: [types('goal_uuid_to_rcl_action_goal_info, and rcl_action_goal_info_to_goal_uuid')],
  },
  'TestActionTypes.rcl_action_goal_info_to_goal_uuid': {
    ours: [types('goal_uuid_to_rcl_action_goal_info, and rcl_action_goal_info_to_goal_uuid')],
  },
  'TestActionTypes.goal_uuid_to_hashed_uuid_random': {
    ours: [types('goal_uuid_to_hashed_uuid_random: a thousand random ids are a thousand keys')],
  },
};

export const actionTraits: Rows = {
  'TestActionTraits.is_action': { ours: [traits('is_action')] },
  'TestActionTraits.is_action_impl': { ours: [traits('is_action_impl')] },
};
