import { defineService } from '@rclts/idl';
import { Participant, VendorId } from '@rclts/rtps';
import { DialectOracle, ProcessOracle, type SimHost, SimNetwork, type SimNetworkOptions, VendorHost } from '@rclts/sim';
import { Context, Node, participantIdentity, type ServiceClient } from '../../src/index.js';
import type { ConnextServiceMapping } from '../../src/ros/service-mapping/select.js';
import { type Dialect, ScriptedClient, ScriptedServer } from '../support/dialect-peers.js';

const AddTwoInts = defineService('example_interfaces/srv/AddTwoInts', 'int64 a\nint64 b\n---\nint64 sum');
type Client = ServiceClient<{ a: bigint; b: bigint }, { sum: bigint }>;

const VENDORS: Readonly<Record<Dialect, number>> = {
  enhanced: VendorId.FAST_DDS,
  cyclone: VendorId.CYCLONE_DDS,
  basic: VendorId.CONNEXT,
};

/** Participants of several vendors, and oracles that see every datagram. */
class Mixed {
  readonly network: SimNetwork;
  readonly oracle = new DialectOracle('basic');
  readonly processes = new ProcessOracle();
  /** Takes all of them for one process, in which the GAPs for some hide the replies to others: it has to see that. */
  readonly oneProcess = new ProcessOracle();

  constructor(options: SimNetworkOptions) {
    this.network = new SimNetwork({ delayMs: 1, ...options });
  }

  participant(
    vendorId: number,
    address?: string,
    simHost: SimHost = this.network.createHost(address === undefined ? {} : { address }),
  ): Participant {
    const host = new VendorHost(simHost, vendorId, {
      onSend: (datagram, to) => {
        this.oracle.observe(datagram);
        this.processes.observe(datagram, `${to.address}:${to.port}`);
        this.oneProcess.observe(datagram, 'everywhere');
      },
    });
    return new Participant(host, { domainId: 0, ...participantIdentity('/') });
  }

  node(name: string, connextServiceMapping?: ConnextServiceMapping): Node {
    return new Node(new Context(this.participant(VendorId.UNKNOWN), { connextServiceMapping }), name);
  }

  async until(condition: () => boolean, maxMs = 60_000): Promise<void> {
    if (!(await this.network.advanceUntil(condition, maxMs))) {
      throw new Error(`still not so after ${maxMs} ms (seed ${this.network.seed}): ${condition.toString()}`);
    }
  }
}

const clientOf = (node: Node): Client => node.createServiceClient(AddTwoInts, 'add');
const BAD = { duplication: 0.05, reordering: 0.1, reorderMs: 20, jitterMs: 3 };
const CALLS = 8;

