import type { Time } from '@rclts/rtps';

/** Tells the time of day, as `builtin_interfaces/msg/Time` has it. For stamps only: it may jump. */
export class Clock {
  readonly #wallTime: () => Time;

  constructor(wallTime: () => Time) {
    this.#wallTime = wallTime;
  }

  now(): Time {
    const { sec, nanosec } = this.#wallTime();
    return { sec, nanosec };
  }
}
