import { limits } from '../../src/limits.js';
import { World } from '../support/world.js';

/** Encapsulation, goal id, count, 2 500 numbers. */
const FEEDBACK_BYTES = 4 + 16 + 4 + 10_000;
const PUBLISHED = 600;

describe('feedback to a client that is cut off while 600 times 10 kB are published', () => {
  /** What the client hears once it is back. */
  async function heardAfterCut(options: { qos?: { feedback: number } }): Promise<number[]> {
    const world = new World();
    const [serverNode, node] = [world.node('server'), world.node('client')];
    let publish = (): void => undefined;
    world.server(
      options,
      async (handle) => {
        await new Promise<void>((resolve) => (publish = resolve));
        for (let i = 0; i < PUBLISHED; i++) handle.publishFeedback({ sequence: new Int32Array(2_500).fill(i) });
        return new Promise(() => undefined);
      },
      serverNode,
    );
    const client = await world.clientOfServer(node);
    const heard: number[] = [];
    const feedbackCallback = ({ feedback }: { feedback: { sequence: Int32Array } }): void => {
      heard.push(feedback.sequence[0] ?? NaN);
    };
    await world.run(() => client.sendGoal({}, { feedbackCallback }));
    await world.network.advance(100);
    world.network.partition([[world.hostOf(serverNode)], [world.hostOf(node)]]);
    publish();
    await world.network.advance(3_000);
    world.network.heal();
    await world.network.advance(10_000);
    return heard;
  }

  it('is what four megabytes hold of it', async () => {
    const kept = Math.floor(limits.feedbackBytes / FEEDBACK_BYTES);
    expect(await heardAfterCut({})).toEqual(Array.from({ length: kept }, (_, i) => PUBLISHED - kept + i));
  });

  it('is all of it for who says a depth himself', async () => {
    expect(await heardAfterCut({ qos: { feedback: 1_000 } })).toEqual(Array.from({ length: PUBLISHED }, (_, i) => i));
  });
});
