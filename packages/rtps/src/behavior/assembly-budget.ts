import { LIMITS } from '../limits.js';
import type { InlineQos } from '../parameters/inline-qos.js';
import type { SequenceNumber } from '../types/sequence-number.js';
import type { Time } from '../types/time.js';
import { Timing } from './timing.js';

/** A sample of which some fragments are here. */
export interface Assembly {
  readonly owner: { drop(sn: SequenceNumber): void };
  readonly sn: SequenceNumber;
  readonly sampleSize: number;
  readonly fragmentSize: number;
  readonly total: number;
  readonly isKeyPayload: boolean;
  readonly pieces: Map<number, Uint8Array>;
  /** Lowest fragment number not here yet. */
  firstMissing: number;
  /** Highest fragment number that the writer has told of. */
  announced: number;
  bytes: number;
  /** Monotonic ms of the last piece that was new. */
  touchedAt: number;
  inlineQos: InlineQos | undefined;
  sourceTimestamp: Time | undefined;
}

/**
 * Memory of all reassemblies that share it, so that its bound holds over all their peers: those of every participant that
 * `openParticipant` has opened, unless they were given budgets of their own. Octets that were received count, and what it
 * costs to keep them in pieces; never octets that were announced. Whoever stops sending loses what
 * was begun when others need the room; as long as fragments keep coming, nobody can take it away, so one of them gets done.
 */
export class AssemblyBudget {
  readonly maxBytes: number;
  #bytes = 0;
  /** Least recently used first. */
  readonly #byUse: Set<Assembly> = new Set();

  /** @param maxBytes - default `LIMITS.reassemblyBytes` */
  constructor(maxBytes: number = LIMITS.reassemblyBytes.value) {
    this.maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  touch(assembly: Assembly, now: number): void {
    assembly.touchedAt = now;
    this.#byUse.delete(assembly);
    this.#byUse.add(assembly);
  }

  isIdle(assembly: Assembly, now: number): boolean {
    return now - assembly.touchedAt >= Timing.assemblyIdleMs;
  }

  /** Takes `bytes` more for `assembly`; false when there is no room. */
  reserve(assembly: Assembly, bytes: number, now: number): boolean {
    if (this.#bytes + bytes > this.maxBytes) {
      for (const oldest of this.#byUse) {
        if (oldest === assembly || !this.isIdle(oldest, now)) break;
        oldest.owner.drop(oldest.sn);
        if (this.#bytes + bytes <= this.maxBytes) break;
      }
      if (this.#bytes + bytes > this.maxBytes) return false;
    }
    this.#bytes += bytes;
    assembly.bytes += bytes;
    return true;
  }

  /** The assembly is done with, one way or the other. */
  release(assembly: Assembly): void {
    this.#byUse.delete(assembly);
    this.#bytes -= assembly.bytes;
    assembly.bytes = 0;
  }
}
