import type { ServerParticipant } from './action-servers.js';

/** What `client.on` takes, by event. */
export interface ActionClientEvents {
  /** A server is there with all of its endpoints: goals can be sent to it. */
  serverAvailable: (server: ServerParticipant) => void;
  /** It is gone, or a part of it: it has said so, or its lease has run out. */
  serverLost: (server: ServerParticipant) => void;
}

/** Which servers are there, told as events; and a word of warning when there are several. */
export class ServerPresence {
  readonly #actionName: string;
  readonly #listeners = {
    serverAvailable: new Set<ActionClientEvents['serverAvailable']>(),
    serverLost: new Set<ActionClientEvents['serverLost']>(),
  };
  readonly #report: (error: unknown, origin: string) => void;
  readonly #warn: (text: string) => void;
  #known: readonly ServerParticipant[] = [];
  #hasWarned = false;

  constructor(actionName: string, warn: (text: string) => void, report: (error: unknown, origin: string) => void) {
    this.#actionName = actionName;
    this.#warn = warn;
    this.#report = report;
  }

  on<Name extends keyof ActionClientEvents>(event: Name, listener: ActionClientEvents[Name]): void {
    this.#listeners[event].add(listener);
  }

  off<Name extends keyof ActionClientEvents>(event: Name, listener: ActionClientEvents[Name]): void {
    this.#listeners[event].delete(listener);
  }

  /** These are complete now. */
  update(available: readonly ServerParticipant[]): void {
    const before = this.#known;
    this.#known = available;
    for (const server of before) if (!available.includes(server)) this.#emit('serverLost', server);
    for (const server of available) if (!before.includes(server)) this.#emit('serverAvailable', server);
    if (available.length < 2 || this.#hasWarned) return;
    this.#hasWarned = true;
    const names = available.map(({ guidPrefix, address }) => `${guidPrefix.text} at ${address || 'this context'}`);
    this.#warn(
      `There are ${available.length} servers of action ${this.#actionName}: ${names.join(', ')}. ` +
        'A goal goes to one of them, the one that has been there longest',
    );
  }

  close(): void {
    for (const listeners of Object.values(this.#listeners)) listeners.clear();
    this.#known = [];
  }

  /** A user's listener; what it throws is reported. */
  run(origin: string, listener: () => void): void {
    try {
      listener();
    } catch (error) {
      this.#report(error, origin);
    }
  }

  #emit(event: keyof ActionClientEvents, server: ServerParticipant): void {
    for (const listener of [...this.#listeners[event]]) {
      this.run(`'${event}' listener`, () => listener(server));
    }
  }
}
