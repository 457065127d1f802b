import type { ReaderEnvironment } from '../behavior/stateful-reader.js';
import type { WriterEnvironment } from '../behavior/stateful-writer.js';
import { Timing } from '../behavior/timing.js';
import type { Deadlines } from '../participant/deadlines.js';
import { BuiltinTopics } from './builtin-endpoints.js';
import { BuiltinPair } from './builtin-pair.js';
import type { RemoteParticipantState } from './remote-participant.js';

/**
 * Leases, and the participant message endpoints (RTPS 2.5 §8.4.13). ROS uses AUTOMATIC liveliness with an infinite
 * lease, so nothing is ever written there; but peers expect the endpoints, heartbeat them and send their own.
 *
 * Any message from a participant renews its lease. A lease is looked at only when its deadline comes: a busy peer costs
 * nothing per message.
 */
export class Liveliness {
  readonly #messages: BuiltinPair;
  readonly #deadlines: Deadlines;
  readonly #onExpired: (participant: RemoteParticipantState, now: number) => void;

  constructor(
    writerEnvironment: WriterEnvironment,
    readerEnvironment: ReaderEnvironment,
    onExpired: (participant: RemoteParticipantState, now: number) => void,
  ) {
    this.#messages = new BuiltinPair(
      BuiltinTopics.PARTICIPANT_MESSAGE,
      writerEnvironment,
      readerEnvironment,
      () => undefined,
    );
    this.#deadlines = writerEnvironment.deadlines;
    this.#onExpired = onExpired;
  }

  addParticipant(participant: RemoteParticipantState): void {
    this.#messages.addParticipant(participant);
    this.#arm(participant);
  }

  /** Asks the participant for a sign of life. */
  probe(participant: RemoteParticipantState): void {
    this.#messages.probe(participant);
  }

  /** From now on its lease counts, or counts no longer. */
  renew(participant: RemoteParticipantState, now: number): void {
    participant.notBefore = Math.max(participant.notBefore, now + participant.leaseDurationMs);
    this.#arm(participant);
  }

  removeParticipant(participant: RemoteParticipantState): void {
    this.#deadlines.clear(participant.lease);
  }

  onLease(participant: RemoteParticipantState, now: number): void {
    if (expiryOf(participant) > now) this.#arm(participant);
    else this.#onExpired(participant, now);
  }

  /**
   * Our own event loop stood still for `lateMs`: that is nobody's silence but ours (architecture: stalls). The deadlines stay where
   * they are, and are moved when they fall: a loop that has a lot to do is late all the time.
   */
  onStall(participants: Iterable<RemoteParticipantState>, lateMs: number, now: number): void {
    for (const participant of participants) {
      participant.lastHeard += lateMs;
      participant.notBefore = now + Timing.stallGraceMs;
    }
  }

  close(): void {
    this.#messages.close();
  }

  #arm(participant: RemoteParticipantState): void {
    this.#deadlines.set(participant.lease, expiryOf(participant));
  }
}

function expiryOf(participant: RemoteParticipantState): number {
  if (participant.isVouchedFor) return Infinity;
  return Math.max(participant.lastHeard + participant.leaseDurationMs, participant.notBefore);
}
