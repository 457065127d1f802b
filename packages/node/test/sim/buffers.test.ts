import { defineMessage } from '@rclts/idl';
import type { Node } from '../../src/index.js';
import { World } from '../support/world.js';

const Sampled = defineMessage('test_pkg/msg/Sampled', 'int32 count\nfloat64[] values');
const sample = (count: number, length: number): { count: number; values: Float64Array } => ({
  count,
  values: new Float64Array(length).fill(count),
});

describe('the buffer of a sample that is forgotten serves another one', () => {
  /** Publishes in two sizes in turn; resolves with what was heard that is not as it was published, and how much was heard. */
  async function run(qos: { history: 'keep_last' | 'keep_all'; depth: number }, loss: number) {
    const world = new World({ loss });
    const [talker, listener]: Node[] = [world.node('talker'), world.node('listener')] as const;
    const sizes = [
      { topic: 'large', length: 1_200 },
      { topic: 'small', length: 200 },
    ] as const;
    const wrong: unknown[] = [];
    let heard = 0;
    const publishers = sizes.map(({ topic, length }) => {
      listener!.createSubscription(
        Sampled,
        topic,
        ({ count, values }) => {
          heard += 1;
          if (values.length !== length || values.some((value) => value !== count)) wrong.push({ topic, count });
        },
        qos,
      );
      return { publisher: talker!.createPublisher(Sampled, topic, qos), length };
    });
    await world.until(() => publishers.every(({ publisher }) => publisher.subscriptionCount === 1));
    for (let count = 1; count <= 300; count++) {
      for (const { publisher, length } of publishers) publisher.publish(sample(count, length));
      await world.network.advance(2);
    }
    await world.network.advance(5_000);
    return { wrong, heard };
  }

  test('and no sample is heard with another one’s octets, though many are repeated after others were written', async () => {
    const { wrong, heard } = await run({ history: 'keep_last', depth: 3 }, 0.2);
    expect(wrong).toEqual([]);
    expect(heard).toBeGreaterThan(100);
  });

  test('and none is lost for that where all are kept', async () => {
    expect(await run({ history: 'keep_all', depth: 1 }, 0.2)).toEqual({ wrong: [], heard: 600 });
  });
});
