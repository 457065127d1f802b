import { CancelResponse, GoalStatus, ServerLostError } from '../../src/index.js';
import { World } from '../support/world.js';

const lost = expect.objectContaining({ code: 'ERR_ACTION_SERVER_LOST' }) as unknown;

describe('a server that goes', () => {
  it('without a word: what is open rejects with ServerLostError when its lease has run out, within a second', async () => {
    const world = new World();
    const node = world.node('server');
    world.server({}, () => new Promise(() => undefined), node);
    const client = await world.clientOfServer();
    const goal = await world.run(() => client.sendGoal({}));
    await world.network.advance(1_000);
    const result = goal.getResult();
    world.kill(node);
    const killed = world.network.now;
    await expect(world.run(() => result, 30_000)).rejects.toEqual(lost);
    expect(world.network.now - killed).toBeLessThanOrEqual(21_000);
    await expect(result).rejects.toBeInstanceOf(ServerLostError);
    await expect(world.run(() => goal.cancelGoal())).rejects.toEqual(lost);
    expect(client.isServerAvailable).toBe(false);
  });

  it('with a word: at once', async () => {
    const world = new World();
    const node = world.node('server');
    world.server({}, () => new Promise(() => undefined), node);
    const client = await world.clientOfServer();
    const goal = await world.run(() => client.sendGoal({}));
    const result = goal.getResult();
    await world.network.advance(100);
    const closed = world.network.now;
    void node.close();
    await expect(world.run(() => result)).rejects.toEqual(lost);
    expect(world.network.now - closed).toBeLessThan(500);
  });

  it('before it has answered a goal: that rejects, too', async () => {
    const world = new World();
    const node = world.node('server');
    world.server({ goalCallback: () => new Promise(() => undefined) }, undefined, node);
    const client = await world.clientOfServer();
    const sent = client.sendGoal({});
    await world.network.advance(100);
    void node.close();
    await expect(world.run(() => sent)).rejects.toEqual(lost);
  });

  it('and comes again under the same name: new goals go to it, and the old one is lost', async () => {
    const world = new World();
    const node = world.node('server');
    world.server({}, () => new Promise(() => undefined), node);
    const client = await world.clientOfServer();
    const old = await world.run(() => client.sendGoal({}));
    await world.run(() => node.close());
    world.server();
    await world.run(() => client.waitForServer());
    const outcome = await world.run(async () => (await client.sendGoal({ order: 5 })).getResult());
    expect(outcome.status).toBe(GoalStatus.SUCCEEDED);
    await expect(world.run(() => old.getResult())).rejects.toEqual(lost);
  });
});

describe('a client that goes', () => {
  it.each(['kill', 'close'] as const)(
    '(%s): the goal runs to its end, and others are served meanwhile',
    async (how) => {
      const world = new World();
      const serverNode = world.node('server');
      const server = world.server({}, world.fibonacci(serverNode, 1_000), serverNode);
      const node = world.node('client');
      const client = await world.clientOfServer(node);
      const goal = await world.run(() => client.sendGoal({ order: 40 }));
      void goal.getResult();
      await world.network.advance(1_000);
      if (how === 'kill') world.kill(node);
      else await world.run(() => node.close());
      const other = await world.clientOfServer(world.node('other'));
      const start = world.network.now;
      const second = await world.run(() => other.sendGoal({ order: 1 }));
      expect(second.accepted).toBe(true);
      expect(world.network.now - start).toBeLessThan(50);
      await world.until(() => server.goals().length === 0, 60_000);
      expect(world.logs).toEqual([]);
    },
  );
});

describe('a partition', () => {
  it('of 5 s, with the result made inside: the result arrives when it has healed', async () => {
    const world = new World();
    const [serverNode, node] = [world.node('server'), world.node('client')];
    world.server({}, world.fibonacci(serverNode, 500), serverNode);
    const client = await world.clientOfServer(node);
    const goal = await world.run(() => client.sendGoal({ order: 5 }));
    const result = goal.getResult();
    await world.network.advance(100);
    world.network.partition([[world.hostOf(serverNode)], [world.hostOf(node)]]);
    await world.network.advance(5_000);
    world.network.heal();
    const healed = world.network.now;
    expect((await world.run(() => result)).status).toBe(GoalStatus.SUCCEEDED);
    expect(world.network.now - healed).toBeLessThan(2_000);
  });

  it('longer than the lease: the result is lost, and can be asked for again when it has healed', async () => {
    const world = new World();
    const [serverNode, node] = [world.node('server'), world.node('client')];
    world.server({ resultTimeoutMs: 60_000 }, world.fibonacci(serverNode, 2_000), serverNode);
    const client = await world.clientOfServer(node);
    const goal = await world.run(() => client.sendGoal({ order: 5 }));
    const result = goal.getResult();
    await world.network.advance(100);
    world.network.partition([[world.hostOf(serverNode)], [world.hostOf(node)]]);
    await world.network.advance(30_000);
    await expect(result).rejects.toEqual(lost);
    world.network.heal();
    await world.run(() => client.waitForServer());
    expect((await world.run(() => goal.getResult())).status).toBe(GoalStatus.SUCCEEDED);
  });
});

