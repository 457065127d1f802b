import { join } from 'node:path';
import type { Cell } from './cell.js';
import { claimDomain, type Domain } from './process/domain.js';
import { peerEnvironment } from './process/environment.js';
import {
  cycloneProgram,
  Implementation,
  ourProgram,
  rclpyProgram,
  repository,
  type Program,
} from './process/programs.js';
import { RemotePeer } from './remote-peer.js';

export const ACTION = '/fibonacci';
export const SERVER_NODE = '/robot/interop_server';
export const CLIENT_NODE = '/interop_client';

export type Role = 'server' | 'client';

/** A server and a client in a domain of their own: what a scenario works with. */
export class Pair {
  readonly cell: Cell;
  readonly domain: Domain;
  /** Where our own peers write what they sent and received. */
  readonly captures: string[] = [];
  readonly #captureDirectory: string;
  readonly #peers: Map<Role, RemotePeer> = new Map();
  /** Everybody who was ever started here, for the report on a failure and for the end. */
  readonly #all: RemotePeer[] = [];

  private constructor(cell: Cell, domain: Domain, captureDirectory: string) {
    this.cell = cell;
    this.domain = domain;
    this.#captureDirectory = captureDirectory;
  }

  /** `captureDirectory` exists and is empty. */
  static async start(cell: Cell, captureDirectory: string): Promise<Pair> {
    const pair = new Pair(cell, await claimDomain(), captureDirectory);
    // Both settle before one that failed ends the pair: a peer that is still starting would be left behind.
    const starts = await Promise.allSettled([pair.startPeer('server'), pair.startPeer('client')]);
    const failure = starts.find((start) => start.status === 'rejected');
    if (failure === undefined) return pair;
    await pair.close();
    throw failure.reason;
  }

  get server(): RemotePeer {
    return this.peer('server');
  }

  get client(): RemotePeer {
    return this.peer('client');
  }

  peer(role: Role): RemotePeer {
    const peer = this.#peers.get(role);
    if (peer === undefined) throw new Error(`the ${role} is not running`);
    return peer;
  }

  /** The end that is ours, with the methods that only it has. Undefined between two of rclpy. */
  get ours(): RemotePeer | undefined {
    if (this.cell.server === Implementation.RCLTS) return this.server;
    return this.cell.client === Implementation.RCLTS ? this.client : undefined;
  }

  /** Starts the peer of that role, anew where one ran before, with its end of the action. */
  async startPeer(role: Role): Promise<RemotePeer> {
    const peer = await this.startNode(this.cell[role], role === 'server' ? SERVER_NODE : CLIENT_NODE);
    this.#peers.set(role, peer);
    await peer.call(role === 'server' ? 'createActionServer' : 'createActionClient', { action: ACTION });
    return peer;
  }

  /** One more node in the same domain. It ends with the pair. */
  async startNode(implementation: Implementation, name: string): Promise<RemotePeer> {
    const peer = await RemotePeer.start(
      `${implementation} ${name}`,
      this.#program(implementation, name),
      peerEnvironment(this.domain.id, this.cell.transport),
    );
    this.#all.push(peer);
    return peer;
  }

  /** What every process of this pair has said; for a failed test. */
  describe(): string {
    return this.#all.map((peer) => peer.process.describe()).join('\n');
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((peer) => peer.stop()));
    await this.domain.release();
  }

  #program(implementation: Implementation, name: string): Program {
    const slash = name.lastIndexOf('/');
    const [namespace, baseName] = [name.slice(0, slash) || '/', name.slice(slash + 1)];
    if (implementation === Implementation.CYCLONE) return cycloneProgram('cyclone_peer.py', baseName, namespace);
    if (implementation !== Implementation.RCLTS) return rclpyProgram(implementation, 'peer.py', baseName, namespace);
    const capture = join(this.#captureDirectory, `${baseName}-${this.captures.length}.pcap`);
    this.captures.push(capture);
    return ourProgram(join(repository, 'internal/interop/dist/peer/main.js'), baseName, namespace, capture);
  }
}
