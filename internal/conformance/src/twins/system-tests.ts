import { type Rows, testsOf } from './row.js';

const file = 'internal/conformance/test/real/system-tests.test.ts';
const pairs = ['client ours, server ours', 'client ours, server rclpy', 'client rclpy, server ours'];

const twins = (actionType: string, title: string): readonly string[] =>
  pairs.map((pair) =>
    testsOf(file, `twin of test_communication test_action_client_server: ${pair}`, actionType)(title),
  );

export const actionClientServer: Rows = Object.fromEntries(
  ['Fibonacci', 'NestedMessage'].flatMap((actionType) =>
    ['test_client_finishes_in_a_finite_amount_of_time', 'test_processes_finished_gracefully'].map((title) => [
      `${title} (${actionType})`,
      { ours: twins(actionType, title) },
    ]),
  ),
);
