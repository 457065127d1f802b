import type { Deadlines } from '../participant/deadlines.js';
import type { Statistics } from '../participant/statistics.js';
import { isSamePlace, type Locator } from '../types/locator.js';
import type { RemoteParticipantState } from './remote-participant.js';

export interface DeparturesEnvironment {
  readonly deadlines: Deadlines;
  readonly statistics: Statistics;
  /** Asks the participant for a sign of life. */
  probe(participant: RemoteParticipantState): void;
  /** It did not answer. */
  onLeft(participant: RemoteParticipantState): void;
}

/** Participants that may have left: said to have, or replaced. Each is asked, and goes unless it answers (see `Farewell`). */
export class Departures {
  readonly #env: DeparturesEnvironment;

  constructor(env: DeparturesEnvironment) {
    this.#env = env;
  }

  /** Asks a participant whether it is still there; it goes unless it answers. */
  doubt(participant: RemoteParticipantState, now: number): void {
    if (participant.farewell.isPending) return;
    participant.farewell.begin(now);
    this.onDeadline(participant, now);
  }

  /**
   * A port has one owner: whoever was reached where this newcomer is has died and was started anew, most likely, and waiting for
   * its lease would send it what nobody takes, or the newcomer what is not its own. So it is asked, as after a farewell.
   * Not who has never answered: it is sent next to nothing, and in a flood of strangers each would cost questions to all others.
   */
  doubtPredecessorsOf(newcomer: RemoteParticipantState, others: Iterable<RemoteParticipantState>, now: number): void {
    const { locators } = newcomer.metatraffic;
    for (const one of others) {
      const isThere = (place: Locator): boolean => one.metatraffic.locators.some((other) => isSamePlace(place, other));
      if (locators.some(isThere)) this.doubtPredecessor(one, newcomer, now);
    }
  }

  /** As `doubtPredecessorsOf`, where something else than the port speaks for it; nothing of two hosts does. */
  doubtPredecessor(one: RemoteParticipantState, newcomer: RemoteParticipantState, now: number): void {
    if (one.isSelf || !one.isProven) return;
    // One host is heard from several addresses, this one from 127.0.0.1, too.
    if ((one.isLocalHost && newcomer.isLocalHost) || one.isHeardFrom(newcomer.address)) this.doubt(one, now);
  }

  /** A farewell was heard, or it is time to look whether it was one. */
  onDeadline(participant: RemoteParticipantState, now: number): void {
    const { farewell } = participant;
    const next = farewell.nextProbeAt(now);
    if (farewell.isRefuted) {
      farewell.end();
      this.#env.statistics.farewellsRefuted += 1;
    } else if (next !== undefined || now < participant.notBefore) {
      // A loop of ours that stood still has not read the answer yet.
      this.#env.probe(participant);
      this.#env.deadlines.set(farewell.deadline, next ?? participant.notBefore);
    } else {
      this.#env.onLeft(participant);
    }
  }

  forget(participant: RemoteParticipantState): void {
    this.#env.deadlines.clear(participant.farewell.deadline);
  }
}
