import { join } from 'node:path';
import type { ContextOptions } from '@rclts/node';
import {
  cycloneProgram,
  Implementation,
  ourProgram,
  peerEnvironment,
  rclpyProgram,
  RemotePeer,
  repository,
  Transport,
  type Program,
} from '@rclts/interop';
import { Ethernet } from './ethernet.js';
import { Machine } from './machine.js';

/** The machines are a test's own, so any domain will do. */
const DOMAIN = 1;
const REACH_MS = 60_000;

export interface NodeSettings {
  /** Default: ours. */
  readonly implementation?: Implementation;
  /** ROS_STATIC_PEERS and its like. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Ours only. */
  readonly options?: ContextOptions;
  /** Who runs it; default: root. */
  readonly user?: { readonly id: number };
}

/** A node on a machine, with a service under its name. */
export interface SiteNode {
  readonly name: string;
  readonly peer: RemotePeer;
}

/** Machines, the networks between them, and nodes on them; all of it ends with `close`. */
export class Site {
  readonly #machines: Machine[] = [];
  readonly #ethernets: Ethernet[] = [];
  readonly #nodes: SiteNode[] = [];
  readonly #starting: Promise<SiteNode>[] = [];

  async machine(): Promise<Machine> {
    const machine = await Machine.open();
    this.#machines.push(machine);
    return machine;
  }

  async ethernet(): Promise<Ethernet> {
    const ethernet = await Ethernet.open();
    this.#ethernets.push(ethernet);
    return ethernet;
  }

  start(name: string, machine: Machine, settings: NodeSettings = {}): Promise<SiteNode> {
    const starting = this.#start(name, machine, settings);
    this.#starting.push(starting);
    return starting;
  }

  async #start(name: string, machine: Machine, settings: NodeSettings): Promise<SiteNode> {
    const { implementation = Implementation.RCLTS, environment = {}, options = {}, user } = settings;
    const program = programOf(implementation, name, options);
    const asUser = user === undefined ? program : runBy(user.id, program);
    const peer: RemotePeer = await RemotePeer.start(`${implementation} ${name}`, machine.programOn(asUser), {
      ...peerEnvironment(DOMAIN, Transport.DEFAULT),
      ...environment,
    });
    const node = { name, peer };
    this.#nodes.push(node);
    await peer.call('createService', { service: serviceOf(node) });
    return node;
  }

  /** What the other answers; rejects when it is not found or does not answer within a minute. */
  async ask(from: SiteNode, to: SiteNode): Promise<string> {
    const parameters = { service: serviceOf(to), data: true, timeoutMs: REACH_MS };
    const { message } = await from.peer.call('callService', parameters);
    return message;
  }

  /** Both ask each other. */
  async meet(one: SiteNode, other: SiteNode): Promise<readonly string[]> {
    return [await this.ask(one, other), await this.ask(other, one)];
  }

  /** What all nodes have said; for a failure. */
  describe(): string {
    return this.#nodes.map(({ peer }) => peer.process.describe()).join('\n');
  }

  async close(): Promise<void> {
    // Of several that start at once, one may have failed before the others are there.
    await Promise.allSettled(this.#starting);
    // In peace: a process that is killed leaves its shared memory behind.
    await Promise.all(this.#nodes.map(({ peer }) => peer.stop()));
    await Promise.all([...this.#machines, ...this.#ethernets].map((one) => one.close()));
  }
}

/** What two nodes that have met have heard of each other. */
export function answers(one: SiteNode, other: SiteNode): readonly string[] {
  return [`${other.name} heard yes`, `${one.name} heard yes`];
}

function serviceOf({ name }: Pick<SiteNode, 'name'>): string {
  return `/${name}/ask`;
}

function programOf(implementation: Implementation, name: string, options: ContextOptions): Program {
  if (implementation === Implementation.CYCLONE) return cycloneProgram('cyclone_peer.py', name, '/');
  if (implementation !== Implementation.RCLTS) return rclpyProgram(implementation, 'peer.py', name, '/');
  const main = join(repository, 'internal/interop/dist/peer/main.js');
  return ourProgram(main, name, '/', '', JSON.stringify(options));
}

/** It may look into every directory, for an interpreter may be in somebody's home; in all else it is an ordinary user. */
function runBy(user: number, { command, args }: Program): Program {
  const ids = ['--reuid', String(user), '--regid', String(user), '--clear-groups'];
  const reading = ['--inh-caps', '+dac_read_search', '--ambient-caps', '+dac_read_search'];
  return { command: 'setpriv', args: [...ids, ...reading, command, ...args] };
}
