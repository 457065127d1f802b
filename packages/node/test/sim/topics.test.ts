import { defineMessage } from '@rclts/idl';
import { String } from '@rclts/interfaces/std_msgs/msg/String';
import { HistoryKind } from '@rclts/rtps';
import type { MessageInfo, Node, RejectedSample } from '../../src/index.js';
import { World } from '../support/world.js';

const Sampled = defineMessage('test_pkg/msg/Sampled', 'int32 count 7\nfloat64[] values\nstring label');

function pair(world: World): { talker: Node; listener: Node } {
  return { talker: world.node('talker'), listener: world.node('listener') };
}

test('what is published arrives complete, in order, with where it came from', async () => {
  const world = new World();
  const { talker, listener } = pair(world);
  const received: unknown[] = [];
  const infos: MessageInfo[] = [];
  const subscription = listener.createSubscription(Sampled, 'samples', (message, info) => {
    received.push(message);
    infos.push(info);
  });
  const publisher = talker.createPublisher(Sampled, '/samples');
  await world.until(() => publisher.subscriptionCount === 1 && subscription.publisherCount === 1);
  publisher.publish({});
  publisher.publish({ count: -1, values: [1.5, 2.5], label: 'ü' });
  await world.until(() => received.length === 2);
  expect(received).toEqual([
    { count: 7, values: new Float64Array(0), label: '' },
    { count: -1, values: Float64Array.of(1.5, 2.5), label: 'ü' },
  ]);
  expect(infos.map(({ publicationSequenceNumber }) => publicationSequenceNumber)).toEqual([1, 2]);
  expect(infos[0]?.sourceTimestamp?.sec).toBe(listener.now().sec);
  expect(infos[0]?.publisher).toBe(subscription.publishers[0]);
});

test('two nodes of one context find each other', async () => {
  const world = new World();
  const context = world.context();
  const talker = world.node('talker', { context });
  const listener = world.node('listener', { context });
  const received: string[] = [];
  listener.createSubscription(String, 'chatter', ({ data }) => received.push(data));
  const publisher = talker.createPublisher(String, 'chatter');
  await world.until(() => publisher.subscriptionCount === 1);
  publisher.publish({ data: 'hello' });
  await world.until(() => received.length === 1);
  expect(received).toEqual(['hello']);
});

test('a transient local publisher tells a late subscription its last messages, as many as its depth', async () => {
  const world = new World();
  const { talker, listener } = pair(world);
  const publisher = talker.createPublisher(String, 'latched', { durability: 'transient_local', depth: 2 });
  for (const data of ['a', 'b', 'c']) publisher.publish({ data });
  await world.network.advance(1_000);
  const received: string[] = [];
  listener.createSubscription(String, 'latched', ({ data }) => received.push(data), {
    durability: 'transient_local',
    depth: 10,
  });
  await world.until(() => received.length === 2);
  expect(received).toEqual(['b', 'c']);
});

test('reliable and keep all: everything in order and once, at 30 % loss, duplication and reordering', async () => {
  const world = new World({ seed: 5, loss: 0.3, duplication: 0.1, reordering: 0.1, reorderMs: 20 });
  const { talker, listener } = pair(world);
  const received: number[] = [];
  const qos = { history: 'keep_all' } as const;
  listener.createSubscription(Sampled, 'samples', ({ count }) => received.push(count), qos);
  const publisher = talker.createPublisher(Sampled, 'samples', qos);
  await world.until(() => publisher.subscriptionCount === 1);
  const sent = Array.from({ length: 200 }, (_, count) => count);
  for (const count of sent) publisher.publish({ count });
  await world.until(() => received.length >= sent.length, 60_000);
  expect(received).toEqual(sent);
});

test('a message of 1 MB arrives', async () => {
  const world = new World();
  const { talker, listener } = pair(world);
  let received: Float64Array | undefined;
  listener.createSubscription(Sampled, 'samples', ({ values }) => (received = values));
  const publisher = talker.createPublisher(Sampled, 'samples');
  await world.until(() => publisher.subscriptionCount === 1);
  const values = Float64Array.from({ length: 131_072 }, (_, index) => index);
  publisher.publish({ values });
  await world.until(() => received !== undefined);
  expect(received).toEqual(values);
});

test('a message that does not fit its type is refused at once, by the name of the field', () => {
  const publisher = new World().node('talker').createPublisher(Sampled, 'samples');
  expect(() => publisher.publish({ counts: 1 } as never)).toThrow(/counts/);
  expect(() => publisher.publish({ count: 'x' } as never)).toThrow(/count/);
  expect(() => publisher.publish({ count: 2 ** 40 })).toThrow(/count/);
});

