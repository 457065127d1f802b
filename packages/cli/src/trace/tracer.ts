// From datagrams to what they say: one event for each submessage, named in ROS's words as far as they are known by then.
import {
  dissectMessage,
  type CapturedDatagram,
  type DissectedMessage,
  type DissectedSubmessage,
  type EntityId,
} from '@rclts/rtps';
import { announcementText, rangeText, sampleText, setText } from './event-text.js';
import { GoalTracker, type GoalSample } from './goal-tracker.js';
import { guidText, TracedGraph, type TracedEndpoint } from './traced-graph.js';

export interface TraceEvent {
  readonly datagram: CapturedDatagram;
  /** `DATA`, `HEARTBEAT`, …; `MALFORMED` for what ended its message. */
  readonly kind: DissectedSubmessage['kind'] | 'MALFORMED';
  /** What it is about: a topic or service and its role, or what discovery speaks of. */
  readonly subject: string;
  /** What it says of that. */
  readonly text: string;
  /** The node that it comes from, where that is known. */
  readonly node: string | undefined;
  /** Ids of the goals that it concerns, 32 hex digits each. */
  readonly goals: readonly string[];
  /** It concerns every goal of its action. */
  readonly isForAllGoals: boolean;
}

type Submessage<Kind extends DissectedSubmessage['kind']> = Extract<DissectedSubmessage, { kind: Kind }>;

/** A submessage with the GUIDs of the two that it is between. */
interface Between {
  readonly writer: string;
  readonly reader: string;
  readonly writerId: EntityId;
  readonly subject: string;
  readonly endpoint: TracedEndpoint | undefined;
}

/** Octets of GUIDs for the exchange of a request: prefix and entity id. */
function octetsOf(guid: string): Uint8Array {
  const hex = guid.replace('.', '');
  return Uint8Array.from({ length: 16 }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16));
}

export class Tracer {
  readonly #graph = new TracedGraph();
  readonly #goals = new GoalTracker();

  /** What a datagram says; nothing for one that is not RTPS. */
  take(datagram: CapturedDatagram): TraceEvent[] {
    const message = dissectMessage(datagram.payload);
    if (message === undefined) return [];
    const events = message.submessages.map((submessage) => this.#eventOf(datagram, submessage));
    return message.isMalformed ? [...events, malformed(datagram, message)] : events;
  }

  #eventOf(datagram: CapturedDatagram, submessage: DissectedSubmessage): TraceEvent {
    const between = this.#between(submessage);
    const { text, about } = this.#read(submessage, between);
    const sender = isFromReader(submessage) ? between.reader : between.writer;
    return {
      datagram,
      kind: submessage.kind,
      subject: between.subject,
      text,
      node: this.#graph.nodeOf(sender),
      goals: about?.goals ?? [],
      isForAllGoals: about?.isForAll ?? false,
    };
  }

