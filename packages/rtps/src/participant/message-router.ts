import type { RemoteParticipantState } from '../discovery/remote-participant.js';
import type { ReceiverState } from '../message/receiver-state.js';
import type { SubmessageHandler } from '../message/submessage-handler.js';
import type { AckNackSubmessage } from '../message/submessages/acknack.js';
import type { DataFragSubmessage } from '../message/submessages/data-frag.js';
import type { DataSubmessage } from '../message/submessages/data.js';
import type { GapSubmessage } from '../message/submessages/gap.js';
import type { HeartbeatFragSubmessage } from '../message/submessages/heartbeat-frag.js';
import type { HeartbeatSubmessage } from '../message/submessages/heartbeat.js';
import type { NackFragSubmessage } from '../message/submessages/nack-frag.js';
import { EntityIds, isBuiltin, type EntityId } from '../types/entity-id.js';
import type { Arrival } from './arrival.js';
import type { Statistics } from './statistics.js';

/** What the router asks of discovery. */
export interface ParticipantLookup {
  /** Whose submessages these are. */
  source(receiver: ReceiverState): RemoteParticipantState | undefined;
  /** An SPDP sample: from somebody who may not be known yet. */
  onSpdp(receiver: ReceiverState, data: DataSubmessage): void;
  /** Whether what an endpoint of discovery says is of the process that we know. */
  isCurrent(source: RemoteParticipantState, word: AckNackSubmessage | HeartbeatSubmessage): boolean;
}

/** Hands each submessage to our readers or writers that are matched with the endpoint it comes from (RTPS 2.5 §8.3.4). */
export class MessageRouter implements SubmessageHandler {
  readonly #arrival: Arrival;
  readonly #participants: ParticipantLookup;
  readonly #statistics: Statistics;

  constructor(arrival: Arrival, participants: ParticipantLookup, statistics: Statistics) {
    this.#arrival = arrival;
    this.#participants = participants;
    this.#statistics = statistics;
  }

  onData(receiver: ReceiverState, data: DataSubmessage): void {
    if (data.writerId === EntityIds.SPDP_BUILTIN_PARTICIPANT_WRITER) {
      this.#participants.onSpdp(receiver, data);
      return;
    }
    const links = this.#source(receiver)?.readerLinks.get(data.writerId);
    // A writer that SEDP has not told of yet: dropped unseen, never recorded as received; it is asked for later.
    if (links === undefined) this.#statistics.unmatched += 1;
    else
      for (const { reader, proxy } of links)
        if (isFor(data.readerId, reader.entityId)) reader.onData(proxy, data, receiver.timestamp, this.#arrival.now);
  }

  onDataFrag(receiver: ReceiverState, data: DataFragSubmessage): void {
    for (const { reader, proxy } of this.#source(receiver)?.readerLinks.get(data.writerId) ?? [])
      if (isFor(data.readerId, reader.entityId)) reader.onDataFrag(proxy, data, receiver.timestamp, this.#arrival.now);
  }

  onHeartbeat(receiver: ReceiverState, heartbeat: HeartbeatSubmessage): void {
    const source = this.#source(receiver);
    if (source !== undefined && isBuiltin(heartbeat.writerId) && !this.#participants.isCurrent(source, heartbeat))
      return;
    for (const { reader, proxy } of source?.readerLinks.get(heartbeat.writerId) ?? [])
      if (isFor(heartbeat.readerId, reader.entityId)) reader.onHeartbeat(proxy, heartbeat, this.#arrival.now);
  }

  onHeartbeatFrag(receiver: ReceiverState, heartbeatFrag: HeartbeatFragSubmessage): void {
    for (const { reader, proxy } of this.#source(receiver)?.readerLinks.get(heartbeatFrag.writerId) ?? [])
      if (isFor(heartbeatFrag.readerId, reader.entityId)) reader.onHeartbeatFrag(proxy, heartbeatFrag);
  }

  onGap(receiver: ReceiverState, gap: GapSubmessage): void {
    for (const { reader, proxy } of this.#source(receiver)?.readerLinks.get(gap.writerId) ?? [])
      if (isFor(gap.readerId, reader.entityId)) reader.onGap(proxy, gap, this.#arrival.now);
  }

  onAckNack(receiver: ReceiverState, ackNack: AckNackSubmessage): void {
    const source = this.#source(receiver);
    if (source !== undefined && isBuiltin(ackNack.writerId) && !this.#participants.isCurrent(source, ackNack)) return;
    for (const { writer, proxy } of source?.writerLinks.get(ackNack.readerId) ?? []) {
      if (writer.entityId !== ackNack.writerId) continue;
      source?.onAnswer(this.#arrival.address);
      writer.onAckNack(proxy, ackNack, this.#arrival.now);
    }
  }

  onNackFrag(receiver: ReceiverState, nackFrag: NackFragSubmessage): void {
    for (const { writer, proxy } of this.#source(receiver)?.writerLinks.get(nackFrag.readerId) ?? [])
      if (writer.entityId === nackFrag.writerId) writer.onNackFrag(proxy, nackFrag, this.#arrival.now);
  }

  #source(receiver: ReceiverState): RemoteParticipantState | undefined {
    const { address } = this.#arrival;
    const source = this.#participants.source(receiver);
    // What our own endpoints say comes without an address; INFO_SRC from outside may claim anything.
    // And who speaks from where the participant is not, is not the participant.
    if (source !== undefined && source.isSelf === (address === '') && source.maySpeakFrom(address)) return source;
    this.#statistics.unknownSource += 1;
    return undefined;
  }
}

/** ENTITYID_UNKNOWN addresses every reader matched with the writer (RTPS 2.5 §8.3.8.2.5); Cyclone uses it nearly always. */
function isFor(addressed: EntityId, readerId: EntityId): boolean {
  return addressed === EntityIds.UNKNOWN || addressed === readerId;
}
