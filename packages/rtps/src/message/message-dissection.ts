import { createGuidPrefix } from '../types/guid.js';
import type { NumberSet } from '../types/number-set.js';
import type { Time } from '../types/time.js';
import { HEADER_PREFIX_OFFSET, isRtpsHeader } from './header.js';
import { walkMessage } from './message-reader.js';
import { ReceiverState } from './receiver-state.js';
import type { MessageStatistics, SubmessageHandler } from './submessage-handler.js';
import type { AckNackSubmessage } from './submessages/acknack.js';
import type { DataSubmessage } from './submessages/data.js';
import type { DataFragSubmessage } from './submessages/data-frag.js';
import type { GapSubmessage } from './submessages/gap.js';
import type { HeartbeatSubmessage } from './submessages/heartbeat.js';
import type { HeartbeatFragSubmessage } from './submessages/heartbeat-frag.js';
import type { NackFragSubmessage } from './submessages/nack-frag.js';

/** What the header and the INFO_* submessages had said when an entity submessage came (RTPS 2.5 §8.3.4). */
export interface SubmessageContext {
  /** The source's GUID prefix, 24 hex digits. */
  readonly prefix: string;
  readonly vendorId: number;
  /** `major.minor` of the protocol. */
  readonly version: string;
  /** The prefix that INFO_DST named, 24 hex digits; undefined: everyone. */
  readonly destination: string | undefined;
  readonly timestamp: Time | undefined;
}

/** A SequenceNumberSet or FragmentNumberSet, copied. */
export interface DissectedSet {
  readonly base: number;
  readonly numBits: number;
  readonly members: readonly number[];
}

/** An entity submessage with its context; a copy that may be kept, payload views of the datagram included. */
export type DissectedSubmessage = { readonly source: SubmessageContext } & (
  | ({ readonly kind: 'DATA' } & Readonly<DataSubmessage>)
  | ({ readonly kind: 'DATA_FRAG' } & Readonly<DataFragSubmessage>)
  | ({ readonly kind: 'HEARTBEAT' } & Readonly<HeartbeatSubmessage>)
  | ({ readonly kind: 'HEARTBEAT_FRAG' } & Readonly<HeartbeatFragSubmessage>)
  | ({ readonly kind: 'GAP'; readonly gapList: DissectedSet } & Readonly<Omit<GapSubmessage, 'gapList'>>)
  | ({ readonly kind: 'ACKNACK'; readonly readerSnState: DissectedSet } & Readonly<
      Omit<AckNackSubmessage, 'readerSnState'>
    >)
  | ({ readonly kind: 'NACK_FRAG'; readonly fragmentNumberState: DissectedSet } & Readonly<
      Omit<NackFragSubmessage, 'fragmentNumberState'>
    >)
);

export interface DissectedMessage {
  /** The sender's GUID prefix in the header, 24 hex digits. */
  readonly prefix: string;
  readonly submessages: readonly DissectedSubmessage[];
  /** A submessage was invalid: what follows it in the message is not shown. */
  readonly isMalformed: boolean;
  /** Submessages of kinds or forms that we do not know. */
  readonly notUnderstood: number;
}

/**
 * All that is in a datagram, for an onlooker: for whomever the submessages are. For captures and diagnosis; a participant walks without
 * copies. Takes any bytes; undefined: no RTPS 2.x message.
 */
export function dissectMessage(datagram: Uint8Array): DissectedMessage | undefined {
  if (!isRtpsHeader(datagram)) return undefined;
  const recorder = new SubmessageRecorder();
  const receiver = new ReceiverState({ find: () => undefined });
  const statistics: MessageStatistics = { notRtps: 0, malformed: 0, notUnderstood: 0 };
  walkMessage(datagram, receiver, undefined, recorder, statistics);
  return {
    prefix: createGuidPrefix(datagram, HEADER_PREFIX_OFFSET).text,
    submessages: recorder.submessages,
    isMalformed: statistics.malformed > 0,
    notUnderstood: statistics.notUnderstood,
  };
}

/** Keeps a copy of everything that a walk shows. */
export class SubmessageRecorder implements SubmessageHandler {
  readonly submessages: DissectedSubmessage[] = [];

  onData(receiver: ReceiverState, data: DataSubmessage): void {
    this.submessages.push({ kind: 'DATA', source: contextOf(receiver), ...data });
  }

  onDataFrag(receiver: ReceiverState, dataFrag: DataFragSubmessage): void {
    this.submessages.push({ kind: 'DATA_FRAG', source: contextOf(receiver), ...dataFrag });
  }

  onHeartbeat(receiver: ReceiverState, heartbeat: HeartbeatSubmessage): void {
    this.submessages.push({ kind: 'HEARTBEAT', source: contextOf(receiver), ...heartbeat });
  }

  onHeartbeatFrag(receiver: ReceiverState, heartbeatFrag: HeartbeatFragSubmessage): void {
    this.submessages.push({ kind: 'HEARTBEAT_FRAG', source: contextOf(receiver), ...heartbeatFrag });
  }

  onGap(receiver: ReceiverState, gap: GapSubmessage): void {
    this.submessages.push({ kind: 'GAP', source: contextOf(receiver), ...gap, gapList: copyOf(gap.gapList) });
  }

  onAckNack(receiver: ReceiverState, ackNack: AckNackSubmessage): void {
    const readerSnState = copyOf(ackNack.readerSnState);
    this.submessages.push({ kind: 'ACKNACK', source: contextOf(receiver), ...ackNack, readerSnState });
  }

  onNackFrag(receiver: ReceiverState, nackFrag: NackFragSubmessage): void {
    const fragmentNumberState = copyOf(nackFrag.fragmentNumberState);
    this.submessages.push({ kind: 'NACK_FRAG', source: contextOf(receiver), ...nackFrag, fragmentNumberState });
  }
}

function contextOf(receiver: ReceiverState): SubmessageContext {
  const { major, minor } = receiver.sourceVersion;
  const destination = createGuidPrefix(receiver.copyDestinationPrefix());
  return {
    prefix: createGuidPrefix(receiver.sourcePrefixBytes, receiver.sourcePrefixOffset).text,
    vendorId: receiver.sourceVendorId,
    version: `${major}.${minor}`,
    destination: (destination.a | destination.b | destination.c) === 0 ? undefined : destination.text,
    timestamp: receiver.timestamp,
  };
}

function copyOf(set: NumberSet): DissectedSet {
  const members: number[] = [];
  set.forEach((number) => members.push(number));
  return { base: set.base, numBits: set.numBits, members };
}
