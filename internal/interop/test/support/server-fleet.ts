import { createNode, type Node } from '@rclts/actions';
import {
  createLocator,
  isMulticast,
  LocatorKind,
  openParticipant,
  spdpMulticastPort,
  type DatagramTap,
  type Participant,
} from '@rclts/rtps';
import { startDiscoveryServer } from '../../src/process/discovery-server.js';
import { claimDomain, type Domain } from '../../src/process/domain.js';
import { peerEnvironment, Transport } from '../../src/process/environment.js';
import type { ManagedProcess } from '../../src/process/managed-process.js';
import { rclpyProgram, type Implementation } from '../../src/process/programs.js';
import { RemotePeer } from '../../src/remote-peer.js';

const SERVERS = ['jazzy', 'kilted'] as const;

/** Two discovery servers of Fast DDS, and whoever is their client: ours in this process, rclpy's in processes of their own. */
export class ServerFleet {
  readonly domain: Domain;
  /** Where our participants have sent anything to. */
  readonly destinations: Set<string> = new Set();
  readonly #servers: (ManagedProcess | undefined)[] = [];
  readonly #processes: ManagedProcess[] = [];
  readonly #closables: { close(): Promise<void> }[] = [];

  private constructor(domain: Domain) {
    this.domain = domain;
  }

  static async start(): Promise<ServerFleet> {
    const fleet = new ServerFleet(await claimDomain());
    for (const index of SERVERS.keys()) fleet.startServer(index);
    return fleet;
  }

  /** Under the id and the port of its index; the first one is Fast DDS 2, the second one Fast DDS 3. */
  startServer(index: number): void {
    const server = startDiscoveryServer(SERVERS[index] ?? 'kilted', index, this.#port(index));
    this.#servers[index] = server;
    this.#processes.push(server);
  }

  async crashServer(index: number): Promise<void> {
    await this.#servers[index]?.crash();
  }

  /** As ROS_DISCOVERY_SERVER has it. */
  addressOf(index: number): string {
    return `127.0.0.1:${this.#port(index)}`;
  }

  /** In a process's environment. */
  environment(variables: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
    const servers = SERVERS.map((_, index) => this.addressOf(index));
    return {
      ...peerEnvironment(this.domain.id, Transport.DEFAULT),
      ROS_DISCOVERY_SERVER: servers.join(';'),
      ...variables,
    };
  }

  /** A node of ours, with a participant of its own. It has the servers by name, which has to be looked up. */
  async node(name: string, variables: NodeJS.ProcessEnv = {}): Promise<Node> {
    const ROS_DISCOVERY_SERVER = this.#servers.map((_, index) => `localhost:${this.#port(index)}`).join(';');
    const environment = this.environment({ ROS_DISCOVERY_SERVER, ...variables });
    const node = await createNode(name, { environment, args: [], tap: this.#tap(), logSink: () => undefined });
    this.#closables.push(node);
    return node;
  }

  /** A participant of ours without any topic of ROS. */
  async participant(superClient: boolean): Promise<Participant> {
    const discoveryServers = SERVERS.map((_, index) => this.addressOf(index));
    const participant = await openParticipant({
      domainId: this.domain.id,
      discoveryServers,
      superClient,
      tap: this.#tap(),
    });
    this.#closables.push(participant);
    return participant;
  }

  async rclpy(distribution: Implementation, name: string): Promise<RemotePeer> {
    const peer = await RemotePeer.start(name, rclpyProgram(distribution, 'peer.py', name), this.environment());
    this.#processes.push(peer.process);
    return peer;
  }

  get multicastDestinations(): readonly string[] {
    const kindOf = (address: string): LocatorKind => (address.includes(':') ? LocatorKind.UDPv6 : LocatorKind.UDPv4);
    return [...this.destinations].filter((address) => isMulticast(createLocator(kindOf(address), address, 1)));
  }

  describe(): string {
    return this.#processes.map((each) => each.describe()).join('\n');
  }

  async close(): Promise<void> {
    await Promise.all(this.#closables.map((each) => each.close()));
    await Promise.all(this.#processes.map((each) => each.stop()));
    await this.domain.release();
  }

  /** Ports of the domain that no participant has: those of its multicast come first, of which the third is a server's by default. */
  #port(index: number): number {
    return spdpMulticastPort(this.domain.id) + 2 + index;
  }

  #tap(): DatagramTap {
    return {
      onDatagram: (direction, _datagram, _from, to) => {
        if (direction === 'sent') this.destinations.add(to.address);
      },
      close: () => undefined,
    };
  }
}
