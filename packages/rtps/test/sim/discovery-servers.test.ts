import { SimNetwork, type SimHost } from '@rclts/sim';
import {
  createLocator,
  isDiscoveryServer,
  LocatorKind,
  Participant,
  ReliabilityKind,
  type Sample,
} from '../../src/index.js';
import { metatrafficUnicastPort } from '../../src/discovery/ports.js';
import { SimulatedDiscoveryServer } from '../support/simulated-discovery-server.js';

const [LEFT_SERVER, RIGHT_SERVER] = ['10.9.0.1', '10.9.0.2'];
const at = (address: string) => createLocator(LocatorKind.UDPv4, address, metatrafficUnicastPort(0, 0));
const TOPIC = { topicName: 'rt/t', typeName: 'T' };

/** Machines with one participant each that announce themselves to servers, and whoever else there is. */
class World {
  readonly network = new SimNetwork({ seed: 7, delayMs: 1 });
  readonly hosts = new Map<Participant, SimHost>();

  server(address: string, id: number, type?: string): { server: SimulatedDiscoveryServer; host: SimHost } {
    const host = this.network.createHost({ address, multicast: false });
    return { server: new SimulatedDiscoveryServer(host, id, type), host };
  }

  client(...servers: readonly string[]): Participant {
    const host = this.network.createHost({ multicast: false, announceTo: servers.map(at) });
    const participant = new Participant(host, { domainId: 0, discoveryRole: 'client', leaseDurationMs: 2_000 });
    this.hosts.set(participant, host);
    return participant;
  }

  kill(participant: Participant): void {
    const host = this.hosts.get(participant);
    if (host !== undefined) this.network.kill(host);
  }

  until(condition: () => boolean): void {
    expect(this.network.runUntil(condition, 10_000)).toBe(true);
  }
}

const knows = (one: Participant, other: Participant): boolean =>
  [...one.participants].some(({ guidPrefix }) => guidPrefix.text === other.guid.prefix.text);
const serversOf = (participant: Participant): number => [...participant.participants].filter(isDiscoveryServer).length;

describe('through a discovery server', () => {
  it('participants find each other, match, and speak to each other directly', () => {
    const world = new World();
    world.server(LEFT_SERVER, 0);
    const [one, other] = [world.client(LEFT_SERVER), world.client(LEFT_SERVER)];
    const samples: Sample[] = [];
    other.createReader(TOPIC, { onSample: (sample) => samples.push(sample) });
    const writer = one.createWriter(TOPIC);
    world.until(() => writer.matchedReaders.length === 1 && [...other.endpoints].length === 1);
    writer.write(Uint8Array.of(0, 1, 0, 0, 7));
    world.until(() => samples.length === 1);
    const [reader] = other.endpoints;
    expect(reader?.participant.vendorId).toBe(0);
  });

  it('an endpoint is known to a participant when the two have been in touch', () => {
    const world = new World();
    world.server(LEFT_SERVER, 0);
    const [one, other] = [world.client(LEFT_SERVER), world.client(LEFT_SERVER)];
    world.until(() => knows(one, other) && knows(other, one));
    const [peer] = [...one.participants].filter(({ guidPrefix }) => guidPrefix.text === other.guid.prefix.text);
    if (peer === undefined) throw new Error('unreachable');
    const writer = one.createWriter(TOPIC);
    expect(one.isKnownTo(peer, writer)).toBe(false);
    const qos = { reliability: ReliabilityKind.RELIABLE };
    other.createReader({ ...TOPIC, qos }, { onSample: () => undefined });
    world.until(() => writer.matchedReaders.length === 1);
    // The server has it, but the reader may still wait for it.
    expect(one.isKnownTo(peer, writer)).toBe(false);
    world.until(() => one.isKnownTo(peer, writer));
  });

  it('an endpoint that is closed is lost, and so is a participant that leaves', async () => {
    const world = new World();
    const { server } = world.server(LEFT_SERVER, 0);
    const [one, other] = [world.client(LEFT_SERVER), world.client(LEFT_SERVER)];
    const reader = other.createReader(TOPIC, { onSample: () => undefined });
    world.until(() => [...one.endpoints].length === 1);
    reader.close();
    world.until(() => [...one.endpoints].length === 0);
    const reasons: string[] = [];
    one.on('participantLost', (_, reason) => reasons.push(reason));
    server.dispose(other.guidOctets);
    world.until(() => !knows(one, other));
    expect(reasons).toEqual(['disposed']);
    await other.close();
  });

  it.each([
    ['a server that nobody has named', '10.9.9.9', 'SERVER'],
    ['a participant that says to be none', LEFT_SERVER, 'CLIENT'],
  ])('%s is not listened to', (_who, address, type) => {
    const world = new World();
    const { server } = world.server(address, 0, type);
    const [one, other] = [world.client(address), world.client(LEFT_SERVER)];
    world.network.runFor(3_000);
    expect(server.clients.length).toBeGreaterThan(0);
    expect(knows(other, one)).toBe(false);
    expect(serversOf(other)).toBe(0);
    expect([...other.participants]).toEqual([]);
  });

  it('who announces himself is not listened to', () => {
    const world = new World();
    world.server(LEFT_SERVER, 0);
    const client = world.client(LEFT_SERVER);
    const to = createLocator(LocatorKind.UDPv4, world.hosts.get(client)?.address ?? '', metatrafficUnicastPort(0, 0));
    const simple = new Participant(world.network.createHost({ multicast: false, announceTo: [to] }), { domainId: 0 });
    world.until(() => serversOf(client) === 1);
    world.network.runFor(5_000);
    expect(knows(client, simple)).toBe(false);
  });
});