test('a callback that throws, or rejects, is logged and told, and the next message arrives', async () => {
  const world = new World();
  const { talker, listener } = pair(world);
  const errors: string[] = [];
  listener.on('error', (error, origin) => errors.push(`${origin}: ${(error as Error).message}`));
  listener.on('error', () => {
    throw new Error('a listener that throws');
  });
  const received: string[] = [];
  listener.createSubscription(String, 'chatter', ({ data }) => {
    received.push(data);
    if (data === 'throw') throw new Error('thrown');
    if (data === 'reject') return Promise.reject(new Error('rejected'));
    return undefined;
  });
  const publisher = talker.createPublisher(String, 'chatter');
  await world.until(() => publisher.subscriptionCount === 1);
  for (const data of ['throw', 'reject', 'fine']) publisher.publish({ data });
  await world.until(() => received.length === 3);
  expect(errors).toEqual(['subscription to /chatter: thrown', 'subscription to /chatter: rejected']);
  expect(world.lines.filter((line) => line.startsWith('subscription to /chatter: Error:'))).toHaveLength(2);
  expect(world.lines.filter((line) => line.includes('a listener that throws'))).toHaveLength(2);
});

test('what does not decode is reported and harms nothing', async () => {
  const world = new World();
  const listener = world.node('listener');
  const rejected: RejectedSample[] = [];
  listener.on('sampleRejected', (rejection) => rejected.push(rejection));
  const received: string[] = [];
  listener.createSubscription(String, 'chatter', ({ data }) => received.push(data));
  const stranger = world.participant();
  const names = { topicName: 'rt/chatter', typeName: 'std_msgs::msg::dds_::String_' };
  const writer = stranger.createWriter({ ...names, qos: { history: HistoryKind.KEEP_ALL } });
  await world.until(() => writer.matchedReaders.length === 1);
  writer.write(Uint8Array.of(0, 1, 0, 0, 255, 255, 255, 127));
  writer.write(Uint8Array.of(9, 9));
  writer.write(String.codec.encode({ data: 'fine' }));
  await world.until(() => received.length === 1);
  expect(rejected.map(({ name, typeName }) => ({ name, typeName }))).toEqual([
    { name: '/chatter', typeName: 'std_msgs/msg/String' },
    { name: '/chatter', typeName: 'std_msgs/msg/String' },
  ]);
  expect(rejected.map(({ error }) => (error as { code: string }).code)).toEqual([
    expect.stringMatching(/^ERR_CDR_/),
    'ERR_CDR_BAD_ENCAPSULATION',
  ]);
});

test('another definition of the type, by its hash, is warned of once and matched all the same', async () => {
  const Other = defineMessage('test_pkg/msg/Sampled', 'int32 count 7\nfloat64[] values\nstring name');
  const world = new World();
  const listener = world.node('listener');
  const received: unknown[] = [];
  listener.createSubscription(Sampled, 'samples', (message) => received.push(message));
  const publishers = ['one', 'two'].map((name) => world.node(name).createPublisher(Other, 'samples'));
  await world.until(() => publishers.every(({ subscriptionCount }) => subscriptionCount === 1));
  publishers[0]?.publish({ name: 'x' });
  await world.until(() => received.length === 1);
  expect(received).toEqual([{ count: 7, values: new Float64Array(0), label: 'x' }]);
  const warnings = world.logs.filter(({ name, message }) => name === 'listener' && message.includes('its hash is'));
  expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining("'/samples'")]);
});

test('another definition of the type is refused where that is asked for, by readers and by writers, and warned of once', async () => {
  const Other = defineMessage('test_pkg/msg/Sampled', 'int32 count 7\nfloat64[] values\nstring name');
  const world = new World();
  const strict = world.node('strict', { typeHashMismatch: 'refuse' });
  const listener = strict.createSubscription(Sampled, 'samples', () => undefined);
  const talker = strict.createPublisher(Sampled, 'answers');
  for (const name of ['one', 'two']) {
    const other = world.node(name);
    other.createPublisher(Other, 'samples');
    other.createSubscription(Other, 'answers', () => undefined);
  }
  const same = world.node('same');
  same.createPublisher(Sampled, 'samples');
  same.createSubscription(Sampled, 'answers', () => undefined);
  await world.network.advance(5_000);
  expect([listener.publisherCount, talker.subscriptionCount]).toEqual([1, 1]);
  const warnings = world.logs.filter(({ name, message }) => name === 'strict' && message.endsWith('It is refused.'));
  expect(warnings.map(({ message }) => message).sort()).toEqual([
    expect.stringContaining("A publisher of '/samples'"),
    expect.stringContaining("A subscription of '/answers'"),
  ]);
});

test('another type of the same topic is not matched', async () => {
  const world = new World();
  const { talker, listener } = pair(world);
  const publisher = talker.createPublisher(String, 'mixed');
  const subscription = listener.createSubscription(Sampled, 'mixed', () => undefined);
  await world.network.advance(5_000);
  expect([publisher.subscriptionCount, subscription.publisherCount]).toEqual([0, 0]);
});

test("QoS that does not go together is warned of on both sides, in rclpy's words", async () => {
  const world = new World();
  const { talker, listener } = pair(world);
  talker.createPublisher(String, 'chatter', { reliability: 'best_effort' });
  listener.createSubscription(String, 'chatter', () => undefined);
  await world.network.advance(5_000);
  expect(world.lines).toEqual(
    expect.arrayContaining([
      "New publisher discovered on topic '/chatter', offering incompatible QoS. " +
        'No messages will be received from it. Last incompatible policy: RELIABILITY',
      "New subscription discovered on topic '/chatter', requesting incompatible QoS. " +
        'No messages will be sent to it. Last incompatible policy: RELIABILITY',
    ]),
  );
});

