import { defineMessage } from '@rclts/idl';
import { LIMITS } from '@rclts/rtps';
import type { Node } from '../../src/index.js';
import { World } from '../support/world.js';

const Sampled = defineMessage('test_pkg/msg/Sampled', 'int32 count 7\nfloat64[] values\nstring label');

function pair(world: World): { talker: Node; listener: Node } {
  return { talker: world.node('talker'), listener: world.node('listener') };
}

describe('a keep_all publisher at its limit', () => {
  /** Publishes until it throws, to a subscription that is cut off. */
  async function full() {
    const world = new World();
    const { talker, listener } = pair(world);
    const received: number[] = [];
    const qos = { history: 'keep_all' } as const;
    listener.createSubscription(Sampled, 'samples', ({ count }) => received.push(count), qos);
    const publisher = talker.createPublisher(Sampled, 'samples', qos);
    await world.until(() => publisher.subscriptionCount === 1);
    await world.network.advance(100);
    world.network.partition([[world.hostOf(talker)], [world.hostOf(listener)]]);
    let count = 0;
    for (; ; count += 1) {
      try {
        publisher.publish({ count });
      } catch (error) {
        expect(error).toMatchObject({ code: 'ERR_RTPS_WRITER_FULL' });
        break;
      }
    }
    return { world, publisher, received, count };
  }

  test('publish throws, publishAsync waits, and nothing is lost', async () => {
    const { world, publisher, received, count } = await full();
    expect(count).toBe(LIMITS.writerHistorySamples.value);
    let isSent = false;
    const sent = publisher.publishAsync({ count }).then(() => (isSent = true));
    await expect(publisher.publishAsync({ count: 'none' } as never)).rejects.toThrow(TypeError);
    await world.network.advance(2_000);
    expect([isSent, received]).toEqual([false, []]);
    world.network.heal();
    await world.until(() => received.length === count + 1, 60_000);
    await sent;
    expect(received).toEqual(Array.from({ length: count + 1 }, (_, i) => i));
    await world.network.run(() => publisher.waitForAllAcked({ timeoutMs: 1_000 }));
  });

  test('whoever waits can give up, and is told when the publisher closes', async () => {
    const { world, publisher } = await full();
    const controller = new AbortController();
    const outcomes = Promise.allSettled([
      publisher.publishAsync({}, { timeoutMs: 100 }),
      publisher.waitForAllAcked({ timeoutMs: 100 }),
      publisher.publishAsync({}, { signal: controller.signal }),
      publisher.publishAsync({}),
      publisher.waitForAllAcked(),
    ]);
    await world.network.advance(200);
    controller.abort(new Error('enough'));
    publisher.close();
    const codes = (await outcomes).map((outcome) => {
      const { code, message } = (outcome as PromiseRejectedResult).reason as { code?: string; message: string };
      return code ?? message;
    });
    expect(codes).toEqual(['ERR_NODE_TIMEOUT', 'ERR_NODE_TIMEOUT', 'enough', 'ERR_NODE_CLOSED', 'ERR_NODE_CLOSED']);
    await expect(publisher.publishAsync({})).rejects.toMatchObject({ code: 'ERR_NODE_CLOSED' });
    await expect(publisher.waitForAllAcked()).rejects.toMatchObject({ code: 'ERR_NODE_CLOSED' });
  });
});
