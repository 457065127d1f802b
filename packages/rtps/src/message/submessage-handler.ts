import type { ReceiverState } from './receiver-state.js';
import type { AckNackSubmessage } from './submessages/acknack.js';
import type { DataSubmessage } from './submessages/data.js';
import type { DataFragSubmessage } from './submessages/data-frag.js';
import type { GapSubmessage } from './submessages/gap.js';
import type { HeartbeatSubmessage } from './submessages/heartbeat.js';
import type { HeartbeatFragSubmessage } from './submessages/heartbeat-frag.js';
import type { NackFragSubmessage } from './submessages/nack-frag.js';

/**
 * Hears the entity submessages of a message, each validated, in order. The objects are scratch, overwritten by the next submessage
 * (and by a walk started inside the call); what may be kept are payload and fragment views, inline QoS and interned prefixes.
 */
export interface SubmessageHandler {
  onData(receiver: ReceiverState, data: DataSubmessage): void;
  onDataFrag(receiver: ReceiverState, dataFrag: DataFragSubmessage): void;
  onHeartbeat(receiver: ReceiverState, heartbeat: HeartbeatSubmessage): void;
  onHeartbeatFrag(receiver: ReceiverState, heartbeatFrag: HeartbeatFragSubmessage): void;
  onGap(receiver: ReceiverState, gap: GapSubmessage): void;
  onAckNack(receiver: ReceiverState, ackNack: AckNackSubmessage): void;
  onNackFrag(receiver: ReceiverState, nackFrag: NackFragSubmessage): void;
}

/** What a walk counts up; the caller owns the object, which may have counters of its own besides. */
export interface MessageStatistics {
  /** Datagrams that are no RTPS 2.x message: ignored. */
  notRtps: number;
  /** Invalid submessages; each ended its message. */
  malformed: number;
  /** Submessages of kinds or forms that we do not know: skipped. */
  notUnderstood: number;
}