describe('representations', () => {
  const raw = { topicName: 'rt/chatter', typeName: 'std_msgs::msg::dds_::String_' } as const;

  test('what is written in XCDR2 is read, from a writer that has nothing else', async () => {
    const world = new World();
    const heard: string[] = [];
    const listener = world.node('listener');
    const subscription = listener.createSubscription(String, 'chatter', ({ data }) => heard.push(data));
    const writer = world.participant().createWriter({ ...raw, qos: { dataRepresentation: [2], history: 1 } });
    await world.until(() => subscription.publisherCount === 1);
    // CDR2_LE and CDR2_BE (DDS-XTypes 1.3 §7.6.2.1.2).
    writer.write(Uint8Array.of(0, 7, 0, 0, 3, 0, 0, 0, 0x68, 0x69, 0, 0));
    writer.write(Uint8Array.of(0, 6, 0, 0, 0, 0, 0, 3, 0x68, 0x6f, 0, 0));
    await world.until(() => heard.length === 2);
    expect(heard).toEqual(['hi', 'ho']);
  });

  test('a reader of XCDR2 alone is not matched, and it is said why; who takes either gets XCDR1', async () => {
    const world = new World();
    const talker = world.node('talker');
    const publisher = talker.createPublisher(String, 'chatter', { durability: 'transient_local' });
    const payloads: Uint8Array[] = [];
    for (const dataRepresentation of [[2], [2, 0]])
      world
        .participant()
        .createReader(
          { ...raw, qos: { reliability: 2, durability: 1, dataRepresentation } },
          { onSample: ({ payload }) => void payloads.push(payload) },
        );
    publisher.publish({ data: 'hi' });
    await world.until(() => payloads.length === 1);
    await world.network.advance(5_000);
    expect(payloads).toEqual([Uint8Array.of(0, 1, 0, 0, 3, 0, 0, 0, 0x68, 0x69, 0, 0)]);
    expect(publisher.subscriptionCount).toBe(1);
    expect(world.lines).toEqual([
      "New subscription discovered on topic '/chatter', requesting incompatible QoS. " +
        'No messages will be sent to it. Last incompatible policy: DATA_REPRESENTATION',
    ]);
  });
});

test('names are relative to the namespace, private to the node, remapped, and checked', () => {
  const world = new World();
  const context = world.context(['--ros-args', '-r', 'chatter:=/loud', '-r', '__ns:=/fleet']);
  const node = world.node('talker', { context, args: ['--ros-args', '-r', '__node:=speaker'] });
  expect(node.fullyQualifiedName).toBe('/fleet/speaker');
  expect(node.logger.name).toBe('fleet.speaker');
  expect(node.createPublisher(String, 'chatter').topicName).toBe('/loud');
  expect(node.createPublisher(String, '~/x').topicName).toBe('/fleet/speaker/x');
  expect(node.resolveServiceName('{node}/y')).toBe('/fleet/speaker/y');
  expect(() => node.createPublisher(String, 'foo bar')).toThrow(
    expect.objectContaining({ code: 'ERR_NODE_INVALID_NAME', message: expect.stringMatching(/^Invalid topic name: /) }),
  );
});

test('what is no message type, no callback or no QoS is refused at once', () => {
  const node = new World().node('n');
  expect(() => node.createPublisher({} as never, 'x')).toThrow(
    expect.objectContaining({ code: 'ERR_NODE_UNKNOWN_TYPE' }),
  );
  expect(() => node.createSubscription(String, 'x', 'callback' as never)).toThrow(TypeError);
  expect(() => node.createPublisher(String, 'x', { depth: 0 })).toThrow(RangeError);
  expect(() => node.createPublisher(String, 'x', { reliability: 'yes' } as never)).toThrow(TypeError);
  expect(() => node.createPublisher(String, 'x', { reliable: true } as never)).toThrow(TypeError);
});

test('after close nothing is published and nothing is received', async () => {
  const world = new World();
  const { talker, listener } = pair(world);
  const received: string[] = [];
  let changes = 0;
  const publisher = talker.createPublisher(String, 'chatter');
  const subscription = listener.createSubscription(String, 'chatter', ({ data }) => received.push(data));
  publisher.onMatchedChanged(() => changes++);
  await world.until(() => publisher.subscriptionCount === 1 && subscription.publisherCount === 1);
  subscription.close();
  publisher.publish({ data: 'too late' });
  // The network is served before the user: whoever looks may see the change before he is told of it.
  await world.until(() => publisher.subscriptionCount === 0 && changes > 1);
  expect(changes).toBe(2);
  publisher.close();
  expect(() => publisher.publish({ data: 'x' })).toThrow(expect.objectContaining({ code: 'ERR_NODE_CLOSED' }));
  expect(received).toEqual([]);
});
