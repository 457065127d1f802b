import { NO_FAILING_ALLOCATION, NO_WAIT_SET, type Rows, testsOf } from './row.js';

const folder = 'packages/actions/test';
const client = testsOf(`${folder}/conformance/rcl-action-client.test.ts`, 'twins of rcl_action TestActionClient');
const communication = testsOf(
  `${folder}/conformance/rcl-action-communication.test.ts`,
  'twins of rcl_action TestActionCommunication',
);
const server = testsOf(`${folder}/conformance/rcl-action-server.test.ts`, 'twins of rcl_action TestActionServer');
const handle = testsOf(`${folder}/conformance/rcl-action-server.test.ts`, 'twins of rcl_action TestGoalHandle');
const types = testsOf(`${folder}/conformance/rcl-action-types.test.ts`, 'twins of rcl_action TestActionTypes');
const fixture = testsOf(`${folder}/conformance/action-graph.test.ts`, 'twins of rcl_action TestActionGraphFixture');
const multiNode = testsOf(
  `${folder}/conformance/action-graph.test.ts`,
  'twins of rclpy test_action_graph, and of rcl_action TestActionGraphMultiNodeFixture',
);
const policy = testsOf(`${folder}/unit/cancel-policy.test.ts`, 'twins of rcl_action TestActionServerCancelPolicy');
const wire = testsOf(`${folder}/sim/wire.test.ts`, 'what travels');
const states = testsOf(`${folder}/unit/goal-state-machine.test.ts`);

export const actionClient: Rows = {
  'TestActionClientBaseFixture.test_action_client_init_fini': {
    ours: [client('test_action_client_init_fini: refuses what is none, and can be closed twice')],
  },
  'TestActionClientFixture.test_action_server_is_available': {
    ours: [client('test_action_server_is_available: false before, true when it is discovered, false when it is gone')],
  },
  'TestActionClientFixture.test_action_client_is_valid': {
    ours: [client('test_action_client_is_valid: until it is closed, or its node')],
  },
  'TestActionClientFixture.test_action_client_get_action_name': {
    ours: [client('test_action_client_get_action_name')],
  },
  'TestActionClientFixture.test_action_client_get_options': {
    ours: [client('test_action_client_get_options: the quality of service that it was given is what the others see')],
  },
  'TestActionClientBaseFixture.test_action_client_init_fini_maybe_fail': {
    ours: [client('test_action_client_init_fini_maybe_fail: when endpoint…')],
  },
  'TestActionClientFixture.test_action_server_is_available_maybe_fail': { note: NO_FAILING_ALLOCATION },
};

export const actionCommunication: Rows = {
  'TestActionCommunication.test_valid_goal_comm': {
    ours: [communication('test_valid_goal_comm')],
    cases: ['goal: accepted, with the stamp of its acceptance'],
  },
  'TestActionCommunication.test_valid_cancel_comm': {
    ours: [communication('test_valid_cancel_comm')],
    cases: ['cancel: one goal'],
  },
  'TestActionCommunication.test_valid_result_comm': {
    ours: [communication('test_valid_result_comm')],
    cases: ['result: can be asked for any number of times'],
  },
  'TestActionCommunication.test_valid_status_comm': {
    ours: [communication('test_valid_status_comm')],
    cases: ['status: tells every state of a goal, in order'],
  },
  'TestActionCommunication.test_valid_feedback_comm': {
    ours: [communication('test_valid_feedback_comm')],
    cases: ['feedback: carries the id of its goal'],
  },
  'TestActionCommunication.test_invalid_goal_request_opts': {
    ours: [
      communication(
        'test_invalid_goal_request_opts: what is no goal is refused before it is sent, and what is cut off is dropped',
      ),
    ],
  },
  'TestActionCommunication.test_invalid_goal_response_opts': {
    ours: [communication('test_invalid_goal_response_opts: one that is cut off rejects')],
  },
  'TestActionCommunication.test_invalid_cancel_request_opts': {
    ours: [communication('test_invalid_cancel_request_opts: one that is cut off is dropped')],
  },
  'TestActionCommunication.test_invalid_cancel_response_opts': {
    ours: [communication('test_invalid_cancel_response_opts: one that is cut off rejects')],
  },
  'TestActionCommunication.test_invalid_result_request_opts': {
    ours: [communication('test_invalid_result_request_opts: one that is cut off is dropped')],
  },
  'TestActionCommunication.test_invalid_result_response_opts': {
    ours: [communication('test_invalid_result_response_opts: one that is cut off rejects, and can be asked for again')],
  },
  'TestActionCommunication.test_invalid_feedback_opts': {
    ours: [communication('test_invalid_feedback_opts: what is none is refused, and what is cut off is dropped')],
  },
  'TestActionCommunication.test_invalid_status_opts': {
    ours: [communication('test_invalid_status_opts: one that is cut off is dropped')],
  },
  'TestActionCommunication.test_valid_feedback_comm_maybe_fail': { note: NO_FAILING_ALLOCATION },
};

