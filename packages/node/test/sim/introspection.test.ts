import { defineService, type ServiceEvent } from '@rclts/idl';
import { SetBool } from '@rclts/interfaces/std_srvs/srv/SetBool';
import { DEFERRED, type Node, type RequestId, ServiceIntrospectionState } from '../../src/index.js';
import { World } from '../support/world.js';

const AddTwoInts = defineService('example_interfaces/srv/AddTwoInts', 'int64 a\nint64 b\n---\nint64 sum');
interface Operands {
  a: bigint;
  b: bigint;
}
type Event = ServiceEvent<Operands, { sum: bigint }>;

const TOPIC = '/add/_service_event';
const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error;

/** What arrives of the events of a service. */
function watch(node: Node): Event[] {
  const events: Event[] = [];
  node.createSubscription(AddTwoInts.event, TOPIC, (event) => void events.push(event));
  return events;
}

/** A server and a client that know each other, and somebody who watches. */
async function served(): Promise<{
  readonly world: World;
  readonly client: ReturnType<typeof createClient>;
  readonly server: ReturnType<typeof createServer>;
  readonly watcher: Node;
  readonly events: Event[];
}> {
  const world = new World();
  const server = createServer(world.node('server'));
  const client = createClient(world.node('client'));
  const watcher = world.node('watcher');
  const events = watch(watcher);
  await world.until(() => client.isServerAvailable);
  return { world, client, server, watcher, events };
}

const createServer = (node: Node) => node.createServiceServer(AddTwoInts, 'add', ({ a, b }) => ({ sum: a + b }));
const createClient = (node: Node) => node.createServiceClient(AddTwoInts, 'add');

/** `type:request,…>response,…` of each event. */
const summary = (events: readonly Event[]): string[] =>
  events.map(
    ({ info, request, response }) =>
      `${info.event_type}:${request.map(({ a, b }) => `${a}+${b}`).join()}>${response.map(({ sum }) => sum).join()}`,
  );

test('both ends publish what passes them, with its contents, under one name of the request', async () => {
  const { world, client, server, watcher, events } = await served();
  client.configureIntrospection('contents');
  server.configureIntrospection('contents');
  await world.until(() => watcher.countPublishers(TOPIC) === 2);
  await world.network.run(() => client.call({ a: 2n, b: 3n }));
  await world.network.run(() => client.call({ a: 3n, b: 4n }));
  await world.until(() => events.length === 8);
  expect(summary(events).sort()).toEqual(['0:2+3>', '0:3+4>', '1:2+3>', '1:3+4>', '2:>5', '2:>7', '3:>5', '3:>7']);
  const gids = new Set(events.map(({ info }) => info.client_gid.join()));
  expect(gids.size).toBe(1);
  for (const { info, request, response } of events) {
    const isFirst = request[0]?.a === 2n || response[0]?.sum === 5n;
    expect(info.sequence_number).toBe(isFirst ? 1n : 2n);
    expect(info.stamp.sec).toBe(watcher.now().sec);
  }
});

test('metadata are events without messages', async () => {
  const { world, client, server, watcher, events } = await served();
  client.configureIntrospection(ServiceIntrospectionState.METADATA);
  server.configureIntrospection(ServiceIntrospectionState.METADATA);
  await world.until(() => watcher.countPublishers(TOPIC) === 2);
  await world.network.run(() => client.call({ a: 2n, b: 3n }));
  await world.until(() => events.length === 4);
  expect(summary(events).sort()).toEqual(['0:>', '1:>', '2:>', '3:>']);
});

test('each end has a state of its own, which may change; off, there is no publisher', async () => {
  const { world, client, server, watcher, events } = await served();
  expect(watcher.countPublishers(TOPIC)).toBe(0);
  server.configureIntrospection('metadata');
  await world.until(() => watcher.countPublishers(TOPIC) === 1);
  await world.network.run(() => client.call({ a: 1n, b: 1n }));
  server.configureIntrospection('contents');
  await world.network.run(() => client.call({ a: 1n, b: 2n }));
  await world.until(() => events.length === 4);
  server.configureIntrospection('off');
  server.configureIntrospection('off');
  await world.network.run(() => client.call({ a: 1n, b: 3n }));
  await world.until(() => watcher.countPublishers(TOPIC) === 0);
  expect(summary(events)).toEqual(['1:>', '2:>', '1:1+2>', '2:>3']);
});

