import { ServerLostError } from '../errors.js';
import type { ServerParticipant } from './action-servers.js';
import { Pending } from './pending.js';

interface Wait {
  choose(): readonly ServerParticipant[];
  readonly pending: Pending<void>;
}

/** What is to be asked of a server that is not there now waits here: for so long, and for ever if there never was one. */
export class ServerWaits {
  readonly #waits = new Set<Wait>();
  readonly #actionName: string;
  readonly #schedule: (delayMs: number, callback: () => void) => () => void;

  constructor(actionName: string, schedule: (delayMs: number, callback: () => void) => () => void) {
    this.#actionName = actionName;
    this.#schedule = schedule;
  }

  /**
   * Asks the servers that `choose` names, as soon as it names some. When they are lost before they answer, or answer
   * `undefined` (they cannot know), it asks the next that `choose` names, within `waitMs`; then it throws a ServerLostError.
   */
  async ask<Response>(
    goalId: string,
    waitMs: () => number,
    choose: () => readonly ServerParticipant[],
    call: (servers: readonly ServerParticipant[]) => Promise<Response | undefined>,
  ): Promise<Response> {
    let asked: readonly ServerParticipant[] = [];
    for (;;) {
      let lost = new ServerLostError(this.#actionName, goalId);
      const servers = choose();
      if (servers.some((server) => !asked.includes(server))) {
        asked = servers;
        try {
          const response = await call(servers);
          if (response !== undefined) return response;
        } catch (error) {
          if (!(error instanceof ServerLostError)) throw error;
          lost = error;
        }
      }
      const others = (): readonly ServerParticipant[] => {
        const present = choose();
        asked = asked.filter((server) => present.includes(server)); // one that was gone is asked again
        return present.filter((server) => !asked.includes(server));
      };
      await this.#change(others, waitMs(), lost);
    }
  }

  /** Servers have come or gone. */
  handleServersChanged(): void {
    for (const { choose, pending } of [...this.#waits]) if (choose().length > 0) pending.resolve();
  }

  close(error: unknown): void {
    for (const { pending } of [...this.#waits]) pending.reject(error);
  }

  #change(choose: () => readonly ServerParticipant[], waitMs: number, lost: ServerLostError): Promise<void> {
    if (choose().length > 0) return Promise.resolve();
    if (waitMs === 0) return Promise.reject(lost);
    let cancelTimer: (() => void) | undefined;
    const pending = new Pending<void>(() => {
      this.#waits.delete(wait);
      cancelTimer?.();
    });
    const wait: Wait = { choose, pending };
    this.#waits.add(wait);
    if (waitMs !== Infinity) cancelTimer = this.#schedule(waitMs, () => pending.reject(lost));
    return pending.promise;
  }
}