export const actionInteraction: Rows = {
  'TestActionClientServerInteraction.test_interaction': {
    ours: [
      wire(
        'comes in the order that rcl_action and rclpy keep: reply, ACCEPTED, EXECUTING, feedback, SUCCEEDED, result',
      ),
    ],
    cases: ['goal: reply, status, feedback and result come in that order'],
  },
  'TestActionClientServerInteraction.test_interaction_with_cancel': {
    ours: [
      wire('of a cancel: CANCELING before the reply, CANCELED after it'),
      testsOf(
        `${folder}/sim/session.test.ts`,
        'a goal over a simulated network',
      )('is canceled, with its result: twin of rcl_action interaction_with_cancel'),
    ],
    cases: ['cancel: CANCELING is published before the answer is given, CANCELED after it'],
  },
};

export const actionServer: Rows = {
  'TestActionServerInitFini.test_action_server_init_fini': {
    ours: [server('test_action_server_init_fini: refuses what is none, and can be closed twice')],
  },
  'TestActionServer.test_action_server_is_valid': { ours: [server('test_action_server_is_valid: until it is closed')] },
  'TestActionServer.test_action_server_is_valid_except_context': {
    ours: [server('test_action_server_is_valid_except_context: not on a node that is closed')],
  },
  'TestActionServer.test_action_accept_new_goal': {
    ours: [server('test_action_accept_new_goal: one goal for an id, and another one for another id')],
    cases: ['goal: a second one with the id of an active goal is refused'],
  },
  'TestActionServer.test_action_server_goal_exists': {
    ours: [server('test_action_server_goal_exists: the one that was accepted, and no other')],
    cases: ['result: of an unknown goal is UNKNOWN, at once'],
  },
  'TestActionServer.test_action_server_notify_goal_done': {
    ours: [server('test_action_server_notify_goal_done: who waits for the result of that goal is told, nobody else')],
    cases: ['result: who asks before the end is answered at the end'],
  },
  'TestActionServer.test_action_clear_expired_goals': {
    ours: [server('test_action_clear_expired_goals: none, then the one that was aborted long ago')],
    cases: ['result: expires, not before its time, and frees the id'],
  },
  'TestActionServer.test_action_process_cancel_request': {
    ours: [server('test_action_process_cancel_request: to cancel all goals is no error when there is none')],
    cases: ['cancel: all goals is no error when none is active'],
  },
  'TestActionServer.test_action_server_get_goal_status_array': {
    ours: [server('test_action_server_get_goal_status_array: of one goal, of ten, in the order of acceptance')],
    cases: ['status: finished goals stay until their result expires, in the order of acceptance'],
  },
  'TestActionServer.test_action_server_get_action_name': { ours: [server('test_action_server_get_action_name')] },
  'TestActionServer.test_action_server_get_options': {
    ours: [server('test_action_server_get_options: the quality of service that it was given is what the others see')],
  },
  'TestActionServerCancelPolicy.test_action_process_cancel_request_all_goals': {
    ours: [policy('test_action_process_cancel_request_all_goals: zero id, zero stamp')],
    cases: ['cancel: all goals, in the order of acceptance'],
  },
  'TestActionServerCancelPolicy.test_action_process_cancel_request_single_goal': {
    ours: [policy('test_action_process_cancel_request_single_goal…')],
    cases: [
      'cancel: one goal',
      'cancel: an unknown id is UNKNOWN_GOAL_ID',
      'cancel: a finished goal is GOAL_TERMINATED, and stays what it is',
    ],
  },
  'TestActionServerCancelPolicy.test_action_process_cancel_request_by_time': {
    ours: [policy('test_action_process_cancel_request_by_time: at or before the stamp, whatever the id names')],
    cases: ['cancel: all goals up to the stamp of one, that one too'],
  },
  'TestActionServerCancelPolicy.test_action_process_cancel_request_by_time_and_id': {
    ours: [policy('test_action_process_cancel_request_by_time_and_id: the union')],
    cases: ['cancel: a stamp and an id mean both', 'cancel: a stamp and an unknown id mean the stamp'],
  },
  'TestActionServer.action_server_init_fini_maybe_fail': {
    ours: [server('action_server_init_fini_maybe_fail: when endpoint…')],
  },
  'TestActionServerCancelPolicy.test_action_process_cancel_request_maybe_fail': { note: NO_FAILING_ALLOCATION },
  'TestActionServerCancelPolicy.test_action_expire_goals_maybe_fail': { note: NO_FAILING_ALLOCATION },
};

