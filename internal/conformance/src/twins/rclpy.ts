import { interop, type Rows, testsOf } from './row.js';

const serverFile = 'packages/actions/test/unit/server/goal-server.test.ts';
const goals = testsOf(serverFile, 'twins of rclpy test_action_server: goals');
const execution = testsOf(serverFile, 'twins of rclpy test_action_server: execution');
const canceling = testsOf(serverFile, 'twins of rclpy test_action_server and rclcpp_action test_server: cancel');
const expiry = testsOf(serverFile, 'twins of rclpy test_action_server: expiry');
const constructors = testsOf(
  'packages/actions/test/sim/constructors.test.ts',
  'twins of rclpy test_constructor_defaults, _no_defaults and test_get_num_entities',
);
const client = testsOf('packages/actions/test/unit/client/goal-client.test.ts');
const clientTwins = testsOf(
  'packages/actions/test/conformance/rclpy-action-client.test.ts',
  'twins of rclpy test_action_client',
);
const graph = testsOf(
  'packages/actions/test/conformance/action-graph.test.ts',
  'twins of rclpy test_action_graph, and of rcl_action TestActionGraphMultiNodeFixture',
);

const endpoints =
  'a server has 3 services and 2 publishers, a client 3 clients and 2 subscriptions, and close takes them away';

export const actionServer: Rows = {
  test_constructor_defaults: {
    ours: [constructors()],
    cases: ['endpoints: three services and two topics, by name and type'],
  },
  test_constructor_no_defaults: { ours: [constructors()] },
  test_get_num_entities: {
    ours: [constructors(endpoints)],
    note: 'no timer of its own: one runs only while a result waits to expire',
  },
  test_single_goal_accept: {
    ours: [goals('test_single_goal_accept')],
    cases: ['goal: accepted, with the stamp of its acceptance'],
  },
  test_single_goal_reject: {
    ours: [goals('test_single_goal_reject')],
    cases: ['goal: rejected, and known to nobody'],
  },
  test_goal_callback_invalid_return: { ours: [goals('test_goal_callback_invalid_return…')] },
  test_multi_goal_accept: {
    ours: [goals('test_multi_goal_accept')],
    cases: ['goal: four at once are accepted and succeed', 'goal: four execute at the same time'],
  },
  test_duplicate_goal: {
    ours: [goals('test_duplicate_goal: active, finished, and free again once expired; the user is not asked')],
    cases: [
      'goal: a second one with the id of an active goal is refused',
      'goal: a second one with the id of a finished goal is refused',
    ],
  },
  test_cancel_goal_accept: {
    ours: [canceling('test_cancel_goal_accept: the callback sees it, the reply lists it, after status CANCELING')],
    cases: ['cancel: one goal'],
  },
  test_cancel_goal_reject: {
    ours: [canceling('test_cancel_goal_reject is the default: nothing changes, and the code says REJECTED')],
    cases: ['cancel: a goal that refuses is REJECTED and goes on'],
    note: 'the code is REJECTED, as rclcpp’s; rclpy’s is NONE',
  },
  test_cancel_defered_goal: {
    ours: [canceling('test_cancel_defered_goal: executed in CANCELING, so that the callback can end it')],
  },
  test_execute_succeed: {
    ours: [execution('test_execute_succeed, in the order that rcl_action keeps')],
    cases: ['status: tells every state of a goal, in order', 'result: can be asked for any number of times'],
  },
  test_execute_abort: {
    ours: [execution('test_execute_abort')],
    cases: ['result: of a goal that aborts is ABORTED'],
  },
  test_execute_no_terminal_state: {
    ours: [
      execution('test_execute_no_terminal_state: aborted with a warning, and with the result that was returned'),
      ...interop('no terminal state: aborted, result kept'),
    ],
  },
  test_execute_raises_exception: {
    ours: [execution('test_execute_raises_exception: one that…'), ...interop('execute throws: aborted, empty result')],
  },
  test_expire_goals_none: {
    ours: [expiry('test_expire_goals_none: what runs does not expire')],
  },
  test_expire_goals_one: {
    ours: [
      expiry(
        'test_expire_goals_one: from the end of the goal, not from its acceptance; then the status is UNKNOWN at once',
      ),
    ],
    cases: ['result: expires, not before its time, and frees the id'],
  },
  test_expire_goals_multi: { ours: [expiry('test_expire_goals_multi, with one timer')] },
  test_feedback: {
    ours: [execution('test_feedback, and feedback of a finished goal goes nowhere')],
    cases: ['feedback: carries the id of its goal'],
  },
  test_different_feedback_type_raises: { ours: [execution('test_different_feedback_type_raises')] },
};

