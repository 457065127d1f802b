import { World } from '../support/world.js';

describe('onClientLost', () => {
  it.each([
    ['close', 0, 100],
    ['kill', 10_000, 21_000],
  ] as const)(
    'is called once for each active goal of a client that goes (%s), and for nobody else',
    async (how, fromMs, toMs) => {
      const world = new World();
      const lost: number[] = [];
      const server = world.server(
        {
          cancelOnClientLost: true,
          onClientLost: (handle) => void lost.push(handle.request.order),
        },
        (handle) =>
          new Promise((_, reject) =>
            handle.signal.addEventListener('abort', () => reject(handle.signal.reason as Error)),
          ),
      );
      const [leaving, staying] = [world.node('leaving'), world.node('staying')];
      const client = await world.clientOfServer(leaving);
      const other = await world.clientOfServer(staying);
      await world.run(async () => {
        await client.sendGoal({ order: 1 });
        await client.sendGoal({ order: 2 });
        await other.sendGoal({ order: 3 });
      });
      expect(server.goals().map((goal) => goal.client.participant.guidPrefix.text)).toEqual(
        [leaving, leaving, staying].map((node) => node.context.participant.guid.prefix.text),
      );
      const start = world.network.now;
      if (how === 'kill') world.kill(leaving);
      else await world.run(() => leaving.close());
      await world.until(() => server.goals().length === 1, 30_000);
      expect(world.network.now - start).toBeGreaterThanOrEqual(fromMs);
      expect(world.network.now - start).toBeLessThanOrEqual(toMs);
      await world.network.advance(1_000);
      expect(lost).toEqual([1, 2]);
      expect(server.goals()[0]).toMatchObject({
        status: 2,
        isActive: true,
        stamp: { sec: expect.any(Number) as number },
      });
      expect(world.logs).toEqual([]);
    },
  );

  it('is not called for a client in the same process that is still there, and is when it closes', async () => {
    const world = new World();
    const node = world.node('both');
    const lost: string[] = [];
    world.server({ onClientLost: (handle) => void lost.push(handle.goalId) }, () => new Promise(() => undefined), node);
    const client = await world.clientOfServer(node);
    const goal = await world.run(() => client.sendGoal({}));
    await world.network.advance(60_000);
    expect(lost).toEqual([]);
    client.close();
    await world.network.advance(100);
    expect(lost).toEqual([goal.goalId]);
  });
});
