import type { GoalId } from '../goal-id.js';
import type { GoalClient } from './goal-client.js';

type Client = GoalClient['participant'];

interface WatchedGoal {
  readonly goalId: GoalId;
  readonly client: GoalClient;
  /** Somebody has asked for its result. */
  isAskedFor: boolean;
}

/** Overdue: clients ask for the result as soon as they know that the goal is accepted. */
const FIRST_MS = 50;
const LONGEST_MS = 1_000;
/** So often, for thirteen seconds: then nobody wants the result, which is a client's right. */
const ATTEMPTS = 16;

export interface ResultRequestWatchPorts {
  /** Calls back after `delayMs`; what it returns takes that back. */
  schedule(delayMs: number, callback: () => void): () => void;
  /** Whether the client, by itself, offers again what got lost only after seconds. */
  repairsLate(client: Client): boolean;
  /** Asks the client what result requests it has sent. */
  solicit(client: Client): void;
}

interface Watched {
  readonly goals: Set<GoalId>;
  pauseMs: number;
  attempts: number;
  cancel: () => void;
}

/**
 * Results that nobody has asked for yet. A client's request that gets lost would come seconds later where its implementation
 * repairs so slowly, and if that gets lost too, after the result has been forgotten. So the client is asked, at doubling intervals.
 */
export class ResultRequestWatch {
  readonly #ports: ResultRequestWatchPorts;
  readonly #watched = new Map<Client, Watched>();

  constructor(ports: ResultRequestWatchPorts) {
    this.#ports = ports;
  }

  /** The goal is accepted, or has ended, after which the result is not kept for long: its client's request ought to come. */
  expect({ goalId, client: { participant: client }, isAskedFor }: WatchedGoal): void {
    if (isAskedFor || !this.#ports.repairsLate(client)) return;
    const watched = this.#watched.get(client) ?? { goals: new Set(), pauseMs: 0, attempts: 0, cancel: () => undefined };
    watched.goals.add(goalId);
    watched.cancel();
    watched.pauseMs = FIRST_MS;
    watched.attempts = 0;
    this.#watched.set(client, watched);
    this.#arm(client, watched);
  }

  /** Its result was asked for. */
  arrived(goal: WatchedGoal): void {
    const { participant } = goal.client;
    goal.isAskedFor = true;
    const watched = this.#watched.get(participant);
    if (watched?.goals.delete(goal.goalId) === true && watched.goals.size === 0) this.forget(participant);
  }

  /** It has left. */
  forget(client: Client): void {
    this.#watched.get(client)?.cancel();
    this.#watched.delete(client);
  }

  close(): void {
    for (const client of [...this.#watched.keys()]) this.forget(client);
  }

  #arm(client: Client, watched: Watched): void {
    watched.cancel = this.#ports.schedule(watched.pauseMs, () => {
      watched.pauseMs = Math.min(LONGEST_MS, watched.pauseMs * 2);
      watched.attempts += 1;
      if (watched.attempts < ATTEMPTS) this.#arm(client, watched);
      else this.#watched.delete(client);
      this.#ports.solicit(client);
    });
  }
}
