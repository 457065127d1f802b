import { defineService } from '@rclts/idl';
import {
  createNode,
  DEFERRED,
  type Node,
  type RequestInfo,
  type ServiceClient,
  type ServiceServer,
} from '../../src/index.js';
import { World } from '../support/world.js';

const AddTwoInts = defineService('example_interfaces/srv/AddTwoInts', 'int64 a\nint64 b\n---\nint64 sum');
interface Operands {
  a: bigint;
  b: bigint;
}
type Client = ServiceClient<Operands, { sum: bigint }>;
type Server = ServiceServer<Operands, { sum: bigint }>;

const add = ({ a, b }: Operands): { sum: bigint } => ({ sum: a + b });
const code = (expected: string): unknown => expect.objectContaining({ code: expected });

function serve(node: Node, handler: (request: Operands, info: RequestInfo) => unknown = add): Server {
  return node.createServiceServer(AddTwoInts, 'add', handler as typeof add);
}

/** A client that sees `count` servers. */
async function clientOf(world: World, count = 1, node = world.node('client')): Promise<Client> {
  const client = node.createServiceClient(AddTwoInts, 'add');
  await world.until(() => client.servers.length === count);
  return client;
}

const never = (): typeof DEFERRED => DEFERRED;

test('a call is answered', async () => {
  const world = new World();
  serve(world.node('server'));
  const client = await clientOf(world);
  expect(await world.network.run(() => client.call({ a: 2n, b: 3 }))).toEqual({ sum: 5n });
  expect(client.pendingCalls).toBe(0);
});

test('server and client may be in one context, in one node, even', async () => {
  const world = new World();
  const node = world.node('both');
  serve(node);
  const client = await clientOf(world, 1, node);
  expect(await world.network.run(() => client.call({ a: 1n, b: 1n }))).toEqual({ sum: 2n });
});

test('handlers may answer at once, as a promise, or later', async () => {
  const world = new World();
  const node = world.node('server');
  const requests: RequestInfo[] = [];
  const server = serve(node, (request, info) => {
    if (request.a === 1n) return add(request);
    if (request.a === 2n) return new Promise((resolve) => node.schedule(50, () => resolve(add(request))));
    requests.push(info);
    return DEFERRED;
  });
  const asker = world.node('client');
  const client = await clientOf(world, 1, asker);
  const sums: bigint[] = [];
  for (const a of [3n, 2n, 1n]) void client.call({ a, b: 10n }).then(({ sum }) => sums.push(sum));
  await world.until(() => sums.length === 2);
  expect(requests).toHaveLength(1);
  const [info] = requests;
  if (info) server.sendResponse(info.requestId, { sum: 0n });
  await world.until(() => sums.length === 3);
  expect(sums).toEqual([11n, 12n, 0n]);
  expect(info?.requester.guidOctets).toEqual(asker.context.participant.guidOctets);
  expect(info?.sourceTimestamp?.sec).toBe(node.now().sec);
});

test('1 000 calls at once are all answered, each with its own answer', async () => {
  const world = new World();
  serve(world.node('server'));
  const client = await clientOf(world);
  const numbers = Array.from({ length: 1_000 }, (_, index) => BigInt(index));
  const sums = await world.network.run(() => Promise.all(numbers.map((a) => client.call({ a, b: 1n }))));
  expect(sums).toEqual(numbers.map((a) => ({ sum: a + 1n })));
});

test('calls are answered once, each handler run once, at 30 % loss, duplication and reordering', async () => {
  const world = new World({ seed: 11, loss: 0.3, duplication: 0.1, reordering: 0.1, reorderMs: 30 });
  const asked: bigint[] = [];
  serve(world.node('server'), (request) => {
    asked.push(request.a);
    return add(request);
  });
  const client = await clientOf(world);
  const numbers = Array.from({ length: 100 }, (_, index) => BigInt(index));
  const sums = await world.network.run(() => Promise.all(numbers.map((a) => client.call({ a, b: a }))), 60_000);
  expect(sums).toEqual(numbers.map((a) => ({ sum: 2n * a })));
  expect(asked).toEqual(numbers);
  expect(client.unexpectedReplies).toBe(0);
});

