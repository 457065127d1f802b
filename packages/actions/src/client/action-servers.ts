import type { CallOptions } from '@rclts/node';

/** A participant, as node tells of it. */
export type ServerParticipant = NonNullable<CallOptions['server']>;

/** One of a client's three services: which participants serve it. */
export interface ServiceSide {
  readonly servers: readonly ServerParticipant[];
  onAvailabilityChanged(listener: () => void): () => void;
}

/** One of a client's two topics: which participants publish on it. */
export interface TopicSide {
  readonly publishers: readonly ServerParticipant[];
  onMatchedChanged(listener: () => void): () => void;
}

/**
 * The action servers that a client can send goals to: participants of which *all* endpoints are matched, three services and
 * two publishers. Less is a server that is still being discovered; a goal sent to it could lose its first feedback.
 * Sides come in the order send_goal, cancel_goal, get_result and feedback, status.
 */
export class ActionServers {
  readonly #services: readonly ServiceSide[];
  readonly #topics: readonly TopicSide[];
  readonly #waiting = new Set<(server: ServerParticipant) => void>();
  readonly #stopListening: readonly (() => void)[];
  readonly #onChanged: () => void;

  /** @param onChanged called after any change, of half discovered servers too */
  constructor(services: readonly ServiceSide[], topics: readonly TopicSide[], onChanged: () => void) {
    this.#services = services;
    this.#topics = topics;
    this.#onChanged = onChanged;
    const changed = (): void => this.#change();
    this.#stopListening = [
      ...services.map((service) => service.onAvailabilityChanged(changed)),
      ...topics.map((topic) => topic.onMatchedChanged(changed)),
    ];
  }

  /** Complete servers, the one that has been there longest first. */
  get available(): readonly ServerParticipant[] {
    const [first, ...others] = this.#services;
    return (first?.servers ?? []).filter(
      (server) =>
        others.every((service) => service.servers.includes(server)) &&
        this.#topics.every((topic) => topic.publishers.includes(server)),
    );
  }

  /** Calls back once with a server, now if there is one. What it returns takes that back. */
  whenAvailable(callback: (server: ServerParticipant) => void): () => void {
    const [server] = this.available;
    if (server !== undefined) {
      callback(server);
      return () => undefined;
    }
    this.#waiting.add(callback);
    return () => this.#waiting.delete(callback);
  }

  /** How many of each kind of endpoint are there, for people who wonder why there is no server. */
  describe(): string {
    const [sendGoal, cancelGoal, getResult] = this.#services.map((service) => service.servers.length);
    const [feedback, status] = this.#topics.map((topic) => topic.publishers.length);
    return `send_goal: ${sendGoal}, cancel_goal: ${cancelGoal}, get_result: ${getResult}, feedback: ${feedback}, status: ${status}`;
  }

  close(): void {
    for (const stop of this.#stopListening) stop();
    this.#waiting.clear();
  }

  #change(): void {
    const [server] = this.available;
    if (server !== undefined) {
      for (const callback of [...this.#waiting]) {
        if (this.#waiting.delete(callback)) callback(server);
      }
    }
    this.#onChanged();
  }
}
