import { join } from 'node:path';
import { repository } from '@rclts/interop';
import { findActionType } from '../action-type.js';
import type { DynamicAction } from '../probe/node-probe.js';

type Values = Record<string, unknown>;

/** What client and server of system_tests' test_communication have to say to each other, for one action type. */
export interface Exchange {
  readonly type: DynamicAction;
  readonly goal: Values;
  isExpected(goal: Values): boolean;
  /** What the server publishes, in order. */
  feedback(goal: Values): readonly Values[];
  result(goal: Values): Values;
  /** What the client takes for right. */
  isFeedbackRight(feedback: Values): boolean;
  isResultRight(result: Values): boolean;
}

const ORDER = 10;
const VALUE = 123;
const FEEDBACK_COUNT = 10;

const type = (name: string): DynamicAction =>
  findActionType(`test_msgs/action/${name}`, {
    file: undefined,
    folders: [join(repository, 'vectors/idl/definitions')],
  });

function fibonacci(order: number): number[] {
  const sequence = [0, 1];
  for (let i = 1; i < order; i++) sequence.push((sequence[i] ?? 0) + (sequence[i - 1] ?? 0));
  return sequence;
}

const sequenceOf = (values: Values): number[] => Array.from(values['sequence'] as ArrayLike<number>);

/** A field of a field, and so on. */
function at(values: Values, ...path: string[]): unknown {
  return path.reduce<unknown>((value, name) => (value as Values)[name], values);
}

const fibonacciExchange = (): Exchange => ({
  type: type('Fibonacci'),
  goal: { order: ORDER },
  isExpected: (goal) => goal['order'] === ORDER,
  feedback: () => Array.from({ length: ORDER - 1 }, (_, index) => ({ sequence: fibonacci(index + 2) })),
  result: () => ({ sequence: fibonacci(ORDER) }),
  // A prefix of the sequence, and no longer than order + 1.
  isFeedbackRight(feedback) {
    const sequence = sequenceOf(feedback);
    return sequence.join() === fibonacci(ORDER).slice(0, sequence.length).join();
  },
  isResultRight: (result) => sequenceOf(result).join() === fibonacci(ORDER).join(),
});

const nestedMessageExchange = (): Exchange => ({
  type: type('NestedMessage'),
  goal: { nested_field_no_pkg: { duration_value: { sec: VALUE } } },
  isExpected: (goal) => Number(at(goal, 'nested_field_no_pkg', 'duration_value', 'sec')) > 0,
  feedback(goal) {
    const value = Number(at(goal, 'nested_field_no_pkg', 'duration_value', 'sec'));
    return Array.from({ length: FEEDBACK_COUNT }, () => ({ nested_different_pkg: { sec: 2 * value } }));
  },
  result(goal) {
    const value = Number(at(goal, 'nested_field_no_pkg', 'duration_value', 'sec'));
    return { nested_field: { int32_value: 4 * value } };
  },
  isFeedbackRight: (feedback) => at(feedback, 'nested_different_pkg', 'sec') === 2 * VALUE,
  isResultRight: (result) => at(result, 'nested_field', 'int32_value') === 4 * VALUE,
});

export function exchangeOf(actionType: string): Exchange {
  if (actionType === 'Fibonacci') return fibonacciExchange();
  if (actionType === 'NestedMessage') return nestedMessageExchange();
  throw new Error(`unknown action type '${actionType}'`);
}