describe('with two discovery servers', () => {
  function worldOfTwo() {
    const world = new World();
    const [left, right] = [world.server(LEFT_SERVER, 0), world.server(RIGHT_SERVER, 1)];
    const [one, other] = [world.client(LEFT_SERVER, RIGHT_SERVER), world.client(LEFT_SERVER, RIGHT_SERVER)];
    const reasons: string[] = [];
    one.on('participantLost', ({ guidPrefix }, reason) => {
      if (guidPrefix.text === other.guid.prefix.text) reasons.push(reason);
    });
    world.until(() => serversOf(one) === 2 && knows(one, other) && knows(other, one));
    world.network.runFor(3_000);
    return { world, left, right, one, other, reasons };
  }

  it('a participant stays until the last one has withdrawn it', () => {
    const { world, left, right, one, other, reasons } = worldOfTwo();
    left.server.dispose(other.guidOctets);
    world.network.runFor(10_000);
    expect(knows(one, other)).toBe(true);
    right.server.dispose(other.guidOctets);
    world.until(() => !knows(one, other));
    expect(reasons).toEqual(['disposed']);
  });

  it('the lease of a participant is not looked at as long as one of them is there', () => {
    const { world, left, one, other } = worldOfTwo();
    world.network.kill(left.host);
    world.kill(other);
    world.until(() => serversOf(one) === 1);
    world.network.runFor(20_000);
    expect(knows(one, other)).toBe(true);
  });

  it('and both gone, who still answers stays, and who does not is lost', () => {
    const { world, left, right, one, other, reasons } = worldOfTwo();
    for (const { host } of [left, right]) world.network.kill(host);
    world.until(() => serversOf(one) === 0);
    world.network.runFor(20_000);
    expect(knows(one, other)).toBe(true);
    expect(knows(other, one)).toBe(true);
    world.kill(other);
    world.until(() => !knows(one, other));
    expect(reasons).toEqual(['leaseExpired']);
  });

  it('one that is started anew under its old name, with no memory, is a server again', () => {
    const { world, left, right, one, other } = worldOfTwo();
    world.network.kill(left.host);
    const { server } = world.server(LEFT_SERVER, 0);
    world.until(() => server.clients.length === 2);
    world.network.kill(right.host);
    const newcomer = world.client(LEFT_SERVER);
    world.until(() => knows(one, newcomer) && knows(other, newcomer) && knows(newcomer, one));
    expect(knows(one, other)).toBe(true);
  });
});