describe.each(Array.from({ length: 12 }, (_, index) => index + 1))('seed %i', (seed) => {
  const loss = [0, 0.1, 0.2, 0.3][seed % 4] ?? 0;

  test(`one server answers clients of every dialect at once, each in its own, at ${loss * 100} % loss`, async () => {
    const mixed = new Mixed({ seed, loss, ...BAD });
    mixed.node('server').createServiceServer(AddTwoInts, 'add', ({ a, b }) => ({ sum: a + b }));
    // Two clients in one process of each vendor, as a Cyclone process hears what is for either.
    const scripted = (['enhanced', 'cyclone', 'basic'] as const).flatMap((dialect) => {
      const participant = mixed.participant(VENDORS[dialect]);
      return [new ScriptedClient(participant, dialect), new ScriptedClient(participant, dialect)];
    });
    const ours = [clientOf(mixed.node('one')), clientOf(mixed.node('two'))];
    await mixed.until(() => [...scripted, ...ours].every((client) => client.isServerAvailable));
    await mixed.network.advance(2_000); // what a scripted client asks before the server has its reply reader, is no matter here
    const calls: Promise<{ sum: bigint }>[] = [];
    for (let a = 1n; a <= CALLS; a++) {
      for (const client of scripted) client.ask(a, 100n);
      for (const client of ours) calls.push(client.call({ a, b: 200n }));
      await mixed.network.advance(5);
    }
    const sums = await mixed.network.run(() => Promise.all(calls));
    expect(sums.map(({ sum }) => sum)).toEqual(
      Array.from({ length: CALLS }, (_, i) => BigInt(i) + 201n).flatMap((sum) => [sum, sum]),
    );
    await mixed.until(() => scripted.every(({ sums: { size } }) => size === CALLS));
    for (const client of scripted) {
      expect([...client.sums].sort(([left], [right]) => left - right)).toEqual(
        Array.from({ length: CALLS }, (_, i) => [i + 1, BigInt(i) + 101n]),
      );
    }
    await mixed.network.advance(5_000);
    expect(mixed.oracle.violations).toEqual([]);
    for (const form of ['enhanced', 'cyclone', 'basic'] as const) {
      expect(mixed.oracle.judged[form]).toBeGreaterThanOrEqual(2 * CALLS);
    }
    expect(mixed.processes.hidden(VendorId.CYCLONE_DDS)).toBe(0);
    expect(mixed.oneProcess.hidden(VendorId.CYCLONE_DDS)).toBeGreaterThan(0);
  });

  test(`one client asks servers of every dialect, each in its own, at ${loss * 100} % loss`, async () => {
    const mixed = new Mixed({ seed, loss, ...BAD });
    const servers = (['enhanced', 'cyclone', 'basic'] as const).map(
      (dialect) => new ScriptedServer(mixed.participant(VENDORS[dialect]), dialect),
    );
    mixed.node('server').createServiceServer(AddTwoInts, 'add', ({ a, b }) => ({ sum: a + b }));
    const client = clientOf(mixed.node('client', 'basic'));
    await mixed.until(() => client.servers.length === 4);
    const calls = client.servers.flatMap((server, index) =>
      Array.from({ length: CALLS }, (_, call) => client.call({ a: BigInt(100 * index + call), b: 1n }, { server })),
    );
    const sums = (await mixed.network.run(() => Promise.all(calls))).map(({ sum }) => sum);
    expect(sums).toEqual([0, 1, 2, 3].flatMap((i) => Array.from({ length: CALLS }, (_, n) => BigInt(100 * i + n + 1))));
    await mixed.network.advance(5_000);
    // Each was asked what it was asked, once, and saw nothing that it did not understand.
    for (const { asked, foreign } of servers) {
      expect(foreign).toBe(0);
      expect(asked).toHaveLength(CALLS);
      expect(new Set(asked.map((a) => a / 100n)).size).toBe(1);
    }
    expect(mixed.oracle.violations).toEqual([]);
    for (const form of ['enhanced', 'cyclone', 'basic'] as const) {
      expect(mixed.oracle.judged[form]).toBeGreaterThanOrEqual(CALLS);
    }
  });
});

test('who comes in the place of a killed process of another vendor is sent nothing that was for the dead one', async () => {
  const mixed = new Mixed({ seed: 5 });
  const node = mixed.node('server');
  const answers: (() => void)[] = [];
  node.createServiceServer(
    AddTwoInts,
    'add',
    ({ a, b }) => new Promise((resolve) => answers.push(() => resolve({ sum: a + b }))),
  );
  const address = '10.0.9.9';
  const cyclone = new ScriptedClient(mixed.participant(VendorId.CYCLONE_DDS, address), 'cyclone');
  await mixed.until(() => cyclone.isServerAvailable);
  await mixed.network.advance(500);
  cyclone.ask(1n, 2n);
  await mixed.until(() => answers.length === 1);
  const [dead] = mixed.network.hosts.filter((host) => host.address === address);
  if (dead) mixed.network.kill(dead);
  // Its ports are free: the next process of the machine takes them.
  const fastDds = new ScriptedClient(mixed.participant(VendorId.FAST_DDS, address), 'enhanced');
  await mixed.until(() => fastDds.isServerAvailable);
  await mixed.network.advance(500);
  answers.splice(0).forEach((answer) => answer());
  fastDds.ask(3n, 4n);
  await mixed.until(() => answers.length === 1);
  answers.splice(0).forEach((answer) => answer());
  await mixed.until(() => fastDds.sums.size === 1);
  await mixed.network.advance(10_000);
  expect([fastDds.sums.get(1), fastDds.foreign]).toEqual([7n, 0]);
  expect(mixed.oracle.violations).toEqual([]);
  expect(mixed.oracle.judged.cyclone).toBeGreaterThan(0);
});

