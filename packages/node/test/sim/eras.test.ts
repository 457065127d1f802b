import { defineService } from '@rclts/idl';
import { ParticipantEntitiesInfo } from '@rclts/interfaces/rmw_dds_common/msg/ParticipantEntitiesInfo';
import { String } from '@rclts/interfaces/std_msgs/msg/String';
import { Participant, type Sample, sameOctets, type Writer } from '@rclts/rtps';
import { openPeer, type PeerEra, type SimulatedPeer } from '@rclts/sim';
import { Context, Node, participantIdentity } from '../../src/index.js';
import { decodeDiscoveryInfo } from '../../src/ros/discovery-info-form.js';
import { World } from '../support/world.js';

const AddTwoInts = defineService('example_interfaces/srv/AddTwoInts', 'int64 a\nint64 b\n---\nint64 sum');
const INFO = {
  topicName: 'ros_discovery_info',
  typeName: 'rmw_dds_common::msg::dds_::ParticipantEntitiesInfo_',
  qos: { reliability: 2, durability: 1 },
} as const;

/** Machines of several distributions around those of ours. They do not hear each other: real ones break each other's graph. */
class Distributions {
  readonly world: World;
  readonly peers: SimulatedPeer[] = [];
  readonly #theirs = new Set<string>();

  constructor(options: ConstructorParameters<typeof World>[0] = {}) {
    this.world = new World(options);
  }

