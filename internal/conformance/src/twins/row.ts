/** What we have for one of ROS's tests. */
export interface Row {
  /**
   * Our tests: file and titles joined by ` › `. A block of tests stands for all in it, and what ends with `…` for all that begin
   * so.
   */
  readonly ours?: readonly string[];
  /** Cases of the suite, which ask the same with rclpy on either side. */
  readonly cases?: readonly string[];
  /** With tests: where we differ on purpose, and why. Without: why there can be none. */
  readonly note?: string;
}

/** By the name of ROS's test. */
export type Rows = Readonly<Record<string, Row>>;

/** The ids of tests in one file, or in one block of it. */
export function testsOf(...path: readonly string[]): (...titles: readonly string[]) => string {
  return (...titles) => [...path, ...titles].join(' › ');
}

/** The two ids of a row of docs/INTEROP.md: rclpy's client with our server, our client with rclpy's server. */
export function interop(title: string): readonly string[] {
  const cells = 'internal/interop/test/cells';
  return [
    testsOf(`${cells}/kilted-client-default.test.ts`, 'Kilted client → rclts server, default')(title),
    testsOf(`${cells}/kilted-server-default.test.ts`, 'rclts client → Kilted server, default')(title),
  ];
}

export const NO_FAILING_ALLOCATION = 'makes allocations fail: in JavaScript that ends the program, no call reports it';
export const NO_WAIT_SET = 'is about wait sets: here what arrives calls back, nobody waits for a set';
export const NO_CALLBACK_GROUP = 'is about callback groups: there is one thread, so there are none';
export const NO_MOCKED_CALL = 'makes a function of rcl return an error that has no counterpart here';
