import type { ClientWorld } from './client-world.js';
import type { Settled } from './ledger.js';
import type { Asker } from './oracle.js';

/** Whose promises these are. */
export interface PromiseOwner extends Asker {
  readonly name: string;
  readonly entries: Set<object>;
}

/** What promises of one client may reject with. */
export class ClientVerdicts {
  readonly #world: ClientWorld;
  readonly #client: PromiseOwner;

  constructor(world: ClientWorld, client: PromiseOwner) {
    this.#world = world;
    this.#client = client;
  }

  /** What is wrong with a rejection, asked about a goal. */
  judgeLost(settled: Settled, goalId: string, issuedAt: number): string | undefined {
    const { journal, oracle, network } = this.#world;
    const code = codeOf((settled as { error: unknown }).error);
    network.note(`${goalId}: ${code}`, this.#client.name);
    if (code !== 'ERR_ACTION_SERVER_LOST') return this.judgeClosed(code);
    const server = journal.ofId(goalId)?.server;
    const isExcused =
      server === undefined
        ? oracle.mayAnyBeLost(this.#client, issuedAt)
        : oracle.mayBeLost(this.#client, server, issuedAt);
    return isExcused ? undefined : 'server lost, though it is there';
  }

  /** What is wrong with a code that only a closed client may give. */
  judgeClosed(code: string): string | undefined {
    return code === 'ERR_ACTION_CLOSED' && this.#client.closedAt !== undefined ? undefined : `rejected with ${code}`;
  }

  /** By when all is settled because of a close; undefined: it is open. */
  closedDue(issuedAt: number): number | undefined {
    return this.#client.closedAt === undefined ? undefined : Math.max(issuedAt, this.#client.closedAt);
  }

  complain(text: string): void {
    this.#world.ledger.complain(`${this.#client.name}: ${text}`);
  }
}

export function codeOf(error: unknown): string {
  return (error as { code?: string } | undefined)?.code ?? String(error);
}
