import { join } from 'node:path';
import { createNode, type Node } from '@rclts/actions';
import { claimDomain, type Domain } from '../../src/process/domain.js';
import { peerEnvironment, Transport } from '../../src/process/environment.js';
import { Implementation, rclpyProgram, repository } from '../../src/process/programs.js';
import { RemotePeer } from '../../src/remote-peer.js';

/** Of the rclpy peers here (python/short-lease.xml). */
export const LEASE_MS = 8_000;
/** For what is to happen soon: only its failure takes so long. */
export const PATIENCE_MS = 60_000;

/** Nodes of ours, in this process, among rclpy peers that are missed after 8 s instead of 20 s when they die. */
export class ShortLived {
  readonly logs: string[] = [];
  readonly #domain: Domain;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #nodes: Node[] = [];
  readonly #peers: RemotePeer[] = [];

  private constructor(domain: Domain) {
    this.#domain = domain;
    const profiles = join(repository, 'internal/interop/python/short-lease.xml');
    this.#environment = {
      ...peerEnvironment(domain.id, Transport.DEFAULT),
      FASTDDS_DEFAULT_PROFILES_FILE: profiles,
    };
  }

  static async start(): Promise<ShortLived> {
    return new ShortLived(await claimDomain());
  }

  /** A node of ours in a context of its own. */
  async node(name: string): Promise<Node> {
    const node = await createNode(name, {
      environment: this.#environment,
      args: [],
      logSink: ({ message }) => void this.logs.push(message),
    });
    this.#nodes.push(node);
    return node;
  }

  async rclpy(name: string): Promise<RemotePeer> {
    const peer = await RemotePeer.start(name, rclpyProgram(Implementation.KILTED, 'peer.py', name), this.#environment);
    this.#peers.push(peer);
    return peer;
  }

  describe(): string {
    return [...this.#peers.map((peer) => peer.process.describe()), '──── ours logged:', ...this.logs].join('\n');
  }

  /** Runs a test's body; what everybody said goes with its failure. */
  async reporting(body: () => Promise<void>): Promise<void> {
    try {
      await body();
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      throw new Error(`${text}\n${this.describe()}`, { cause: error });
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#peers.map((peer) => peer.stop()), ...this.#nodes.map((node) => node.close())]);
    await this.#domain.release();
  }
}