export const goalHandle: Rows = {
  'TestGoalHandle.test_goal_handle_init_fini': {
    ours: [handle('test_goal_handle_init_fini: a goal has one handle, from its acceptance to its end')],
    note: 'handles come from the server alone: nobody makes an empty one, or one twice',
  },
  'TestGoalHandle.test_goal_handle_is_valid': {
    ours: [handle('test_goal_handle_is_valid: also after its goal is forgotten')],
    note: 'a handle never becomes invalid',
  },
  'TestGoalHandle.test_goal_handle_get_info': { ours: [handle('test_goal_handle_get_info')] },
  'TestGoalHandle.test_goal_handle_update_state_invalid': {
    ours: [
      testsOf(
        'packages/actions/test/unit/server/goal-server.test.ts',
        'illegal transitions',
      )('are typed errors that leave the state unchanged (twin of rcl_action update_state_invalid)'),
    ],
  },
  'TestGoalHandleStateTransitionSequence.test_goal_handle_state_transitions': {
    ours: [states('twin of rcl_action TestGoalHandleStateTransitionSequence')],
  },
};

export const goalStateMachine: Rows = {
  'TestGoalStateMachine.test_valid_transitions': {
    ours: [states('twin of rcl_action TestGoalStateMachine.test_valid_transitions')],
  },
  'TestGoalStateMachine.test_invalid_transitions': {
    ours: [states('twin of rcl_action TestGoalStateMachine.test_invalid_transitions')],
  },
};

const byNodeOfNobody =
  'test_action_get_client_names_and_types_by_node, and server: of nodes that do not exist, nothing';

export const graph: Rows = {
  'TestActionGraphFixture.test_action_get_client_names_and_types_by_node': {
    ours: [fixture(byNodeOfNobody)],
    note: 'a node that cannot exist has no actions; rcl returns an error',
  },
  'TestActionGraphFixture.test_action_get_server_names_and_types_by_node': {
    ours: [fixture(byNodeOfNobody)],
    note: 'a node that cannot exist has no actions; rcl returns an error',
  },
  'TestActionGraphFixture.test_action_get_names_and_types': {
    ours: [fixture('test_action_get_names_and_types: of an empty graph, nothing')],
  },
  'TestActionGraphMultiNodeFixture.test_action_get_names_and_types': {
    ours: [multiNode('get_action_names_and_types')],
  },
  'TestActionGraphMultiNodeFixture.test_action_get_server_names_and_types_by_node': {
    ours: [multiNode('get_action_server_names_and_types_by_node')],
  },
  'TestActionGraphMultiNodeFixture.test_action_get_client_names_and_types_by_node': {
    ours: [multiNode('get_action_client_names_and_types_by_node')],
  },
  'TestActionGraphMultiNodeFixture.get_names_and_types_maybe_fail': { note: NO_FAILING_ALLOCATION },
  'TestActionGraphMultiNodeFixture.action_client_init_maybe_fail': {
    ours: [client('test_action_client_init_fini_maybe_fail: when endpoint…')],
  },
  'TestActionGraphMultiNodeFixture.rcl_get_client_names_and_types_by_node_maybe_fail': { note: NO_FAILING_ALLOCATION },
  'TestActionGraphMultiNodeFixture.rcl_get_server_names_and_types_by_node_maybe_fail': { note: NO_FAILING_ALLOCATION },
};

export const names: Rows = {
  'TestActionDerivedName.validate_action_derived_getter': {
    ours: [testsOf(`${folder}/unit/action-names.test.ts`, 'twin of rcl_action TestActionDerivedName')()],
    cases: ['endpoints: three services and two topics, by name and type'],
  },
};

export const actionTypes: Rows = {
  'TestActionTypes.test_get_zero_inititalized_goal_info': { ours: [types('test_get_zero_inititalized_goal_info')] },
  'TestActionTypes.test_get_zero_initialized_goal_status_array': {
    ours: [types('test_get_zero_initialized_goal_status_array')],
  },
  'TestActionTypes.test_get_zero_inititalized_cancel_request': {
    ours: [types('test_get_zero_inititalized_cancel_request')],
  },
  'TestActionTypes.test_get_zero_initialized_cancel_response': {
    ours: [types('test_get_zero_initialized_cancel_response')],
  },
  'TestActionTypes.test_init_fini_goal_status_array': {
    ours: [types('test_init_fini_goal_status_array: of none, of many, and not of what is none')],
  },
  'TestActionTypes.test_init_fini_cancel_response': {
    ours: [types('test_init_fini_cancel_response: of none, of many, and not of what is none')],
  },
};

const entities = testsOf(
  `${folder}/sim/constructors.test.ts`,
  'twins of rclpy test_constructor_defaults, _no_defaults and test_get_num_entities',
)('a server has 3 services and 2 publishers, a client 3 clients and 2 subscriptions, and close takes them away');

export const wait: Rows = {
  'TestActionClientWait.test_wait_set_add_action_client': { note: NO_WAIT_SET },
  'TestActionServerWait.test_wait_set_add_action_server': { note: NO_WAIT_SET },
  'TestActionClientWait.test_client_wait_set_get_num_entities': { ours: [entities] },
  'TestActionServerWait.test_server_wait_set_get_num_entities': { ours: [entities] },
  'TestActionClientWait.test_client_wait_set_get_entities_ready': { note: NO_WAIT_SET },
  'TestActionServerWait.test_server_wait_set_get_entities_ready': { note: NO_WAIT_SET },
};
