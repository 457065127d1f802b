import { join } from 'node:path';
import { ManagedProcess, repository, type Program } from '@rclts/interop';
import { findPython } from './requirements.js';

/** What the link does to each frame. Parts of 1, milliseconds. */
export interface Faults {
  readonly loss?: number;
  readonly duplicate?: number;
  /** This part of the frames comes 5–25 ms late. */
  readonly reorder?: number;
  readonly delayMs?: number;
  readonly jitterMs?: number;
  /** Nothing passes. */
  readonly cut?: boolean;
  /** No multicast passes. */
  readonly noMulticast?: boolean;
  /** Nothing that this host sends to one host alone passes; −1 for none. */
  readonly noUnicastFrom?: number;
}

/** Of all hosts together, since the counts were last begun. `refused`: frames that the receiving host's queue had no room for. */
export interface Counts {
  readonly frames: number;
  readonly bytes: number;
  readonly multicasts: number;
  readonly lost: number;
  readonly doubled: number;
  readonly reordered: number;
  readonly refused: number;
}

type Message = { readonly event: 'ready'; readonly namespaces: string[]; readonly addresses: string[] } | Answer;
type Answer = { readonly event: 'counts' } & Counts;

const PATIENCE_MS = 120_000;

/** Hosts (network namespaces) on one bad link (python/link.py). All of it goes with this process, whichever way that ends. */
export class Lan {
  readonly #link: ManagedProcess;
  #namespaces: readonly string[] = [];
  #answers: Answer[] = [];
  #asked = 0;

  private constructor(hosts: number, seed: number) {
    const script = join(repository, 'internal/chaos/python/link.py');
    this.#link = new ManagedProcess(findPython(), [script, String(hosts), String(seed)], {
      label: 'the link',
      environment: process.env,
      onLine: (line) => this.#onLine(line),
    });
  }

  static async open(hosts: number, seed: number): Promise<Lan> {
    const lan = new Lan(hosts, seed);
    try {
      await lan.#link.until('the hosts are there', PATIENCE_MS, () => lan.#namespaces.length === hosts);
      return lan;
    } catch (error) {
      await lan.close();
      throw new Error(`${String(error)}\n${lan.#link.describe()}`, { cause: error });
    }
  }

  /** Those that are not named stay as they are. */
  setFaults(faults: Faults): Promise<Counts> {
    return this.#ask({ faults });
  }

  counts(): Promise<Counts> {
    return this.#ask({});
  }

  /** Counting begins anew. */
  resetCounts(): Promise<Counts> {
    return this.#ask({ reset: true });
  }

  /** The command line that runs a program on a host. The kernel ends it with us, even while it is stopped. */
  programOn(host: number, { command, args }: Program): Program {
    const namespace = this.#namespaces[host];
    if (namespace === undefined) throw new RangeError(`there is no host ${String(host)}`);
    return {
      command: 'nsenter',
      args: [`--net=${namespace}`, 'setpriv', '--pdeathsig', 'KILL', command, ...args],
    };
  }

  async close(): Promise<void> {
    await this.#link.crash();
  }

  async #ask(request: object): Promise<Counts> {
    const asked = ++this.#asked;
    this.#link.writeLine(JSON.stringify(request));
    await this.#link.until('an answer of the link', PATIENCE_MS, () => this.#answers.length >= asked);
    return this.#answers[asked - 1] as Counts;
  }

  #onLine(line: string): boolean {
    if (!line.startsWith('{')) return false;
    const message = JSON.parse(line) as Message;
    if (message.event === 'ready') this.#namespaces = message.namespaces;
    else this.#answers.push(message);
    return true;
  }
}