  #between(submessage: DissectedSubmessage): Between {
    const { source, writerId, readerId } = submessage;
    const destination = source.destination ?? 'everyone';
    const [writerPrefix, readerPrefix] = isFromReader(submessage)
      ? [destination, source.prefix]
      : [source.prefix, destination];
    const writer = guidText(writerPrefix, writerId);
    const reader = guidText(readerPrefix, readerId);
    const found = this.#graph.subjectOf(writer, writerId, reader);
    if (typeof found === 'string') return { writer, reader, writerId, subject: found, endpoint: undefined };
    const role = found.role === 'request' || found.role === 'reply' ? ` ${found.role}` : '';
    return { writer, reader, writerId, subject: `${found.name}${role}`, endpoint: found };
  }

  #read(submessage: DissectedSubmessage, between: Between): { text: string; about?: GoalSample | undefined } {
    const { writer } = between;
    const find = (sequenceNumber: number): GoalSample | undefined => this.#goals.find(writer, sequenceNumber);
    switch (submessage.kind) {
      case 'DATA':
        return this.#readData(submessage, between);
      case 'DATA_FRAG':
        return this.#readDataFrag(submessage, between);
      case 'HEARTBEAT':
        return { text: heartbeatText(submessage), about: find(submessage.lastSn) };
      case 'HEARTBEAT_FRAG': {
        const { writerSn, lastFragmentNum } = submessage;
        return { text: `#${String(writerSn)} has fragments 1–${String(lastFragmentNum)}`, about: find(writerSn) };
      }
      case 'GAP':
        return { text: `${rangeText(submessage.gapStart, submessage.gapList)} will not come` };
      case 'ACKNACK':
        return this.#readAckNack(submessage, find);
      case 'NACK_FRAG': {
        const { writerSn, fragmentNumberState } = submessage;
        const text = `wants fragments ${setText(fragmentNumberState.members)} of #${String(writerSn)}`;
        return { text, about: find(writerSn) };
      }
    }
  }

  #readData(data: Submessage<'DATA'>, between: Between): { text: string; about?: GoalSample | undefined } {
    const { payload, writerSn, inlineQos, isKeyPayload } = data;
    const number = `#${String(writerSn)}`;
    if ((inlineQos?.statusInfo ?? 0) !== 0 || isKeyPayload) return { text: `${number} leaves` };
    if (payload === undefined) return { text: number };
    const announcement = this.#graph.learn(between.writer, between.writerId, payload);
    if (announcement !== undefined) return { text: `${number} ${announcementText(announcement)}` };
    const about = this.#track(data, payload, between);
    return { text: sampleText(number, payload.length, about), about };
  }

  /** The first fragment tells what the others are about. */
  #readDataFrag(data: Submessage<'DATA_FRAG'>, between: Between): { text: string; about?: GoalSample | undefined } {
    const { writerSn, fragmentStartingNum: first, fragmentsInSubmessage, fragmentSize, sampleSize } = data;
    const about = first === 1 ? this.#track(data, data.fragments, between) : this.#goals.find(between.writer, writerSn);
    const last = first + fragmentsInSubmessage - 1;
    const range = last === first ? String(first) : `${String(first)}–${String(last)}`;
    const text = `#${String(writerSn)} fragment ${range} of ${String(Math.ceil(sampleSize / fragmentSize))}`;
    return { text: sampleText(text, sampleSize, about), about };
  }

  #track(
    data: Submessage<'DATA'> | Submessage<'DATA_FRAG'>,
    payload: Uint8Array,
    { endpoint, writer }: Between,
  ): GoalSample | undefined {
    return (
      endpoint &&
      this.#goals.track(endpoint, writer, {
        writerGuid: octetsOf(writer),
        sequenceNumber: data.writerSn,
        payload,
        relatedSampleIdentity: data.inlineQos?.relatedSampleIdentity,
      })
    );
  }

  #readAckNack(
    { readerSnState, isFinal }: Submessage<'ACKNACK'>,
    find: (sequenceNumber: number) => GoalSample | undefined,
  ): { text: string; about?: GoalSample | undefined } {
    const { base, members } = readerSnState;
    const has = base > 1 ? `has all to #${String(base - 1)}` : 'has nothing yet';
    const wants = members.length > 0 ? `, wants ${setText(members)}` : '';
    const asks = isFinal ? '' : ', asks for a heartbeat';
    const found = (members.length > 0 ? members : [base - 1]).flatMap((number) => find(number) ?? []);
    const about =
      found.length === 0
        ? undefined
        : {
            part: 'acknowledgement',
            goals: [...new Set(found.flatMap(({ goals }) => goals))],
            isForAll: found.some(({ isForAll }) => isForAll),
          };
    return { text: `${has}${wants}${asks}`, about };
  }
}

function isFromReader({ kind }: DissectedSubmessage): boolean {
  return kind === 'ACKNACK' || kind === 'NACK_FRAG';
}

function heartbeatText({ firstSn, lastSn, isFinal, isLiveliness }: Submessage<'HEARTBEAT'>): string {
  const has = lastSn < firstSn ? `has nothing, next is #${String(firstSn)}` : `has ${rangeOf(firstSn, lastSn)}`;
  return `${has}${isFinal ? '' : ', wants an answer'}${isLiveliness ? ', is alive' : ''}`;
}

function rangeOf(first: number, last: number): string {
  return first === last ? `#${String(first)}` : `#${String(first)}–${String(last)}`;
}

function malformed(datagram: CapturedDatagram, { submessages }: DissectedMessage): TraceEvent {
  const text = `after ${String(submessages.length)} submessages nothing can be read`;
  return { datagram, kind: 'MALFORMED', subject: '', text, node: undefined, goals: [], isForAllGoals: false };
}
