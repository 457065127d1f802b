import { UInt8MultiArray } from '@rclts/interfaces/std_msgs/msg/UInt8MultiArray';
import { String } from '@rclts/interfaces/std_msgs/msg/String';
import { LIMITS } from '@rclts/rtps';
import { limits } from '../../src/limits.js';
import { createNode, type Node } from '../../src/index.js';
import { World } from '../support/world.js';

/** After its writers a node closes what else it has, and a context its participant. A look every few milliseconds is what may come on top. */
const REST_MS = LIMITS.closeLingerMs.value + 20;

/** A publisher, and nodes on other machines that are subscribed to it. */
async function talkerTo(world: World, count: number) {
  const listeners = Array.from({ length: count }, (_, index) => world.node(`listener_${index}`));
  const received: string[] = [];
  for (const listener of listeners) listener.createSubscription(String, 'chatter', ({ data }) => received.push(data));
  const node = world.node('talker');
  const publisher = node.createPublisher(String, 'chatter');
  await world.until(() => publisher.subscriptionCount === count);
  await world.network.advance(1_000);
  return { listeners, received, node, publisher };
}

/** How long it takes to close what is given, in virtual milliseconds. */
async function timeOf(world: World, close: () => Promise<unknown>): Promise<number> {
  const start = world.network.now;
  await world.network.run(close, 60_000);
  return world.network.now - start;
}

const closings: [string, (node: Node) => Promise<void>][] = [
  ['a node', (node) => node.close()],
  ['a context', (node) => node.context.close()],
];

describe.each(closings)('closing %s', (_what, close) => {
  it('takes no longer than its readers need to have all', async () => {
    const world = new World();
    const { node, publisher, received } = await talkerTo(world, 2);
    publisher.publish({ data: 'x' });
    // There, an answer, and a look.
    expect(await timeOf(world, () => close(node))).toBeLessThan(50);
    expect(received).toEqual(['x', 'x']);
  });

  it('waits closeSilentLingerMs for readers that are gone, however many', async () => {
    const world = new World();
    const { listeners, node, publisher } = await talkerTo(world, 5);
    for (const listener of listeners) world.kill(listener);
    publisher.publish({ data: 'x' });
    const elapsed = await timeOf(world, () => close(node));
    expect(elapsed).toBeGreaterThanOrEqual(limits.closeSilentLingerMs);
    expect(elapsed).toBeLessThanOrEqual(limits.closeSilentLingerMs + REST_MS);
  });

  it('waits closeLingerMs for a reader that answers and never has all', async () => {
    const world = new World();
    const listener = world.node('listener');
    listener.createSubscription(UInt8MultiArray, 'bytes', () => undefined);
    const node = world.node('talker');
    const publisher = node.createPublisher(UInt8MultiArray, 'bytes');
    await world.until(() => publisher.subscriptionCount === 1);
    // What is lost is asked for again and again, and there is too much of it.
    world.network.setFaults({ loss: 0.5, delayMs: 50 });
    publisher.publish({ data: new Uint8Array(4_000_000) });
    const elapsed = await timeOf(world, () => close(node));
    expect(elapsed).toBeGreaterThanOrEqual(limits.closeLingerMs);
    expect(elapsed).toBeLessThanOrEqual(limits.closeLingerMs + REST_MS);
  });

  it('is done once for all who ask for it', async () => {
    const world = new World();
    const { node } = await talkerTo(world, 1);
    const closing = close(node);
    expect(close(node)).toBe(closing);
    await world.network.run(() => closing);
    expect(node.isClosed).toBe(true);
  });
});

it('a node that is closing when its context is closed comes to its end, too', async () => {
  for (const name of ['of its own', 'shared']) {
    const world = new World();
    const context = world.context();
    const node = await createNode('talker', name === 'shared' ? { context } : { participant: world.participant() });
    const listener = world.node('listener');
    listener.createSubscription(String, 'chatter', () => undefined);
    const publisher = node.createPublisher(String, 'chatter');
    await world.until(() => publisher.subscriptionCount === 1);
    world.kill(listener);
    publisher.publish({ data: 'x' });
    const closing = node.close();
    const elapsed = await timeOf(world, () => Promise.all([node.context.close(), closing]));
    expect(elapsed).toBeGreaterThanOrEqual(limits.closeSilentLingerMs);
    expect(elapsed).toBeLessThanOrEqual(limits.closeSilentLingerMs + REST_MS);
    expect(node.context.participant.isClosed).toBe(true);
  }
});

it('of a context that is closed nothing is sent, and nothing called back', async () => {
  const world = new World({ loss: 0.1 });
  const { node, listeners } = await talkerTo(world, 2);
  const calls: string[] = [];
  node.schedule(10_000, () => calls.push('timer'));
  node.createSubscription(String, 'back', ({ data }) => calls.push(data));
  const back = listeners[0]?.createPublisher(String, 'back');
  await world.until(() => back?.subscriptionCount === 1);
  const isHeard = new Set<unknown>();
  await world.network.run(() => node.context.close());
  world.network.observeDeliveries((from) => isHeard.add(from));
  back?.publish({ data: 'too late' });
  // What was under way when it closed has arrived by then.
  await world.network.advance(100);
  isHeard.clear();
  await world.network.advance(60_000);
  expect(calls).toEqual([]);
  expect([isHeard.has(world.hostOf(node)), isHeard.size > 0]).toEqual([false, true]);
});
