import type { MessageType } from '@rclts/idl';
import { goalIdBytes, goalIdOf, toGoalId } from '../../src/goal-id.js';
import { Fibonacci } from '../support/world.js';

const bytes = (first: number, step: number) => Uint8Array.from({ length: 16 }, (_, i) => first + step * i);

// ros2/rclcpp a0a2a06, rclcpp_action/test/test_types.cpp
describe('twins of rclcpp_action TestActionTypes', () => {
  it.each([
    [bytes(0, 1), '00010203-0405-0607-0809-0a0b0c0d0e0f'],
    [bytes(16, 1), '10111213-1415-1617-1819-1a1b1c1d1e1f'],
    [bytes(255, -1), 'fffefdfc-fbfa-f9f8-f7f6-f5f4f3f2f1f0'],
  ])('goal_uuid_to_string: %p, without the hyphens, which are read all the same', (uuid, text) => {
    expect(goalIdOf(uuid)).toBe(text.replaceAll('-', ''));
    expect(toGoalId(text)).toBe(goalIdOf(uuid));
  });

  it('goal_uuid_to_rcl_action_goal_info, and rcl_action_goal_info_to_goal_uuid', () => {
    expect(goalIdBytes(goalIdOf(bytes(0, 1)))).toEqual(bytes(0, 1));
    expect(toGoalId({ uuid: bytes(0, 1) })).toBe(goalIdOf(bytes(0, 1)));
  });

  it('goal_uuid_to_hashed_uuid_random: a thousand random ids are a thousand keys', () => {
    const ids = Array.from({ length: 1_000 }, () => goalIdOf(crypto.getRandomValues(new Uint8Array(16))));
    expect(new Map(ids.map((id) => [id, id])).size).toBe(1_000);
  });
});

// ros2/rclcpp a0a2a06, rclcpp_action/test/test_traits.cpp
describe('twins of rclcpp_action TestActionTraits', () => {
  const kind = (type: { readonly kind: string; readonly typeName: string }) => `${type.kind} ${type.typeName}`;

  it('is_action', () => {
    expect(kind(Fibonacci)).toBe('action test_msgs/action/Fibonacci');
    const parts: readonly MessageType<never>[] = [Fibonacci.goal, Fibonacci.result, Fibonacci.feedback] as never;
    expect(parts.map(kind)).toEqual([
      'message test_msgs/action/Fibonacci_Goal',
      'message test_msgs/action/Fibonacci_Result',
      'message test_msgs/action/Fibonacci_Feedback',
    ]);
  });

  it('is_action_impl', () => {
    const { sendGoal, getResult, cancelGoal, feedbackMessage } = Fibonacci;
    expect([sendGoal, getResult, cancelGoal, feedbackMessage].map(kind)).toEqual([
      'service test_msgs/action/Fibonacci_SendGoal',
      'service test_msgs/action/Fibonacci_GetResult',
      'service action_msgs/srv/CancelGoal',
      'message test_msgs/action/Fibonacci_FeedbackMessage',
    ]);
  });
});
