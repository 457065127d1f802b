import { ServerLostError } from '../../errors.js';
import type { ServerParticipant } from '../action-servers.js';
import type { ClientLifetime } from './client-lifetime.js';
import { Pending, type Schedule } from './pending.js';

/** Something to ask of servers that may not be there now. */
export interface Question<Response> {
  readonly goalId: string;
  /** How long to wait for a server, in ms. */
  waitMs(): number;
  /** Whom to ask now. */
  choose(): readonly ServerParticipant[];
  /** Asks them; resolves to undefined when they cannot know. */
  call(servers: readonly ServerParticipant[]): Promise<Response | undefined>;
  /** Who asks; once this is settled, nobody is asked any more. */
  readonly asker: Pending<Response>;
}

interface Wait {
  choose(): readonly ServerParticipant[];
  readonly pending: Pending<void>;
}

/** What is to be asked of a server that is not there now waits here: for so long, and for ever if there never was one. */
export class ServerWaits {
  readonly #waits = new Set<Wait>();
  readonly #lifetime: ClientLifetime;
  readonly #schedule: Schedule;

  constructor(lifetime: ClientLifetime, schedule: Schedule) {
    this.#lifetime = lifetime;
    this.#schedule = schedule;
  }

  /**
   * Asks the servers that `choose` names, as soon as it names some. When they are lost before they answer, or answer
   * `undefined` (they cannot know), it asks the next that `choose` names, within `waitMs`; then it throws a ServerLostError.
   */
  async ask<Response>({ goalId, waitMs, choose, call, asker }: Question<Response>): Promise<Response> {
    let asked: readonly ServerParticipant[] = [];
    let waiting: Pending<void> | undefined;
    asker.whenSettled(() => waiting?.reject(this.#lifetime.lostError(goalId)));
    for (;;) {
      let lost = this.#lifetime.lostError(goalId);
      const servers = choose();
      if (servers.some((server) => !asked.includes(server)) && !asker.isSettled) {
        asked = servers;
        try {
          const response = await call(servers);
          if (response !== undefined) return response;
        } catch (error) {
          if (!(error instanceof ServerLostError)) throw error;
          lost = error;
          asked = []; // none of them has answered; one that is here again may be another server of the same process
        }
      }
      const others = (): readonly ServerParticipant[] => {
        const present = choose();
        asked = asked.filter((server) => present.includes(server)); // one that was gone is asked again
        return present.filter((server) => !asked.includes(server));
      };
      if (asker.isSettled) throw lost;
      waiting = this.#change(others, waitMs(), lost);
      await waiting.promise;
    }
  }

  /** Servers have come or gone. */
  handleServersChanged(): void {
    for (const { choose, pending } of [...this.#waits]) if (choose().length > 0) pending.resolve();
  }

  #change(choose: () => readonly ServerParticipant[], waitMs: number, lost: ServerLostError): Pending<void> {
    const pending = new Pending<void>();
    if (choose().length > 0) pending.resolve();
    else if (waitMs === 0) pending.reject(lost);
    if (pending.isSettled) return pending;
    const wait: Wait = { choose, pending };
    this.#waits.add(wait);
    pending.whenSettled(() => this.#waits.delete(wait));
    pending.rejectAfter(waitMs, this.#schedule, () => lost);
    this.#lifetime.rejectOnClose(pending);
    return pending;
  }
}