test('a call goes to one server only, the one that was asked for', async () => {
  const world = new World();
  const asked: string[] = [];
  const nodes = ['one', 'two', 'three'].map((name) => world.node(name));
  for (const node of nodes) {
    serve(node, (request) => {
      asked.push(node.name);
      return add(request);
    });
  }
  const client = await clientOf(world, 3);
  for (const server of client.servers) await world.network.run(() => client.call({}, { server }));
  expect([...asked].sort()).toEqual(['one', 'three', 'two']);
  asked.length = 0;
  await world.network.run(() => Promise.all([client.call({}), client.call({}), client.call({})]));
  await world.network.advance(5_000);
  expect(new Set(asked).size).toBe(1);
  expect(asked).toHaveLength(3);
});

test('replies go to who asked alone: other clients of the service never see them', async () => {
  const world = new World();
  serve(world.node('server'));
  const clients = [await clientOf(world), await clientOf(world)];
  const same = clients.map((client, index) => client.call({ a: BigInt(index), b: 0n }));
  expect(await world.network.run(() => Promise.all(same))).toEqual([{ sum: 0n }, { sum: 1n }]);
  expect(clients.map((client) => client.unexpectedReplies)).toEqual([0, 0]);
});

describe('when there is no answer', () => {
  test('a call without a server rejects at once', async () => {
    const world = new World();
    const client = world.node('client').createServiceClient(AddTwoInts, 'add');
    await expect(client.call({})).rejects.toEqual(code('ERR_NODE_SERVER_UNAVAILABLE'));
  });

  test('a call rejects when its time is up, and the late answer is nobody’s', async () => {
    const world = new World();
    const node = world.node('server');
    serve(node, (request) => new Promise((resolve) => node.schedule(500, () => resolve(add(request)))));
    const client = await clientOf(world);
    const start = world.network.now;
    await expect(world.network.run(() => client.call({}, { timeoutMs: 300 }))).rejects.toEqual(
      code('ERR_NODE_TIMEOUT'),
    );
    expect(world.network.now - start).toBe(300);
    await world.until(() => client.unexpectedReplies === 1);
    expect(client.pendingCalls).toBe(0);
  });

  test("a call that is aborted rejects with the signal's reason, before or after it is sent", async () => {
    const world = new World();
    serve(world.node('server'), never);
    const client = await clientOf(world);
    const reason = new Error('enough');
    await expect(client.call({}, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    world.network.after(100, () => controller.abort(reason));
    await expect(world.network.run(() => client.call({}, { signal: controller.signal }))).rejects.toBe(reason);
    expect(client.pendingCalls).toBe(0);
  });

  test.each(['server', 'node'])('calls reject when the %s closes', async (what) => {
    const world = new World();
    const node = world.node('server');
    const server = serve(node, never);
    const client = await clientOf(world);
    world.network.after(100, () => (what === 'server' ? server.close() : void node.context.close()));
    const call = world.network.run(() => client.call({}));
    await expect(call).rejects.toEqual(code('ERR_NODE_SERVER_LOST'));
    expect(client.isServerAvailable).toBe(false);
  });

  test('calls reject when the lease of a killed server runs out', async () => {
    const world = new World();
    const node = world.node('server');
    serve(node, never);
    const client = await clientOf(world);
    const start = world.network.now;
    world.network.after(100, () => world.kill(node));
    await expect(world.network.run(() => client.call({}))).rejects.toEqual(code('ERR_NODE_SERVER_LOST'));
    expect(world.network.now - start).toBeLessThan(21_100);
  });

  test('another server of the name goes on being asked, and only its own calls are lost', async () => {
    const world = new World();
    const nodes = ['one', 'two'].map((name) => world.node(name));
    for (const node of nodes) serve(node, (request) => (request.a === 0n ? DEFERRED : add(request)));
    const client = await clientOf(world, 2);
    const lost = client.call({ a: 0n });
    const [first] = client.servers;
    const node = nodes.find((each) => first && same(each.context.participant.guidOctets, first.guidOctets));
    await world.network.advance(100);
    await Promise.all([node?.close(), world.network.advance(1_000)]);
    await expect(lost).rejects.toEqual(code('ERR_NODE_SERVER_LOST'));
    expect(client.servers).toHaveLength(1);
    expect(await world.network.run(() => client.call({ a: 1n, b: 1n }))).toEqual({ sum: 2n });
  });

  test('calls reject when the client, or its node, closes; a dropped promise is no unhandled rejection', async () => {
    const world = new World();
    serve(world.node('server'), never);
    const node = world.node('client');
    const client = await clientOf(world, 1, node);
    const calls = [client.call({}), client.call({})];
    void client.call({});
    await world.network.run(() => node.close());
    await world.network.advance(1_000);
    for (const call of calls) await expect(call).rejects.toEqual(code('ERR_NODE_CLOSED'));
    await expect(client.call({})).rejects.toEqual(code('ERR_NODE_CLOSED'));
  });

  test('a request that does not fit its type is refused at once, before anything is sent', async () => {
    const world = new World();
    serve(world.node('server'));
    const client = await clientOf(world);
    expect(() => client.call({ c: 1 } as never)).toThrow(/c\b/);
    expect(() => client.call({}, { timeoutMs: NaN })).toThrow(RangeError);
    expect(client.pendingCalls).toBe(0);
  });
});

test('a handler that throws, rejects or answers nonsense is logged, answers nothing, and the next call is served', async () => {
  const world = new World();
  const node = world.node('server');
  const errors: unknown[] = [];
  node.on('error', (error) => errors.push(error));
  serve(node, (request) => {
    if (request.a === 1n) throw new Error('thrown');
    if (request.a === 2n) return Promise.reject(new Error('rejected'));
    if (request.a === 3n) return { total: 1n };
    if (request.a === 4n) return undefined;
    return add(request);
  });
  const client = await clientOf(world);
  const bad = [1n, 2n, 3n, 4n].map((a) => client.call({ a }, { timeoutMs: 100 }));
  await world.network.advance(200);
  for (const call of bad) await expect(call).rejects.toEqual(code('ERR_NODE_TIMEOUT'));
  expect(errors).toHaveLength(4);
  expect(world.lines.filter((line) => line.startsWith('server of /add: '))).toHaveLength(4);
  expect(await world.network.run(() => client.call({ a: 5n }))).toEqual({ sum: 5n });
});

describe('availability', () => {
  test('waits for a server, and for no longer than asked', async () => {
    const world = new World();
    const client = world.node('client').createServiceClient(AddTwoInts, 'add');
    const changes: number[] = [];
    client.onAvailabilityChanged(() => changes.push(client.servers.length));
    const late = world.network.run(() => client.waitForService({ timeoutMs: 1_000 }));
    await expect(late).rejects.toEqual(code('ERR_NODE_TIMEOUT'));
    let server: Server | undefined;
    world.network.after(500, () => (server = serve(world.node('server'))));
    await world.network.run(() => client.waitForService());
    expect(client.isServerAvailable).toBe(true);
    await client.waitForService();
    server?.close();
    await world.until(() => !client.isServerAvailable);
    expect(changes).toEqual([1, 0]);
    const waiting = client.waitForService();
    client.close();
    await expect(waiting).rejects.toEqual(code('ERR_NODE_CLOSED'));
  });

  test('a peer that has half a service is no server, and does not block the name for others', async () => {
    const world = new World();
    const half = world.participant();
    half.createReader(
      {
        topicName: 'rq/addRequest',
        typeName: 'example_interfaces::srv::dds_::AddTwoInts_Request_',
        qos: { reliability: 2 },
      },
      { onSample: () => undefined },
    );
    const client = world.node('client').createServiceClient(AddTwoInts, 'add');
    await world.network.advance(3_000);
    expect(client.isServerAvailable).toBe(false);
    serve(world.node('server'));
    await world.until(() => client.servers.length === 1);
    expect(await world.network.run(() => client.call({ a: 1n }))).toEqual({ sum: 1n });
  });

  test('of two servers in one context the older answers, and the other when it has gone', async () => {
    const world = new World();
    const context = world.context();
    const asked: string[] = [];
    const serverOf = (name: string): Server =>
      serve(world.node(name, { context }), (request) => {
        asked.push(name);
        return add(request);
      });
    const older = serverOf('older');
    serverOf('younger');
    expect(world.lines).toEqual([
      "Another server of '/add' is in this context. It answers as long as it is there: one request is never served twice.",
    ]);
    for (const node of [world.node('remote'), world.node('local', { context })]) {
      const client = await clientOf(world, 1, node);
      await world.network.run(() => Promise.all([client.call({ a: 1n }), client.call({ a: 2n })]));
      await world.network.advance(1_000);
      expect(asked.splice(0)).toEqual(['older', 'older']);
      expect(client.unexpectedReplies).toBe(0);
    }
    older.close();
    const client = await clientOf(world);
    expect(await world.network.run(() => client.call({ a: 1n }))).toEqual({ sum: 1n });
    expect(asked).toEqual(['younger']);
  });

  test('a second server in the same participant makes no second entry, and loses no call', async () => {
    const world = new World();
    const node = world.node('server');
    const requests: RequestInfo[] = [];
    const server = serve(node, (_, info) => {
      requests.push(info);
      return DEFERRED;
    });
    const client = await clientOf(world);
    const call = client.call({ a: 1n });
    await world.until(() => requests.length === 1);
    serve(node);
    await world.network.advance(1_000);
    expect(client.servers).toHaveLength(1);
    const [info] = requests;
    if (info) server.sendResponse(info.requestId, { sum: 9n });
    expect(await world.network.run(() => call)).toEqual({ sum: 9n });
  });
});

describe('a reply whose reader is not there', () => {
  const names = {
    request: { topicName: 'rq/addRequest', typeName: 'example_interfaces::srv::dds_::AddTwoInts_Request_' },
    reply: { topicName: 'rr/addReply', typeName: 'example_interfaces::srv::dds_::AddTwoInts_Response_' },
    qos: { reliability: 2, history: 1 },
  } as const;
  const request = (a: bigint): Uint8Array => AddTwoInts.request.codec.encode({ a, b: 0n });
  // What a reader that is created second will have as GUID: the writer's, with key and kind of the next endpoint.
  const unknownReader = (prefix: Uint8Array): Uint8Array => Uint8Array.of(...prefix.subarray(0, 12), 0, 0, 99, 4);

  test('waits five seconds, delays nobody, is dropped and counted', async () => {
    const world = new World();
    const server = serve(world.node('server'));
    const client = await clientOf(world);
    const stranger = world.participant();
    const writer = stranger.createWriter({ ...names.request, qos: names.qos });
    await world.until(() => writer.matchedReaders.length === 1);
    const guid = unknownReader(stranger.guidOctets);
    for (let a = 0n; a < 10n; a++) {
      writer.write(request(a), { relatedSampleIdentity: { guid, sequenceNumber: -1 } });
    }
    await world.network.advance(20);
    const start = world.network.now;
    expect(await world.network.run(() => client.call({ a: 1n }))).toEqual({ sum: 1n });
    expect(world.network.now - start).toBeLessThan(5);
    expect(server.droppedReplies).toBe(0);
    await world.until(() => server.droppedReplies === 10, 5_020);
  });

  test('is sent as soon as the reader is matched', async () => {
    const world = new World();
    const server = serve(world.node('server'));
    const stranger = world.participant();
    const writer = stranger.createWriter({ ...names.request, qos: names.qos });
    await world.until(() => writer.matchedReaders.length === 1);
    // A request that names nobody is answered to whatever reader of the participant there is, as rmw_fastrtps does.
    writer.write(request(7n));
    await world.network.advance(50);
    const replies: unknown[] = [];
    stranger.createReader({ ...names.reply, qos: names.qos }, { onSample: (sample) => replies.push(sample) });
    await world.until(() => replies.length === 1);
    expect(replies).toEqual([
      expect.objectContaining({
        relatedSampleIdentity: { guid: writer.guidOctets, sequenceNumber: 1 },
        payload: AddTwoInts.response.codec.encode({ sum: 7n }),
      }),
    ]);
    expect(server.droppedReplies).toBe(0);
  });

  test('is given up at once when its client goes away', async () => {
    const world = new World();
    const server = serve(world.node('server'));
    const stranger = world.participant();
    const writer = stranger.createWriter({ ...names.request, qos: names.qos });
    await world.until(() => writer.matchedReaders.length === 1);
    const guid = unknownReader(stranger.guidOctets);
    writer.write(request(1n), { relatedSampleIdentity: { guid, sequenceNumber: -1 } });
    await world.network.advance(20);
    writer.close();
    await world.until(() => server.droppedReplies === 1, 50);
  });
});

test('a reply that is too large is refused at once, whether its reader is there or not', async () => {
  const world = new World();
  const Blob = defineService('my_pkg/srv/Blob', '---\nuint8[] octets');
  const node = world.node('server');
  const requests: RequestInfo[] = [];
  const server = node.createServiceServer(Blob, 'blob', (_request, info) => {
    requests.push(info);
    return DEFERRED;
  });
  const client = world.node('client').createServiceClient(Blob, 'blob');
  await world.until(() => client.isServerAvailable);
  const call = client.call({});
  const stranger = world.participant();
  const writer = stranger.createWriter({
    topicName: 'rq/blobRequest',
    typeName: 'my_pkg::srv::dds_::Blob_Request_',
    qos: { reliability: 2, history: 1 },
  });
  await world.until(() => writer.matchedReaders.length === 1);
  writer.write(Blob.request.codec.encode({ structure_needs_at_least_one_member: 0 } as never));
  await world.until(() => requests.length === 2);
  for (const { requestId } of requests) {
    expect(() => server.sendResponse(requestId, { octets: new Uint8Array(51_000_000) })).toThrow(
      code('ERR_RTPS_PAYLOAD_TOO_LARGE') as Error,
    );
  }
  for (const { requestId } of requests) server.sendResponse(requestId, { octets: [1] });
  expect(await world.network.run(() => call)).toEqual({ octets: Uint8Array.of(1) });
});

test('a reply that is lost with all its repairs is asked for, sooner than the writer would offer it again', async () => {
  const world = new World();
  const node = world.node('server');
  serve(node);
  const client = await clientOf(world);
  const cut = (): void => world.network.partition([[world.hostOf(node)]]);
  const call = client.call({ a: 1n });
  world.network.after(2, cut);
  world.network.after(150, () => world.network.heal());
  expect(await world.network.run(() => call, 2_000)).toEqual({ sum: 1n });
});

test('undecodable requests and replies are reported, the call rejects, both ends live', async () => {
  const Other = defineService('example_interfaces/srv/AddTwoInts', 'int64 a\nstring b\n---\nint8 sum');
  const world = new World();
  const server = world.node('server');
  const rejected: string[] = [];
  const note = ({ name, typeName }: { name: string; typeName: string }): unknown =>
    rejected.push(`${name} ${typeName}`);
  server.on('sampleRejected', note);
  server.createServiceServer(Other, 'add', () => ({ sum: 1 }));
  const node = world.node('client');
  node.on('sampleRejected', note);
  const client = await clientOf(world, 1, node);
  await expect(world.network.run(() => client.call({ b: 2n ** 31n }, { timeoutMs: 500 }))).rejects.toEqual(
    code('ERR_NODE_TIMEOUT'),
  );
  // An empty string, read from eight zero octets: the request passes, the one-octet reply does not.
  await expect(world.network.run(() => client.call({ b: 1n }, { timeoutMs: 500 }))).rejects.toEqual(
    code('ERR_CDR_OUT_OF_BOUNDS'),
  );
  expect(rejected).toEqual([
    '/add example_interfaces/srv/AddTwoInts_Request',
    '/add example_interfaces/srv/AddTwoInts_Response',
  ]);
});

test('a simulated participant can be given to createNode, which closes it with the node', async () => {
  const world = new World();
  const participant = world.participant();
  const node = await createNode('n', { participant });
  await world.network.run(() => node.close());
  await world.network.advance(1_000);
  expect(participant.isClosed).toBe(true);
  await expect(createNode('n', { participant: world.participant(), domainId: 3 })).rejects.toEqual(
    code('ERR_NODE_INVALID_ARGUMENT'),
  );
});

const same = (left: Uint8Array, right: Uint8Array): boolean => Buffer.compare(left, right) === 0;
