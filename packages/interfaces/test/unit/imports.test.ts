import type { FeedbackOf, GoalOf, MessageOf } from '@rclts/idl';
import { CancelGoal, type CancelGoal_Response } from '@rclts/interfaces/action_msgs/srv/CancelGoal';
import { Fibonacci, type Fibonacci_Goal } from '@rclts/interfaces/example_interfaces/action/Fibonacci';
import { Log } from '@rclts/interfaces/rcl_interfaces/msg/Log';
import { String } from '@rclts/interfaces/std_msgs/msg/String';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_proof: Same<A, B>): void => undefined;

describe('a subpath', () => {
  it('gives the type support and, under the same name, the interface', () => {
    const message: String = String.codec.normalize({ data: 'hello' });
    expect(String.codec.decode(String.codec.encode(message))).toEqual({ data: 'hello' });
    same<MessageOf<typeof String>, String>(true);
  });

  it('gives constants of the value they have', () => {
    const warn: 30 = Log.constants.WARN;
    expect(warn).toBe(30);
    const rejected: 1 = CancelGoal.response.constants.ERROR_REJECTED;
    const response: CancelGoal_Response = { ...CancelGoal.response.codec.defaults(), return_code: rejected };
    expect(response).toEqual({ return_code: 1, goals_canceling: [] });
  });

  it('gives an action with all that it implies', () => {
    same<GoalOf<typeof Fibonacci>, Fibonacci_Goal>(true);
    same<FeedbackOf<typeof Fibonacci>['sequence'], Int32Array>(true);
    expect(Fibonacci.feedbackMessage.codec.defaults()).toEqual({
      goal_id: { uuid: new Uint8Array(16) },
      feedback: { sequence: new Int32Array(0) },
    });
  });
});