test('a client asks the successor of a killed Cyclone server soon, other ports or not, and it is not asked what the dead one was', async () => {
  const mixed = new Mixed({ seed: 6 });
  const address = '10.0.9.9';
  // Both are there before either is killed: the second one's ports are others, as Cyclone DDS takes them.
  const [first, second] = [mixed.network.createHost({ address }), mixed.network.createHost({ address })];
  const dead = new ScriptedServer(mixed.participant(VendorId.CYCLONE_DDS, address, first), 'cyclone');
  const client = clientOf(mixed.node('client'));
  await mixed.until(() => client.isServerAvailable);
  expect(await mixed.network.run(() => client.call({ a: 1n, b: 2n }))).toEqual({ sum: 3n });
  mixed.network.kill(first);
  const successor = new ScriptedServer(mixed.participant(VendorId.CYCLONE_DDS, address, second), 'cyclone');
  await mixed.until(() => client.servers.length === 2);
  const between = client.call({ a: 4n, b: 2n });
  await expect(mixed.network.run(() => between, 1_000)).rejects.toMatchObject({ code: 'ERR_NODE_SERVER_LOST' });
  expect(await mixed.network.run(() => client.call({ a: 3n, b: 4n }))).toEqual({ sum: 7n });
  await mixed.network.advance(10_000);
  expect([dead.asked, successor.asked]).toEqual([[1n], [3n]]);
  expect(mixed.oracle.violations).toEqual([]);
});

test('servers of one name on one machine stay when both are there, and the older one is asked', async () => {
  const mixed = new Mixed({ seed: 7, loss: 0.1 });
  const address = '10.0.9.9';
  const client = clientOf(mixed.node('client'));
  const older = new ScriptedServer(mixed.participant(VendorId.CYCLONE_DDS, address), 'cyclone');
  await mixed.until(() => client.servers.length === 1);
  const newer = new ScriptedServer(mixed.participant(VendorId.CYCLONE_DDS, address), 'cyclone');
  await mixed.until(() => client.servers.length === 2);
  await mixed.network.advance(5_000);
  expect(client.servers).toHaveLength(2);
  expect(await mixed.network.run(() => client.call({ a: 1n, b: 2n }))).toEqual({ sum: 3n });
  expect([older.asked, newer.asked]).toEqual([[1n], []]);
});

test('the oracle sees a reply in the wrong dialect', async () => {
  const mixed = new Mixed({ seed: 1 });
  // It says that it is ours, so it is judged; and answers everybody in Cyclone's way.
  new ScriptedServer(mixed.participant(VendorId.UNKNOWN), 'cyclone');
  const clients = [
    new ScriptedClient(mixed.participant(VendorId.CYCLONE_DDS), 'cyclone'),
    new ScriptedClient(mixed.participant(VendorId.FAST_DDS), 'enhanced'),
  ];
  await mixed.until(() => clients.every((client) => client.isServerAvailable));
  await mixed.network.advance(500);
  clients[0]?.ask(1n, 2n);
  await mixed.network.advance(500);
  expect(clients[0]?.sums.size).toBe(1);
  expect(clients[1]?.foreign).toBe(1);
  expect(mixed.oracle.violations).toEqual([
    expect.stringMatching(/^rr\/addReply 1 to .* a foreign header, not enhanced$/),
  ]);
});
