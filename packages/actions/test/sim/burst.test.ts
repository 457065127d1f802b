import { GoalStatus } from '../../src/index.js';
import { World } from '../support/world.js';

const GOALS = 1_000;
const MAX_BYTES = 20_000_000;

/** Sends goals, `gapMs` from each to the next; each runs for a while that is the same for all, or until `together`. */
async function runGoals(gapMs: number, isTogether: boolean) {
  const world = new World({ delayMs: 1, jitterMs: 10 });
  const [serverNode, node] = [world.node('server'), world.node('client')];
  let finish = (): void => undefined;
  const everybody = new Promise<void>((resolve) => (finish = resolve));
  const server = world.server(
    { resultTimeoutMs: 60_000 },
    async (handle) => {
      await (isTogether ? everybody : world.sleep(serverNode, 2_000));
      handle.succeed();
      return { sequence: [handle.request.order] };
    },
    serverNode,
  );
  const client = await world.clientOfServer(node);
  const bytes = (): number =>
    [serverNode, node].reduce((sum, one) => sum + one.context.participant.statistics.bytesSent, 0);
  const before = bytes();
  const orders = await world.run(async () => {
    const goals = await Promise.all(
      Array.from({ length: GOALS }, async (_, order) => {
        if (gapMs > 0) await world.sleep(node, order * gapMs);
        return client.sendGoal({ order });
      }),
    );
    const outcomes = goals.map((goal) => goal.getResult());
    await world.sleep(node, 100);
    expect(server.goals().length).toBeGreaterThan(0.9 * GOALS);
    finish();
    const done = await Promise.all(outcomes);
    return done.filter(({ status }) => status === GoalStatus.SUCCEEDED).map(({ result }) => result.sequence[0]);
  });
  expect(orders).toEqual(Array.from({ length: GOALS }, (_, order) => order));
  return bytes() - before;
}

describe('1 000 goals of one client, sent without a pause', () => {
  it('that finish together: 1 000 results (rclpy: 788), in at most 20 MB on the wire', async () => {
    expect(await runGoals(0, true)).toBeLessThanOrEqual(MAX_BYTES);
  });
});

describe('1 000 goals at once that come and finish one after the other, a millisecond apart', () => {
  it('do not cost a status sample of 28 kB each: it waits for the next ones', async () => {
    expect(await runGoals(1, false)).toBeLessThanOrEqual(MAX_BYTES / 3);
  });
});
