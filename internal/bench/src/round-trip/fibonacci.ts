import { defineAction } from '@rclts/actions';

/** The one action that rclpy's wheels bring along. */
export const Fibonacci = defineAction(
  'test_msgs/action/Fibonacci',
  `int32 order
---
int32[] sequence
---
int32[] sequence`,
);