describe('several servers of one name', () => {
  it('a goal goes to one of them, and what is asked later goes there, too', async () => {
    const world = new World();
    const executed: string[] = [];
    for (const name of ['first', 'second']) {
      const node = world.node(name);
      world.server(
        { cancelCallback: () => CancelResponse.ACCEPT },
        (handle) => (executed.push(name), world.fibonacci(node)(handle)),
        node,
      );
    }
    const client = world.client();
    await world.network.advance(5_000);
    const outcomes = await world.run(async () => {
      const goal = await client.sendGoal({ order: 3 });
      const canceled = await client.sendGoal({ order: 1_000 });
      const response = await canceled.cancelGoal();
      expect(response.goals_canceling).toHaveLength(1);
      return [await goal.getResult(), await canceled.getResult()];
    });
    expect(outcomes.map(({ status }) => status)).toEqual([GoalStatus.SUCCEEDED, GoalStatus.CANCELED]);
    expect(executed).toHaveLength(2);
  });

  it('all of them have a goal each, if the caller asks for that', async () => {
    const world = new World();
    const executed: string[] = [];
    for (const name of ['first', 'second']) {
      world.server({}, (handle) => (executed.push(name), handle.succeed()), world.node(name));
    }
    const client = world.client();
    await world.until(() => client.servers.length === 2);
    const outcomes = await world.run(async () => {
      const goals = await Promise.all(client.servers.map((server) => client.sendGoal({}, { server })));
      expect(new Set(goals.map(({ goalId }) => goalId)).size).toBe(2);
      return Promise.all(goals.map((goal) => goal.result));
    });
    expect(outcomes.map(({ status }) => status)).toEqual([GoalStatus.SUCCEEDED, GoalStatus.SUCCEEDED]);
    expect([...executed].sort()).toEqual(['first', 'second']);
  });
});

describe('bursts', () => {
  it('100 goals without a pause: 100 accepted, 100 finished (rclpy: 11)', async () => {
    const world = new World();
    world.server();
    const client = await world.clientOfServer();
    const outcomes = await world.run(() =>
      Promise.all(Array.from({ length: 100 }, async () => (await client.sendGoal({ order: 5 })).getResult())),
    );
    expect(outcomes.filter(({ status }) => status === GoalStatus.SUCCEEDED)).toHaveLength(100);
  });
});

describe('a lossy network: 30 % lost, 10 % twice, 10 % late', () => {
  it.each(Array.from({ length: 20 }, (_, i) => i + 1))('seed %i: every goal ends once, in its order', async (seed) => {
    const world = new World({ seed });
    world.server({ cancelCallback: () => CancelResponse.ACCEPT, resultTimeoutMs: Infinity });
    const client = await world.clientOfServer();
    world.network.setFaults({ loss: 0.3, duplication: 0.1, reordering: 0.1 });
    const heard: string[][] = [];
    const statuses = await world.run(
      () =>
        Promise.all(
          [3, 6, 9, 1_000].map(async (order) => {
            const log: string[] = [];
            heard.push(log);
            const goal = await client.sendGoal(
              { order },
              { feedbackCallback: (m) => log.push(String(m.feedback.sequence.length)) },
            );
            log.push('accepted');
            if (order === 1_000) expect((await goal.cancelGoal()).goals_canceling).toHaveLength(1);
            const { status } = await goal.getResult();
            log.push('result');
            return status;
          }),
        ),
      600_000,
    );
    expect(statuses).toEqual([4, 4, 4, 5]);
    await world.network.advance(10_000);
    for (const log of heard) {
      expect(log[0]).toBe('accepted');
      expect(log.at(-1)).toBe('result');
      const lengths = log.slice(1, -1).map(Number);
      expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
      expect(new Set(lengths).size).toBe(lengths.length);
    }
  });
});
