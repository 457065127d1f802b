import { String } from '@rclts/interfaces/std_msgs/msg/String';
import { Participant } from '@rclts/rtps';
import { Context, createNode, type Node, participantIdentity } from '../../src/index.js';
import { World } from '../support/world.js';

test('a node that is closed makes nothing any more, and closing again is nothing', async () => {
  const world = new World();
  const node = world.node('n');
  const publisher = node.createPublisher(String, 'chatter');
  const closing = node.close();
  expect(node.close()).toBe(closing);
  await world.network.run(() => closing);
  expect(node.isClosed).toBe(true);
  expect(publisher.isClosed).toBe(true);
  expect(() => node.createPublisher(String, 'chatter')).toThrow(expect.objectContaining({ code: 'ERR_NODE_CLOSED' }));
  expect(node.context.isClosed).toBe(false);
});

test('timers call back in time, once, guarded, and not after the node has closed', async () => {
  const world = new World();
  const node = world.node('n');
  const fired: [string, number][] = [];
  const note = (name: string) => (): unknown => fired.push([name, world.network.now]);
  node.schedule(30, note('c'));
  node.schedule(10, note('a'));
  node.schedule(20, () => {
    note('b')();
    throw new Error('in a timer');
  });
  node.schedule(15, note('cancelled'))();
  node.schedule(Infinity, note('never'));
  node.schedule(60, note('too late'));
  node.defer(note('deferred'));
  await world.network.advance(50);
  expect(fired).toEqual([
    ['deferred', 0],
    ['a', 10],
    ['b', 20],
    ['c', 30],
  ]);
  expect(world.lines.some((line) => line.startsWith('timer: Error: in a timer'))).toBe(true);
  await world.network.run(() => node.close());
  node.schedule(1, note('closed'));
  node.defer(note('closed'));
  await world.network.advance(50);
  expect(fired).toHaveLength(4);
});

test('Symbol.asyncDispose closes nodes and contexts', async () => {
  const world = new World();
  const context = world.context();
  const node = world.node('n', { context });
  await world.network.run(() => context[Symbol.asyncDispose]());
  expect([node.isClosed, context.isClosed, context.participant.isClosed]).toEqual([true, true, true]);
  expect(() => world.node('m', { context })).toThrow(expect.objectContaining({ code: 'ERR_NODE_CLOSED' }));
});

/** Neither this machine's network nor its settings decide what is refused. */
const NOWHERE = { environment: {}, discoveryRange: 'off', args: [] } as const;

test.each([
  [
    () => createNode('7n', NOWHERE),
    'ERR_NODE_INVALID_NAME',
    /^Invalid node name: node name must not start with a number:\n {2}'7n'\n {3}\^$/,
  ],
  [() => createNode('n', { ...NOWHERE, namespace: 'a//b' }), 'ERR_NODE_INVALID_NAME', /^Invalid namespace: /],
  [() => createNode('n', { ...NOWHERE, nam: 'x' } as never), 'ERR_NODE_INVALID_ARGUMENT', /nam: no such option/],
  [
    () => createNode('n', { ...NOWHERE, namespace: 1 } as never),
    'ERR_NODE_INVALID_ARGUMENT',
    /namespace: must be a string/,
  ],
  [() => Context.open({ ...NOWHERE, args: ['--ros-args', '-x'] }), 'ERR_NODE_INVALID_ARGUMENT', /'-x'/],
  [
    () => Context.open({ ...NOWHERE, environment: { ROS_DOMAIN_ID: 'x' } }),
    'ERR_NODE_INVALID_ARGUMENT',
    /ROS_DOMAIN_ID/,
  ],
  [() => Context.open({ ...NOWHERE, logSink: 1 } as never), 'ERR_NODE_INVALID_ARGUMENT', /logSink: must be a function/],
])('%s is refused', async (make, code, message) => {
  const refusal = expect.objectContaining({ code, message: expect.stringMatching(message) });
  await expect(make()).rejects.toEqual(refusal);
});

test('a name that is refused leaves the context as it was', async () => {
  const world = new World();
  const context = world.context();
  expect(() => world.node('a b', { context })).toThrow();
  const node = world.node('ab', { context });
  expect(node.getNodes().map(({ name }) => name)).toEqual(['ab']);
});

test('log levels of the command line and of code', () => {
  const world = new World();
  const context = world.context(['--ros-args', '--log-level', 'warn', '--log-level', 'n.child:=debug']);
  const { logger } = world.node('n', { context });
  logger.info('a');
  logger.warn('b');
  logger.getChild('child').debug('c');
  logger.setLevel(10);
  logger.debug('d');
  expect(world.lines).toEqual(['b', 'c', 'd']);
});

test('what is written just before a node, or a publisher, closes still arrives, at 10 % loss too', async () => {
  const world = new World({ seed: 3, loss: 0.1 });
  const listener = world.node('listener');
  const received: string[] = [];
  const subscription = listener.createSubscription(String, 'chatter', ({ data }) => received.push(data));
  const node = world.node('talker');
  const [one, two] = [node.createPublisher(String, 'chatter'), node.createPublisher(String, 'chatter')];
  await world.until(() => one.subscriptionCount + two.subscriptionCount + subscription.publisherCount === 4);
  one.publish({ data: 'one' });
  one.close();
  two.publish({ data: 'two' });
  await world.network.run(() => node.context.close());
  await world.network.advance(1_000);
  expect(received.sort()).toEqual(['one', 'two']);
});

test('closing waits no longer than a moment for a reader that is gone', async () => {
  const world = new World();
  const listener = world.node('listener');
  listener.createSubscription(String, 'chatter', () => undefined);
  const node = world.node('talker');
  const publisher = node.createPublisher(String, 'chatter');
  await world.until(() => publisher.subscriptionCount === 1);
  world.kill(listener);
  publisher.publish({ data: 'x' });
  const start = world.network.now;
  await world.network.run(() => node.close());
  expect(world.network.now - start).toBeLessThan(300);
});

test('a node that has a context of its own closes with it, whichever is closed', async () => {
  const { network } = new World();
  const options = { domainId: 0, ...participantIdentity('/') };
  for (const close of [(node: Node) => node.close(), (node: Node) => node.context.close()]) {
    const node = await createNode('n', { participant: new Participant(network.createHost(), options) });
    await network.run(() => close(node), 10_000);
    expect([node.isClosed, node.context.isClosing, node.context.participant.isClosed]).toEqual([true, true, true]);
  }
});
