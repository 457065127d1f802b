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
  /** Asks one of them. */
  call(server: ServerParticipant): Promise<Response>;
  /** Whether this is the answer, whatever others say. */
  isFinal(response: Response, server: ServerParticipant): boolean;
  /** What the answers come to, none of them final, when nobody is left to ask; undefined: they cannot know. */
  conclude(answers: readonly Response[]): Response | undefined;
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
   * Asks the servers that `choose` names, as soon as it names them: one that comes later does not wait for one that is dead and
   * not given up yet. The first final answer counts. When all are lost or cannot know, it asks the next that `choose` names within
   * `waitMs`; then it throws a ServerLostError.
   */
  async ask<Response>({ goalId, asker, ...question }: Question<Response>): Promise<Response> {
    const { waitMs, choose, call, isFinal, conclude } = question;
    const asking = new Set<ServerParticipant>();
    const answers = new Map<ServerParticipant, Response>();
    const gone = new Set<ServerParticipant>();
    let lost = this.#lifetime.lostError(goalId);
    let end: (() => Response) | undefined;
    let waiting: Pending<void> | undefined;
    asker.whenSettled(() => waiting?.reject(lost));
    const start = async (server: ServerParticipant): Promise<void> => {
      asking.add(server);
      gone.delete(server);
      try {
        const response = await call(server);
        if (isFinal(response, server)) end ??= () => response;
        else answers.set(server, response);
      } catch (error) {
        if (error instanceof ServerLostError) lost = error;
        else end ??= () => throwIt(error);
      }
      asking.delete(server);
      waiting?.resolve();
    };
    const newcomers = (): readonly ServerParticipant[] => {
      const present = choose();
      for (const server of answers.keys()) if (!present.includes(server)) gone.add(server); // and is asked again
      return present.filter((server) => !asking.has(server) && (!answers.has(server) || gone.has(server)));
    };
    for (;;) {
      if (asker.isSettled) throw lost;
      for (const server of newcomers()) void start(server);
      const isAsking = choose().some((server) => asking.has(server));
      const conclusion = isAsking ? undefined : conclude([...answers.values()]);
      if (conclusion !== undefined) return conclusion;
      waiting = this.#change(newcomers, isAsking ? Infinity : waitMs(), lost);
      await waiting.promise;
      if (end !== undefined) return (end as () => Response)();
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

function throwIt(error: unknown): never {
  throw error;
}
