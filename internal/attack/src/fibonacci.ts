import { defineAction, type ActionType } from '@rclts/actions';

type Goal = { order: number };
type Sequence = { sequence: Int32Array };

/** The action that rclpy's wheels bring along. */
export const Fibonacci: ActionType<Goal, Sequence, Sequence> = defineAction(
  'test_msgs/action/Fibonacci',
  `int32 order
---
int32[] sequence
---
int32[] sequence`,
);

export const ACTION = 'fibonacci';
/** Goals beyond are rejected by both victims: what their own code would do with them is not the question. */
export const MAX_ORDER = 40;
