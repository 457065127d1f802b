import { Timing } from '../../behavior/timing.js';
import type { EntityId } from '../../types/entity-id.js';

/** What a word of a server's is worth: a stale one may be late, or of one that has just been started anew; nothing is made of it. */
export type Freshness = 'fresh' | 'stale' | 'restarted';

interface Mark {
  value: number;
  /** When it was reached last. */
  at: number;
}

/**
 * Tells that a server knows nothing of us any more, though it goes by the name that it had: it was started anew (the id that it is
 * given makes its GUID), or has lost us for longer than our lease. What we know of its discovery, and it is told of ours, is then wrong.
 *
 * A writer's HEARTBEATs count up, and a reader acknowledges ever more; what stays behind that after a while is of another one. Not the
 * last sequence number in a HEARTBEAT: that is the last one which Fast DDS still keeps.
 */
export class RestartWatch {
  readonly #counts = new Map<EntityId, Mark>();
  readonly #bases = new Map<EntityId, Mark>();

  /** Of its HEARTBEATs, by writer. */
  onHeartbeat(writerId: EntityId, count: number, now: number): Freshness {
    return judge(this.#counts, writerId, count, now, (before) => ((count - before) | 0) >= 0);
  }

  /** Of its ACKNACKs, by our writer: all before `base` it has. */
  onAckNack(writerId: EntityId, base: number, now: number): Freshness {
    // Of a writer that has written nothing yet it has all, whatever it says.
    return judge(this.#bases, writerId, Math.max(base, 1), now, (before) => Math.max(base, 1) >= before);
  }
}

function judge(
  marks: Map<EntityId, Mark>,
  id: EntityId,
  value: number,
  now: number,
  reaches: (before: number) => boolean,
): Freshness {
  const mark = marks.get(id);
  if (mark === undefined) {
    marks.set(id, { value, at: now });
  } else if (reaches(mark.value)) {
    mark.value = value;
    mark.at = now;
  } else {
    return now - mark.at >= Timing.serverRestartMs ? 'restarted' : 'stale';
  }
  return 'fresh';
}
