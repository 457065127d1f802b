import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Implementation,
  ourProgram,
  peerEnvironment,
  rclpyProgram,
  RemotePeer,
  repository,
  Transport,
  type Program,
} from '@rclts/interop';
import { Lan } from './link/lan.js';
import { Role, type ChaosEvent, type ChaosMethods, type PeerOptions } from './peer/protocol.js';

export type Peer = RemotePeer<ChaosMethods, ChaosEvent>;

/** The namespaces are this run's own, so any domain will do. */
const DOMAIN = 1;

/** Host of the server; clients are on the others. */
export const SERVER_HOST = 0;
export const CLIENT_HOST = 1;
export const OTHER_HOST = 2;

/** A link and the processes of one row on it. */
export class Stage {
  readonly lan: Lan;
  readonly #captureDirectory: string | undefined;
  readonly #all: Peer[] = [];

  private constructor(lan: Lan, captureDirectory: string | undefined) {
    this.lan = lan;
    this.#captureDirectory = captureDirectory;
  }

  /** With a directory for captures, our peers write there what they send and receive. */
  static async open(hosts: number, seed: number, captureDirectory?: string): Promise<Stage> {
    return new Stage(await Lan.open(hosts, seed), captureDirectory);
  }

  async start(implementation: Implementation, role: Role, host: number, options: PeerOptions = {}): Promise<Peer> {
    const capture =
      this.#captureDirectory === undefined
        ? {}
        : { capture: join(this.#captureDirectory, `${role}-${String(this.#all.length)}.pcap`) };
    const program = this.lan.programOn(host, programOf(implementation, role, { ...options, ...capture }));
    const peer: Peer = await RemotePeer.start(
      `${implementation} ${role}`,
      program,
      peerEnvironment(DOMAIN, Transport.UDPV4),
    );
    this.#all.push(peer);
    return peer;
  }

  /** Who of the processes that nobody ended has ended, in words. */
  crashes(except: readonly Peer[] = []): string[] {
    return this.#all
      .filter((peer) => peer.process.exit !== undefined && !except.includes(peer))
      .map((peer) => `${peer.process.label} ended by itself: ${JSON.stringify(peer.process.exit)}`);
  }

  /** What all processes have said; for a failure. */
  describe(): string {
    return this.#all.map((peer) => peer.process.describe()).join('\n');
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((peer) => peer.stop()));
    await this.lan.close();
  }
}

/** Resident memory of a peer's process, in octets. */
export function residentBytes(peer: Peer): number {
  const status = readFileSync(`/proc/${String(peer.process.pid)}/status`, 'utf8');
  return Number(/^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1] ?? NaN) * 1024;
}

function programOf(implementation: Implementation, role: Role, options: PeerOptions): Program {
  const home = join(repository, 'internal/chaos');
  if (implementation === Implementation.RCLTS) {
    return ourProgram(join(home, 'dist/peer/main.js'), role, JSON.stringify(options));
  }
  const script = join(home, 'python/peer.py');
  return { command: rclpyProgram(implementation, 'peer.py').command, args: [script, role, JSON.stringify(options)] };
}
