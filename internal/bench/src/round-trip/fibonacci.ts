import { defineAction, type ActionType } from '@rclts/actions';

type Goal = { order: number };
type Sequence = { sequence: Int32Array };

/** The one action that rclpy's wheels bring along. */
export const Fibonacci: ActionType<Goal, Sequence, Sequence> = defineAction(
  'test_msgs/action/Fibonacci',
  `int32 order
---
int32[] sequence
---
int32[] sequence`,
);