  peer(era: PeerEra, name: string): Node {
    const address = `10.9.0.${this.#theirs.size + 1}`;
    const peer = openPeer(this.world.network, era, {
      host: { address, hears: (from) => from.address === address || !this.#theirs.has(from.address) },
    });
    this.#theirs.add(address);
    this.peers.push(peer);
    return new Node(new Context(peer.participant), name);
  }
}

const namesOf = (node: Node): string[] =>
  node
    .getNodes()
    .map(({ name }) => name)
    .sort();

describe.each([0, 0.2])('Humble, Jazzy and one of ours between them, at %d loss', (loss) => {
  test('each sees the nodes that it hears, and what they have; none is sent a form that it cannot read', async () => {
    const all = new Distributions({ loss, seed: 7 });
    const early = { humble: all.peer('humble', 'humble'), jazzy: all.peer('jazzy', 'jazzy') };
    const ours = all.world.node('ours', { context: all.world.context() });
    ours.createPublisher(String, 'chatter');
    const late = { humble: all.peer('humble', 'late_humble'), jazzy: all.peer('jazzy', 'late_jazzy') };
    const everybody = [early.humble, early.jazzy, late.humble, late.jazzy];
    for (const node of everybody) node.createPublisher(String, 'chatter');
    await all.world.until(() => namesOf(ours).length === 5 && everybody.every((node) => namesOf(node).length === 2));
    expect(namesOf(ours)).toEqual(['humble', 'jazzy', 'late_humble', 'late_jazzy', 'ours']);
    // What changes, changes for all of them.
    ours.createSubscription(String, 'more', () => undefined);
    const toldOf = (node: Node): unknown => node.getSubscriptionNamesAndTypesByNode('ours', '/');
    await all.world.until(() => everybody.every((node) => (toldOf(node) as unknown[]).length === 1));
    for (const node of everybody) {
      expect(namesOf(node)).toEqual([node.name, 'ours'].sort());
      expect(toldOf(node)).toEqual([{ name: '/more', types: ['std_msgs/msg/String'] }]);
    }
    await all.world.until(() =>
      everybody.every(({ name }) =>
        ours.getPublisherNamesAndTypesByNode(name, '/').some((topic) => topic.name === '/chatter'),
      ),
    );
    await all.world.network.advance(5_000);
    for (const { misread } of all.peers) expect(misread).toEqual([]);
  });

  test('services and topics go both ways with a Humble peer, which knows identities under 0x800f only', async () => {
    const all = new Distributions({ loss, seed: 8 });
    const [humble, ours] = [all.peer('humble', 'humble'), all.world.node('ours')];
    const received: string[] = [];
    for (const [here, there] of [
      [humble, ours],
      [ours, humble],
    ] as const) {
      here.createServiceServer(AddTwoInts, `${here.name}/add`, ({ a, b }) => ({ sum: a + b }));
      there.createSubscription(String, `${here.name}/words`, ({ data }) => received.push(data));
    }
    const clients = [
      ours.createServiceClient(AddTwoInts, 'humble/add'),
      humble.createServiceClient(AddTwoInts, 'ours/add'),
    ];
    const publishers = [humble.createPublisher(String, 'humble/words'), ours.createPublisher(String, 'ours/words')];
    await all.world.until(
      () =>
        clients.every((client) => client.isServerAvailable) &&
        publishers.every(({ subscriptionCount }) => subscriptionCount === 1),
    );
    publishers.forEach((publisher, index) => publisher.publish({ data: ['from humble', 'from us'][index] ?? '' }));
    const sums = await all.world.network.run(() =>
      Promise.all(clients.map((client) => client.call({ a: 2n, b: 3n }, { timeoutMs: 60_000 }))),
    );
    expect(sums).toEqual([{ sum: 5n }, { sum: 5n }]);
    await all.world.until(() => received.length === 2);
    expect(received.sort()).toEqual(['from humble', 'from us']);
    // No hash is no reason to warn, nor not to match.
    expect(all.world.lines).toEqual([]);
  });
});

test('the other sees nothing of us if it gets its graph in the form of the other era: the simulated peers are strict', async () => {
  const world = new World();
  const [humble, jazzy] = [openPeer(world.network, 'humble'), openPeer(world.network, 'jazzy')];
  const nodes = [humble, jazzy].map(({ participant }, index) => new Node(new Context(participant), `node${index}`));
  await world.until(() => humble.misread.length > 0 && jazzy.misread.length > 0);
  expect(nodes.map(namesOf)).toEqual([['node0'], ['node1']]);
});

describe('evidence that comes late', () => {
  /** A reader of `ros_discovery_info`, by itself, and in which forms it is sent. */
  function listen(world: World, userData: string): { forms: (string | undefined)[]; participant: Participant } {
    const identity = { ...participantIdentity('/'), userData: new TextEncoder().encode(userData) };
    const participant = new Participant(world.network.createHost(), { domainId: 0, ...identity });
    const forms: (string | undefined)[] = [];
    const onSample = ({ payload, writer }: Sample): void => {
      if (!sameOctets(writer.participant.guidOctets, participant.guidOctets))
        forms.push(decodeDiscoveryInfo(payload)?.era);
    };
    participant.createReader(INFO, { onSample });
    return { forms, participant };
  }

  const today = (participant: Participant): Uint8Array =>
    ParticipantEntitiesInfo.codec.encode({
      gid: { data: participant.guidOctets },
      node_entities_info_seq: [
        { node_namespace: '/', node_name: 'tool', reader_gid_seq: [], writer_gid_seq: [{ data: new Uint8Array(16) }] },
      ],
    });

  /** Twenty-four octets of a GID, of each that is in there: what Humble would make of it. */
  function humble(payload: Uint8Array): Uint8Array {
    const { gid, node_entities_info_seq: nodes } = ParticipantEntitiesInfo.codec.decode(payload);
    const octets = [0, 1, 0, 0, ...gid.data, ...Array<number>(8).fill(0), nodes.length, 0, 0, 0];
    for (const { node_namespace, node_name, reader_gid_seq, writer_gid_seq } of nodes) {
      for (const text of [node_namespace, node_name]) {
        octets.push(text.length + 1, 0, 0, 0, ...new TextEncoder().encode(text), 0);
        while (octets.length % 4 !== 0) octets.push(0);
      }
      for (const gids of [reader_gid_seq, writer_gid_seq]) {
        octets.push(gids.length, 0, 0, 0);
        for (const { data } of gids) octets.push(...data, ...Array<number>(8).fill(0));
      }
    }
    return Uint8Array.from(octets);
  }

  test.each([
    ['an enclave but no hash', 'enclave=/;', 'humble', 'iron'],
    ['neither', '', 'iron', 'humble'],
  ])('%s: what it writes itself decides, and it gets the graph anew', async (_, userData, first, then) => {
    const world = new World();
    const node = world.node('ours');
    const { forms, participant } = listen(world, userData);
    await world.until(() => forms.length > 0);
    await world.network.advance(3_000);
    expect(new Set(forms)).toEqual(new Set([first]));
    const before = forms.length;
    const writer: Writer = participant.createWriter(INFO);
    writer.write(then === 'iron' ? today(participant) : humble(today(participant)));
    await world.until(() => forms.length > before);
    expect(namesOf(node)).toEqual(['ours', 'tool']);
    node.createPublisher(String, 'more');
    await world.until(() => forms.length > before + 1);
    expect(new Set(forms.slice(before))).toEqual(new Set([then]));
    // Nobody is told again and again because somebody changes his mind.
    const after = forms.length;
    for (let round = 0; round < 10; round++) {
      writer.write(round % 2 === 0 ? today(participant) : humble(today(participant)));
      await world.network.advance(100);
    }
    expect(forms.length).toBe(after);
  });
});
