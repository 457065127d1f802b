import { Timing } from '../behavior/timing.js';
import { dataSize } from '../message/message-writer.js';
import { encodeInlineQos } from '../parameters/inline-qos.js';
import type { Destination } from '../participant/destination.js';
import { Deadline, type Deadlines } from '../participant/deadlines.js';
import type { Outbox } from '../participant/outbox.js';
import { StatusInfo } from '../types/status-info.js';
import { EntityIds } from '../types/entity-id.js';
import { encodeParticipantData, type ParticipantData } from './participant-data.js';
import type { RemoteParticipantState } from './remote-participant.js';

/** Copies of the farewell: it is best effort, and a peer that misses it waits for the lease. */
const DISPOSE_COPIES = 2;

/** What the SPDP writer sends: our announcement, or our farewell. */
export interface SpdpSample {
  readonly writerSn: number;
  readonly inlineQos?: Uint8Array;
  readonly payload?: Uint8Array;
}

/**
 * Our announcement, encoded once for all who are told of us. The sequence number stays 1 while we live, as with both vendors; the
 * dispose is 2.
 */
export class StatelessAnnouncement {
  #data: ParticipantData | undefined;
  #sample: SpdpSample = { writerSn: 1 };

  of(data: ParticipantData): SpdpSample {
    if (data !== this.#data) {
      this.#data = data;
      this.#sample = { writerSn: 1, payload: encodeParticipantData(data) };
    }
    return this.#sample;
  }
}

/** Inline KEY_HASH and STATUS_INFO, the only form that Fast DDS heeds. */
export function statelessFarewell(participantGuid: Uint8Array): SpdpSample {
  const inlineQos = encodeInlineQos({
    keyHash: participantGuid,
    statusInfo: StatusInfo.DISPOSED | StatusInfo.UNREGISTERED,
  });
  return { writerSn: 2, inlineQos };
}

export interface SpdpEnvironment {
  readonly outbox: Outbox;
  readonly deadlines: Deadlines;
  /** Our announcement of now: locators may have changed. */
  announcement(): SpdpSample;
  /** That we leave. */
  farewell(): SpdpSample;
  /** The multicast group, static peers, ports on this host. */
  announceTo(): Destination;
  knownParticipants(): Iterable<RemoteParticipantState>;
  /** The period after the burst. */
  readonly announceMs: number;
  /** 0 to 1, another for each participant: by so much of half a period the first one is shorter. */
  readonly phase: number;
}

/**
 * The announcing half of SPDP (RTPS 2.5 §8.5.3), a stateless best-effort writer: a burst at start, then a period; to a
 * newcomer at once by unicast; for a while after somebody was lost in silence, more often. Every other period goes to known
 * participants by unicast as well: those that no multicast reaches would let our lease run out. Those that start together, as a
 * launch file has them, do not go on together: everybody would hear all others at once, every three seconds.
 */
export class Spdp {
  readonly #env: SpdpEnvironment;
  readonly #deadline: Deadline;
  readonly #seeking: Deadline;
  #seekUntil = -Infinity;
  #burstLeft: number = Timing.announceBurst;
  #periods = 0;
  #isInPhase = false;

  constructor(env: SpdpEnvironment) {
    this.#env = env;
    this.#deadline = new Deadline((now) => this.#onDeadline(now));
    this.#seeking = new Deadline((now) => this.#onSeeking(now));
  }

  start(now: number): void {
    this.#burstLeft = Timing.announceBurst;
    this.#isInPhase = false;
    this.#env.deadlines.set(this.#deadline, now);
  }

  /** Somebody's lease has run out: perhaps a cable is pulled, and who is behind it shall be found soon after it is back. */
  seek(now: number): void {
    this.#seekUntil = now + Timing.seekForMs;
    this.#env.deadlines.setEarlier(this.#seeking, now + Timing.seekMs);
  }

  /** Announces to one participant, by unicast. */
  announceTo(participant: RemoteParticipantState): void {
    this.#send(participant.metatraffic, this.#env.announcement());
  }

  /** Tells everybody that we leave. */
  dispose(): void {
    this.#env.deadlines.clear(this.#deadline);
    this.#env.deadlines.clear(this.#seeking);
    const farewell = this.#env.farewell();
    for (let copy = 0; copy < DISPOSE_COPIES; copy++) {
      this.#send(this.#env.announceTo(), farewell);
      for (const participant of this.#env.knownParticipants()) this.#send(participant.metatraffic, farewell);
      this.#env.outbox.flush();
    }
  }

  #onDeadline(now: number): void {
    const data = this.#env.announcement();
    this.#send(this.#env.announceTo(), data);
    if (this.#burstLeft > 0) {
      this.#burstLeft -= 1;
      this.#env.deadlines.set(this.#deadline, now + Timing.announceBurstMs);
      return;
    }
    this.#periods += 1;
    if (this.#periods % 2 === 0) for (const known of this.#env.knownParticipants()) this.#send(known.metatraffic, data);
    const { announceMs, phase } = this.#env;
    this.#env.deadlines.set(
      this.#deadline,
      now + (this.#isInPhase ? announceMs : Math.round(announceMs * (1 - phase / 2))),
    );
    this.#isInPhase = true;
  }

  #onSeeking(now: number): void {
    this.#send(this.#env.announceTo(), this.#env.announcement());
    if (now < this.#seekUntil) this.#env.deadlines.set(this.#seeking, now + Timing.seekMs);
  }

  #send(destination: Destination, { writerSn, inlineQos, payload }: SpdpSample): void {
    if (destination.locators.length === 0) return;
    this.#env.outbox.open(destination, dataSize(inlineQos?.byteLength ?? 0, payload?.byteLength ?? 0)).data({
      readerId: EntityIds.SPDP_BUILTIN_PARTICIPANT_READER,
      writerId: EntityIds.SPDP_BUILTIN_PARTICIPANT_WRITER,
      writerSn,
      inlineQos,
      payload,
    });
  }
}
