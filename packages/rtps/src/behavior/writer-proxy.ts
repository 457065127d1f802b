import type { Destination } from '../participant/destination.js';
import type { Deadline } from '../participant/deadlines.js';
import type { RemoteEndpoint } from '../participant/remote-endpoint.js';
import type { EntityId } from '../types/entity-id.js';
import type { SequenceNumber } from '../types/sequence-number.js';
import type { FragmentAssembler } from './fragment-assembler.js';
import { IntervalList } from './interval-list.js';
import type { Sample } from './sample.js';
import { Timing } from './timing.js';

/** GAP ranges ahead of the next expected sample that are remembered; more are asked for again. */
const MAX_INTERVALS = 256;

/**
 * What a StatefulReader knows of one matched writer (RTPS 2.5 §8.4.10.4).
 *
 * The spec's states of a change are: below `nextSn`, done (delivered, irrelevant or lost); in `ahead`, received and
 * waiting for its turn; in `irrelevant`, told by a GAP; the rest up to `lastAnnounced`, missing.
 */
export class WriterProxy {
  readonly endpoint: RemoteEndpoint;
  readonly destination: Destination;
  readonly isReliable: boolean;
  readonly deadline: Deadline;
  readonly assembler: FragmentAssembler;

  /** The next sequence number to deliver. */
  nextSn: SequenceNumber = 1;
  /** Whether a HEARTBEAT or GAP has told where this writer's history starts for us. */
  isSynchronized: boolean = false;
  /** Highest sequence number known to exist. */
  lastAnnounced: SequenceNumber = 0;
  readonly ahead: Map<SequenceNumber, Sample> = new Map();
  aheadBytes: number = 0;
  readonly irrelevant: IntervalList = new IntervalList(MAX_INTERVALS);

  ackNackCount: number = 0;
  nackFragCount: number = 0;
  lastHeartbeatCount: number | undefined;
  lastHeartbeatFragCount: number | undefined;
  /** What the next flush owes this writer. */
  owed: 'nothing' | 'acknowledgement' | 'preemptive' = 'nothing';
  renackMs: number = Timing.renackMinMs;
  /** Highest sequence number that was asked for: a gap beyond it is new and is reported at once. */
  requestedUpTo: SequenceNumber = 0;

  constructor(
    endpoint: RemoteEndpoint,
    destination: Destination,
    isReliable: boolean,
    deadline: Deadline,
    assembler: FragmentAssembler,
  ) {
    this.endpoint = endpoint;
    this.destination = destination;
    this.isReliable = isReliable;
    this.deadline = deadline;
    this.assembler = assembler;
  }

  get entityId(): EntityId {
    return this.endpoint.guid.entityId;
  }

  /** Whether something is known to exist that is not here. */
  get isMissing(): boolean {
    return this.nextSn <= this.lastAnnounced || this.ahead.size > 0 || this.assembler.size > 0;
  }

  stash(sample: Sample): void {
    this.ahead.set(sample.sequenceNumber, sample);
    this.aheadBytes += sample.payload.byteLength;
  }

  unstash(sn: SequenceNumber): Sample | undefined {
    const sample = this.ahead.get(sn);
    if (sample === undefined) return undefined;
    this.ahead.delete(sn);
    this.aheadBytes -= sample.payload.byteLength;
    return sample;
  }
}
