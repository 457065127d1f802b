/**
 * What a goal's order asks of a server; python/behaviours.py holds the same table. `steps` of 20 ms each publish one feedback less than there are
 * steps: the sequence so far.
 */
export const Order = {
  /** Refused by the goal callback. */
  REJECTED: -1,
  /** Fibonacci. */
  succeeds: (steps: number): number => steps,
  aborts: (steps: number): number => 100 + steps,
  /** The cancel callback refuses. */
  refusesCancel: (steps: number): number => 300 + steps,
  /** The execute callback throws. */
  THROWS: 400,
  /** The execute callback returns without a terminal state. */
  UNDECIDED: 500,
  /** Until it is canceled, however long that takes: feedback [1], [2], …, and the last of them as the result. */
  ENDLESS: 600,
  /** 0, 1, 2, … of so many elements, at once. */
  bigResult: (elements: number): number => elements,
} as const;

export const STEP_MS = 20;

/** The sequence after so many steps, and with it the result. */
export function fibonacci(steps: number): number[] {
  const sequence = [0, 1];
  for (let i = 1; i < steps; i++) sequence.push((sequence[i] ?? 0) + (sequence[i - 1] ?? 0));
  return sequence;
}
