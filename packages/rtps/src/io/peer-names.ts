import { lookup } from 'node:dns/promises';
import { canonicalAddress } from './ip-addresses.js';

/** The addresses of a host name; rejects where there are none. */
export type NameLookup = (name: string) => Promise<readonly { readonly address: string }[]>;

const MISSING_MS = 5_000;
/** Hosts that get their addresses from others move. */
const FOUND_MS = 60_000;

const systemLookup: NameLookup = (name) => lookup(name, { all: true });

interface Entry {
  addresses: readonly string[];
  /** Monotonic ms of the next look-up. */
  due: number;
  isPending: boolean;
}

export interface PeerNamesOptions {
  readonly names: readonly string[];
  readonly now: () => number;
  /** Default: as the operating system does it, `/etc/hosts` and mDNS included. */
  readonly lookup?: NameLookup | undefined;
  /** A name has other addresses than before. */
  onChanged(): void;
  /** Nothing was found under a name; `error` says why. */
  onMissing(name: string, error: unknown): void;
}

/**
 * What names of static peers stand for. A robot that is not switched on yet has no name in many networks, so nobody waits for a
 * look-up, and what is not found is looked for again. What was found once stays known while a later look-up fails.
 */
export class PeerNames {
  readonly #options: PeerNamesOptions;
  readonly #entries: ReadonlyMap<string, Entry>;
  #stopped = false;

  constructor(options: PeerNamesOptions) {
    this.#options = options;
    this.#entries = new Map(options.names.map((name) => [name, { addresses: [], due: -Infinity, isPending: false }]));
  }

  /** In canonical form; none while they are not known. */
  addressesOf(name: string): readonly string[] {
    return this.#entries.get(name)?.addresses ?? [];
  }

  /** Looks up what is due. Resolves when all that was begun here is answered. */
  async refresh(): Promise<void> {
    const now = this.#options.now();
    const due = [...this.#entries].filter(([, { due: at, isPending }]) => at <= now && !isPending);
    await Promise.all(due.map(([name, entry]) => this.#lookUp(name, entry)));
  }

  stop(): void {
    this.#stopped = true;
  }

  async #lookUp(name: string, entry: Entry): Promise<void> {
    const { lookup: ask = systemLookup, now, onChanged, onMissing } = this.#options;
    entry.isPending = true;
    try {
      const answers = await ask(name);
      if (this.#stopped) return;
      const addresses = [...new Set(answers.map(({ address }) => canonicalAddress(address)))].sort();
      entry.due = now() + FOUND_MS;
      if (addresses.join(' ') === entry.addresses.join(' ')) return;
      entry.addresses = addresses;
      onChanged();
    } catch (error) {
      if (this.#stopped) return;
      entry.due = now() + MISSING_MS;
      if (entry.addresses.length === 0) onMissing(name, error);
    } finally {
      entry.isPending = false;
    }
  }
}
