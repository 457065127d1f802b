import { ActionClient, createNode, type Node } from '@rclts/actions';
import { ACTION, Fibonacci } from './fibonacci.js';

const ORDER = 5;
/** How often a slow one is asked. */
const TIMES = 3;

/** An honest client in the same domain: whether it is served is what counts. */
export class Witness {
  readonly node: Node;
  readonly #client: ActionClient<{ order: number }, { sequence: Int32Array }, { sequence: Int32Array }>;

  private constructor(node: Node) {
    this.node = node;
    this.#client = new ActionClient(node, Fibonacci, ACTION);
  }

  static async open(domainId: number): Promise<Witness> {
    const node = await createNode('witness', { args: [], domainId, environment: {}, logSink: () => undefined });
    return new Witness(node);
  }

  async waitForServer(): Promise<void> {
    await this.#client.waitForServer({ timeoutMs: 120_000 });
  }

  get prefix(): Uint8Array {
    return this.node.context.participant.guidOctets.slice(0, 12);
  }

  /**
   * Milliseconds from sending a goal to its result; undefined: none came in time, or not the right one. A slow one is asked again,
   * and once more: whoever hangs does so each time, a machine that was busy does not.
   *
   * @param hangMs - from here on it is slow.
   */
  async ask(timeoutMs: number, hangMs: number): Promise<number | undefined> {
    let least = Infinity;
    for (let times = 0; times < TIMES && least > hangMs; times++) {
      const ms = await this.#askOnce(timeoutMs);
      if (ms === undefined) return undefined;
      least = Math.min(least, ms);
    }
    return least;
  }

  async #askOnce(timeoutMs: number): Promise<number | undefined> {
    const start = performance.now();
    try {
      const goal = await this.#client.sendGoal({ order: ORDER }, { timeoutMs });
      const left = Math.max(1, timeoutMs - (performance.now() - start));
      const { result } = await goal.getResult({ timeoutMs: left });
      return result.sequence.length === ORDER + 1 ? performance.now() - start : undefined;
    } catch {
      return undefined;
    }
  }

  close(): Promise<void> {
    return this.node.close();
  }
}
