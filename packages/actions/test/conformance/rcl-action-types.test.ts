import { GoalInfo } from '@rclts/interfaces/action_msgs/msg/GoalInfo';
import { GoalStatusArray } from '@rclts/interfaces/action_msgs/msg/GoalStatusArray';
import { CancelGoal } from '@rclts/interfaces/action_msgs/srv/CancelGoal';
import { uuidOf } from '../support/mock-client.js';

const zeroInfo = { goal_id: { uuid: new Uint8Array(16) }, stamp: { sec: 0, nanosec: 0 } };
const info = (n: number) => ({ goal_id: uuidOf(n), stamp: { sec: n, nanosec: 0 } });

// ros2/rcl 9.2.0, rcl_action/test/rcl_action/test_types.cpp
describe('twins of rcl_action TestActionTypes', () => {
  it('test_get_zero_inititalized_goal_info', () => {
    expect(GoalInfo.codec.defaults()).toEqual(zeroInfo);
  });

  it('test_get_zero_initialized_goal_status_array', () => {
    expect(GoalStatusArray.codec.defaults()).toEqual({ status_list: [] });
  });

  it('test_get_zero_inititalized_cancel_request', () => {
    expect(CancelGoal.request.codec.defaults()).toEqual({ goal_info: zeroInfo });
  });

  it('test_get_zero_initialized_cancel_response', () => {
    expect(CancelGoal.response.codec.defaults()).toEqual({ return_code: 0, goals_canceling: [] });
  });

  it('test_init_fini_goal_status_array: of none, of many, and not of what is none', () => {
    const { codec } = GoalStatusArray;
    for (const count of [0, 1, 3, 1_000]) {
      const list = { status_list: Array.from({ length: count }, (_, n) => ({ goal_info: info(n % 256), status: 2 })) };
      expect(codec.decode(codec.encode(list))).toEqual(list);
    }
    expect(() => codec.normalize({ status_list: 5 })).toThrow(/status_list/);
  });

  it('test_init_fini_cancel_response: of none, of many, and not of what is none', () => {
    const { codec } = CancelGoal.response;
    for (const count of [0, 1, 3, 1_000]) {
      const response = { return_code: 0, goals_canceling: Array.from({ length: count }, (_, n) => info(n % 256)) };
      expect(codec.decode(codec.encode(response))).toEqual(response);
    }
    expect(() => codec.normalize({ goals_canceling: 5 })).toThrow(/goals_canceling/);
  });
});
