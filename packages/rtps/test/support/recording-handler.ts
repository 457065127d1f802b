import { walkMessage } from '../../src/message/message-reader.js';
import { ReceiverState } from '../../src/message/receiver-state.js';
import type { MessageStatistics, SubmessageHandler } from '../../src/message/submessage-handler.js';
import type { AckNackSubmessage } from '../../src/message/submessages/acknack.js';
import type { DataSubmessage } from '../../src/message/submessages/data.js';
import type { DataFragSubmessage } from '../../src/message/submessages/data-frag.js';
import type { GapSubmessage } from '../../src/message/submessages/gap.js';
import type { HeartbeatSubmessage } from '../../src/message/submessages/heartbeat.js';
import type { HeartbeatFragSubmessage } from '../../src/message/submessages/heartbeat-frag.js';
import type { NackFragSubmessage } from '../../src/message/submessages/nack-frag.js';
import { createGuidPrefix, type GuidPrefix } from '../../src/types/guid.js';
import type { NumberSet } from '../../src/types/number-set.js';
import type { Time } from '../../src/types/time.js';

/** What the receiver knew when a submessage came. */
export interface RecordedSource {
  readonly prefix: string;
  readonly vendorId: number;
  readonly version: string;
  readonly timestamp: Time | undefined;
}

interface RecordedSet {
  readonly base: number;
  readonly numBits: number;
  readonly members: readonly number[];
}

export type RecordedSubmessage = { readonly source: RecordedSource } & (
  | ({ readonly kind: 'DATA' } & DataSubmessage)
  | ({ readonly kind: 'DATA_FRAG' } & DataFragSubmessage)
  | ({ readonly kind: 'HEARTBEAT' } & HeartbeatSubmessage)
  | ({ readonly kind: 'HEARTBEAT_FRAG' } & HeartbeatFragSubmessage)
  | ({ readonly kind: 'GAP'; readonly gapList: RecordedSet } & Omit<GapSubmessage, 'gapList'>)
  | ({ readonly kind: 'ACKNACK'; readonly readerSnState: RecordedSet } & Omit<AckNackSubmessage, 'readerSnState'>)
  | ({ readonly kind: 'NACK_FRAG'; readonly fragmentNumberState: RecordedSet } & Omit<
      NackFragSubmessage,
      'fragmentNumberState'
    >)
);

/** Keeps a copy of everything that a walk shows. */
export class RecordingHandler implements SubmessageHandler {
  readonly submessages: RecordedSubmessage[] = [];

  onData(receiver: ReceiverState, data: DataSubmessage): void {
    this.submessages.push({ kind: 'DATA', source: sourceOf(receiver), ...data });
  }

  onDataFrag(receiver: ReceiverState, dataFrag: DataFragSubmessage): void {
    this.submessages.push({ kind: 'DATA_FRAG', source: sourceOf(receiver), ...dataFrag });
  }

  onHeartbeat(receiver: ReceiverState, heartbeat: HeartbeatSubmessage): void {
    this.submessages.push({ kind: 'HEARTBEAT', source: sourceOf(receiver), ...heartbeat });
  }

  onHeartbeatFrag(receiver: ReceiverState, heartbeatFrag: HeartbeatFragSubmessage): void {
    this.submessages.push({ kind: 'HEARTBEAT_FRAG', source: sourceOf(receiver), ...heartbeatFrag });
  }

  onGap(receiver: ReceiverState, gap: GapSubmessage): void {
    this.submessages.push({ kind: 'GAP', source: sourceOf(receiver), ...gap, gapList: setOf(gap.gapList) });
  }

  onAckNack(receiver: ReceiverState, ackNack: AckNackSubmessage): void {
    const readerSnState = setOf(ackNack.readerSnState);
    this.submessages.push({ kind: 'ACKNACK', source: sourceOf(receiver), ...ackNack, readerSnState });
  }

  onNackFrag(receiver: ReceiverState, nackFrag: NackFragSubmessage): void {
    const fragmentNumberState = setOf(nackFrag.fragmentNumberState);
    this.submessages.push({ kind: 'NACK_FRAG', source: sourceOf(receiver), ...nackFrag, fragmentNumberState });
  }
}

export interface WalkedMessage {
  readonly submessages: RecordedSubmessage[];
  readonly statistics: MessageStatistics;
}

/** Walks a datagram as the participant `ourPrefix`, which knows nobody. */
export function record(
  bytes: Uint8Array,
  ourPrefix: GuidPrefix = createGuidPrefix(new Uint8Array(12).fill(0x77)),
): WalkedMessage {
  const handler = new RecordingHandler();
  const statistics = { notRtps: 0, malformed: 0, notUnderstood: 0 };
  walkMessage(bytes, new ReceiverState({ find: () => undefined }), ourPrefix, handler, statistics);
  return { submessages: handler.submessages, statistics };
}

function sourceOf(receiver: ReceiverState): RecordedSource {
  const { major, minor } = receiver.sourceVersion;
  return {
    prefix: createGuidPrefix(receiver.sourcePrefixBytes, receiver.sourcePrefixOffset).text,
    vendorId: receiver.sourceVendorId,
    version: `${major}.${minor}`,
    timestamp: receiver.timestamp,
  };
}

function setOf(set: NumberSet): RecordedSet {
  const members: number[] = [];
  set.forEach((number) => members.push(number));
  return { base: set.base, numBits: set.numBits, members };
}