export const actionClient: Rows = {
  test_constructor_defaults: { ours: [clientTwins('test_constructor_defaults')] },
  test_constructor_no_defaults: { ours: [clientTwins('test_constructor_no_defaults')] },
  test_get_num_entities: { ours: [constructors(endpoints)] },
  test_wait_for_server_nowait: {
    ours: [
      client(
        'waiting for a server',
        'test_wait_for_server_nowait and _timeout: rejects when the time is up, and says what was seen',
      ),
    ],
    note: 'it rejects where rclpy’s returns false',
  },
  test_wait_for_server_timeout: {
    ours: [
      client(
        'waiting for a server',
        'test_wait_for_server_nowait and _timeout: rejects when the time is up, and says what was seen',
      ),
    ],
    note: 'it rejects where rclpy’s returns false',
  },
  test_wait_for_server_exists: {
    ours: [
      client('waiting for a server', 'test_wait_for_server_exists: resolves at once, without a timer'),
      ...interop('client finds server'),
    ],
  },
  test_send_goal_async: {
    ours: [client('sending a goal', 'test_send_goal_async: resolves to the handle of an accepted goal')],
    cases: ['client: hears accepted, feedback, result in that order, and nothing after'],
  },
  test_send_goal_async_with_feedback_after_goal: {
    ours: [client('feedback', 'test_send_goal_async_with_feedback_after_goal')],
    cases: ['client: hears accepted, feedback, result in that order, and nothing after'],
  },
  test_send_goal_async_with_feedback_before_goal: {
    ours: [
      clientTwins('test_send_goal_async_with_feedback_before_goal: what came before the goal was sent is not heard'),
      client(
        'feedback',
        'that comes before the acceptance is held, and delivered a macrotask after `await sendGoal()` has returned',
      ),
    ],
    note: 'what comes between the request and its answer is held, and heard after it; rclpy drops it',
  },
  test_send_goal_async_with_feedback_after_goal_result_requested: {
    ours: [
      client(
        'feedback',
        'test_send_goal_async_with_feedback_after_goal_result_requested: delivered until the result, never after it',
      ),
    ],
    cases: ['client: hears accepted, feedback, result in that order, and nothing after'],
  },
  test_send_goal_async_with_feedback_for_another_goal: {
    ours: [client('feedback', 'test_send_goal_async_with_feedback_for_another_goal, and for_not_a_goal: dropped')],
  },
  test_send_goal_async_with_feedback_for_not_a_goal: {
    ours: [client('feedback', 'test_send_goal_async_with_feedback_for_another_goal, and for_not_a_goal: dropped')],
  },
  test_send_goal_multiple: {
    ours: [
      client(
        'sending a goal',
        'test_send_goal_multiple: three at once, answered in any order, each with a random id of its own',
      ),
    ],
    cases: ['client: three goals at once'],
  },
  test_send_goal_async_no_server: {
    ours: [
      client(
        'sending a goal',
        'test_send_goal_async_no_server: stays pending, and goes to the first server that is complete',
      ),
    ],
    note: 'the goal is sent when a server comes; rclpy’s is lost',
  },
  test_send_cancel_async: {
    ours: [client('canceling', "test_send_cancel_async: resolves to the server's full answer")],
    cases: ['client: cancels its goal'],
  },
  test_get_result_async: {
    ours: [client('the result', 'test_get_result_async: resolves for every end alike')],
    cases: ['client: hears accepted, feedback, result in that order, and nothing after'],
  },
  test_different_type_raises: {
    ours: [
      client(
        'sending a goal',
        'test_different_type_raises: a goal that does not fit is refused at once, and nothing is sent',
      ),
    ],
  },
};

export const actionGraph: Rows = {
  test_get_action_client_names_and_types_by_node: {
    ours: [graph('get_action_client_names_and_types_by_node'), ...interop('action servers and clients, both ways')],
  },
  test_get_action_server_names_and_types_by_node: {
    ours: [graph('get_action_server_names_and_types_by_node'), ...interop('action servers and clients, both ways')],
  },
  test_get_action_names_and_types: {
    ours: [graph('get_action_names_and_types'), ...interop('action names and types, both ways')],
  },
};
