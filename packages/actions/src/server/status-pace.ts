import { limits } from '../limits.js';
import type { GoalServerPorts, GoalState } from './goal-server-ports.js';

/** What one goal takes in a status sample. */
const STATUS_BYTES = 28;
/** Below this, waiting saves nothing that anybody would notice. */
const MIN_WAIT_MS = 2;

type Ports = Pick<GoalServerPorts<never, never, never>, 'now' | 'schedule' | 'defer' | 'publishStatus'>;

/** Keeps samples of many goals apart: a thousand goals that change in every turn of the loop would fill the wire. */
export class StatusPace {
  readonly #ports: Ports;
  /** When the wire has room for another sample. */
  #notBefore = 0;
  #cancel: (() => void) | undefined;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  publish(goals: readonly GoalState[]): void {
    this.#notBefore = this.#ports.now() + (goals.length * STATUS_BYTES) / limits.statusBytesPerMs;
    this.#ports.publishStatus(goals);
  }

  /** The next turn of the loop; later where the last sample was large. */
  defer(callback: () => void): void {
    const waitMs = this.#notBefore - this.#ports.now();
    if (waitMs < MIN_WAIT_MS) this.#ports.defer(callback);
    else this.#cancel = this.#ports.schedule(waitMs, callback);
  }

  close(): void {
    this.#cancel?.();
  }
}