test('a publisher of events has the QoS that was asked for, and ends with its service', async () => {
  const { world, client, server, watcher } = await served();
  server.configureIntrospection('contents', { reliability: 'best_effort' });
  client.configureIntrospection('contents');
  const publishers = (): string[] =>
    watcher.getPublishersInfoByTopic(TOPIC).map(({ node, qos }) => `${node?.name} ${qos.reliability}`);
  await world.until(() => publishers().length === 2 && !publishers().join().includes('undefined'));
  expect(publishers().sort()).toEqual(['client reliable', 'server best_effort']);
  server.close();
  client.close();
  await world.until(() => watcher.countPublishers(TOPIC) === 0);
});

test('responses that are sent later, and those that come too late, are seen', async () => {
  const world = new World();
  const requests: RequestId[] = [];
  const server = world.node('server').createServiceServer(AddTwoInts, 'add', (_request, { requestId }) => {
    requests.push(requestId);
    return DEFERRED;
  });
  const watcher = world.node('watcher');
  const events = watch(watcher);
  const client = createClient(world.node('client'));
  server.configureIntrospection('contents');
  client.configureIntrospection('contents');
  await world.until(() => client.isServerAvailable && watcher.countPublishers(TOPIC) === 2);
  await expect(world.network.run(() => client.call({ a: 1n, b: 1n }, { timeoutMs: 100 }))).rejects.toEqual(
    code('ERR_NODE_TIMEOUT'),
  );
  const [requestId] = requests;
  if (requestId) server.sendResponse(requestId, { sum: 2n });
  await world.until(() => events.length === 4);
  expect(summary(events)).toEqual(['0:1+1>', '1:1+1>', '2:>2', '3:>2']);
  expect(client.unexpectedReplies).toBe(1);
});

test('events that cannot be published are logged once at each end and disturb no call', async () => {
  const world = new World();
  const { kind, typeName, typeHash, definition, request, response, event } = AddTwoInts;
  const encode = (): never => {
    throw new RangeError('too much');
  };
  const codec = { typeName: event.typeName, encode, decode: encode, defaults: encode, normalize: encode };
  const broken = {
    kind,
    typeName,
    typeHash,
    definition,
    request,
    response,
    event: { ...event, typeHash: event.typeHash, codec },
  };
  const server = world.node('server').createServiceServer(broken, 'add', ({ a, b }) => ({ sum: a + b }));
  const client = world.node('client').createServiceClient(broken, 'add');
  server.configureIntrospection('contents');
  client.configureIntrospection('metadata');
  await world.until(() => client.isServerAvailable);
  for (const a of [1n, 2n]) {
    expect(await world.network.run(() => client.call({ a, b: 1n }))).toEqual({ sum: a + 1n });
  }
  const line = `An event on '${TOPIC}' is not published: RangeError: too much`;
  expect(world.lines.filter((text) => text.includes(TOPIC))).toEqual([line, line]);
});

test('a state or QoS that does not exist, and an end that is closed, are refused', async () => {
  const { client, server } = await served();
  for (const end of [client, server]) {
    expect(() => end.configureIntrospection('on' as 'off')).toThrow(
      new TypeError('introspection state: on is not one of off, metadata, contents'),
    );
    expect(() => end.configureIntrospection('contents', 0)).toThrow(RangeError);
    end.close();
    expect(() => end.configureIntrospection('off')).toThrow(code('ERR_NODE_CLOSED'));
  }
});

test('the event type of a generated service is the one that rclpy has', () => {
  expect(SetBool.event.typeName).toBe('std_srvs/srv/SetBool_Event');
  // What rclpy Kilted announces for a publisher of it.
  expect(SetBool.event.typeHash).toBe('RIHS01_3c4c20015afb4303eafd347b1d6a786f171a89c814726961a9593ef10df878cf');
});
