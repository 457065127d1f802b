import {
  ActionClient,
  ActionServer,
  CancelResponse,
  type FeedbackMessage,
  GoalResponse,
  GoalStatus,
  isRcltsError,
} from '../../src/index.js';
import { Fibonacci, type FibonacciFeedback, World } from '../support/world.js';

const FIBONACCI_10 = Int32Array.of(0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55);
const MEGABYTE = 262_144; // int32s

describe('a goal over a simulated network', () => {
  it('is accepted, gives feedback in order, and ends with its result: twin of test_communication Fibonacci', async () => {
    const world = new World();
    world.server();
    const client = await world.clientOfServer();
    const feedback: Int32Array[] = [];
    const { goal, outcome } = await world.run(async () => {
      const goal = await client.sendGoal(
        { order: 10 },
        { feedbackCallback: (m) => feedback.push(m.feedback.sequence) },
      );
      return { goal, outcome: await goal.getResult() };
    });
    expect(goal.accepted).toBe(true);
    expect(goal.status).toBe(GoalStatus.SUCCEEDED);
    expect(outcome).toEqual({ status: GoalStatus.SUCCEEDED, result: { sequence: FIBONACCI_10 } });
    expect(feedback).toEqual(Array.from({ length: 9 }, (_, i) => FIBONACCI_10.subarray(0, i + 3)));
    expect(world.logs).toEqual([]);
  });

  it('takes the defaults of what is left out, and refuses what it does not know, naming it', async () => {
    const world = new World();
    const orders: number[] = [];
    world.server({}, (handle) => {
      orders.push(handle.request.order);
      handle.succeed();
    });
    const client = await world.clientOfServer();
    await world.run(() => client.sendGoal({}));
    await world.until(() => orders.length === 1);
    expect(orders).toEqual([0]);
    expect(() => client.sendGoal({ oder: 5 } as never)).toThrow(/goal\.oder/);
    expect(() => client.sendGoal({ order: 'five' } as never)).toThrow(/goal\.order/);
  });

  it('is rejected', async () => {
    const world = new World();
    world.server({ goalCallback: (goal) => (goal.order > 5 ? GoalResponse.REJECT : GoalResponse.ACCEPT) });
    const client = await world.clientOfServer();
    const goal = await world.run(() => client.sendGoal({ order: 6 }));
    expect(goal).toMatchObject({ accepted: false, status: GoalStatus.UNKNOWN, stamp: { sec: 0, nanosec: 0 } });
    const response = await world.run(() => goal.cancelGoal());
    expect(response).toEqual({ return_code: 2, goals_canceling: [] });
    expect((await world.run(() => goal.getResult())).status).toBe(GoalStatus.UNKNOWN);
  });

  it('may be accepted by an async callback, and be deferred', async () => {
    const world = new World();
    const node = world.node('server');
    const server = world.server(
      {
        goalCallback: async () => {
          await world.sleep(node, 500);
          return GoalResponse.DEFER;
        },
      },
      undefined,
      node,
    );
    const client = await world.clientOfServer();
    const goal = await world.run(() => client.sendGoal({ order: 3 }));
    expect(goal.accepted).toBe(true);
    await world.network.advance(10_000);
    expect(goal.status).toBe(GoalStatus.ACCEPTED);
    server.goals()[0]?.execute();
    expect((await world.run(() => goal.getResult())).status).toBe(GoalStatus.SUCCEEDED);
    expect(server.goals()).toEqual([]);
  });

  it('runs beside three others', async () => {
    const world = new World();
    world.server();
    const client = await world.clientOfServer();
    const outcomes = await world.run(() =>
      Promise.all([3, 5, 7, 10].map(async (order) => (await client.sendGoal({ order })).getResult())),
    );
    expect(outcomes.map(({ result }) => result.sequence.length)).toEqual([4, 6, 8, 11]);
  });

  it('is aborted by an error, and when its end was forgotten', async () => {
    const world = new World();
    world.server({}, ({ request }) => {
      if (request.order === 2) throw new Error('no such number');
      return { sequence: [request.order] };
    });
    const client = await world.clientOfServer();
    const outcomes = await world.run(() =>
      Promise.all([1, 2].map(async (order) => (await client.sendGoal({ order })).getResult())),
    );
    expect(outcomes).toEqual([
      { status: GoalStatus.ABORTED, result: { sequence: Int32Array.of(1) } },
      { status: GoalStatus.ABORTED, result: { sequence: Int32Array.of() } },
    ]);
    expect(
      world.lines.filter((line) => line.startsWith('Goal state not set, assuming aborted. Goal ID: ')),
    ).toHaveLength(2);
    expect(world.lines.some((line) => line.includes('no such number'))).toBe(true);
  });

  it('is canceled, with its result: twin of rcl_action interaction_with_cancel', async () => {
    const world = new World();
    world.server({ cancelCallback: () => CancelResponse.ACCEPT });
    const node = world.node('client');
    const client = await world.clientOfServer(node);
    const { goal, response, outcome } = await world.run(async () => {
      const goal = await client.sendGoal({ order: 1_000 });
      await world.sleep(node, 100);
      const response = await goal.cancelGoal();
      return { goal, response, outcome: await goal.getResult() };
    });
    expect(response.return_code).toBe(0);
    expect(response.goals_canceling).toEqual([
      { goal_id: { uuid: Uint8Array.from(Buffer.from(goal.goalId, 'hex')) }, stamp: goal.stamp },
    ]);
    expect(outcome.status).toBe(GoalStatus.CANCELED);
    expect(outcome.result.sequence.length).toBeLessThan(20);
  });

  it('is not canceled by default: code REJECTED, and it goes on', async () => {
    const world = new World();
    world.server();
    const client = await world.clientOfServer();
    const { response, outcome } = await world.run(async () => {
      const goal = await client.sendGoal({ order: 10 });
      const response = await goal.cancelGoal();
      return { response, outcome: await goal.getResult() };
    });
    expect(response).toEqual({ return_code: 1, goals_canceling: [] });
    expect(outcome.status).toBe(GoalStatus.SUCCEEDED);
  });

  it('is canceled by its signal, and one that is not accepted yet is given up', async () => {
    const world = new World();
    const server = world.server({ cancelCallback: () => CancelResponse.ACCEPT });
    const client = await world.clientOfServer();
    const controller = new AbortController();
    const outcome = await world.run(async () => {
      const goal = await client.sendGoal({ order: 1_000 }, { signal: controller.signal });
      controller.abort();
      return goal.getResult();
    });
    expect(outcome.status).toBe(GoalStatus.CANCELED);

    const early = new AbortController();
    const sent = client.sendGoal({ order: 1_000 }, { signal: early.signal });
    early.abort(new Error('never mind'));
    await expect(sent).rejects.toThrow('never mind');
    await world.until(() => server.goals().length === 1);
    await world.until(() => server.goals().length === 0); // no orphan runs
  });

  it('gives its result late, many times, until it expires, and UNKNOWN after that', async () => {
    const world = new World();
    const results: number[] = [];
    world.server({ resultTimeoutMs: 5_000 });
    const client = await world.clientOfServer();
    const goal = await world.run(() => client.sendGoal({ order: 5 }));
    await world.until(() => goal.status === GoalStatus.SUCCEEDED);
    await world.network.advance(4_000);
    results.push((await world.run(() => goal.getResult())).status, (await world.run(() => goal.getResult())).status);
    await world.network.advance(2_000);
    results.push((await world.run(() => goal.getResult())).status); // known here
    expect(results).toEqual([4, 4, 4]);

    const forgotten = await world.run(() => client.sendGoal({ order: 5 }));
    await world.network.advance(6_000);
    const outcome = await world.run(() => forgotten.getResult());
    expect(outcome).toEqual({ status: GoalStatus.UNKNOWN, result: { sequence: Int32Array.of() } });
    expect(forgotten.status).toBe(GoalStatus.SUCCEEDED); // the status topic had told
  });

  it.each([0, 0.1])(
    'has a result of a megabyte, also when %d of all datagrams are lost',
    async (loss) => {
      const world = new World();
      const sequence = Int32Array.from({ length: MEGABYTE }, (_, i) => i);
      world.server({}, (handle) => {
        handle.succeed();
        return { sequence };
      });
      const client = await world.clientOfServer();
      world.network.setFaults({ loss });
      const outcome = await world.run(async () => (await client.sendGoal({})).getResult());
      expect(outcome.result.sequence).toEqual(sequence);
    },
    60_000,
  );

  it('refuses a second goal of the same id, from whichever client', async () => {
    const world = new World();
    world.server();
    const client = await world.clientOfServer();
    const other = await world.clientOfServer(world.node('other'));
    const goalId = 'f47ac10b-58cc-4372-a567-0e02b2c3d479';
    const goals = await world.run(() =>
      Promise.all([client.sendGoal({ order: 3 }, { goalId }), other.sendGoal({ order: 4 }, { goalId })]),
    );
    expect(goals.map((goal) => goal.accepted).sort()).toEqual([false, true]);
    expect(goals[0].goalId).toBe(goalId.replaceAll('-', ''));
  });

  it('tells no other client of its feedback, and feedback published without a pause arrives whole', async () => {
    const world = new World();
    world.server({}, (handle) => {
      for (let i = 0; i < 500; i++) handle.publishFeedback({ sequence: [handle.request.order, i] });
      handle.succeed();
    });
    const client = await world.clientOfServer();
    const heard: Record<number, number[]> = { 1: [], 2: [] };
    await world.run(() =>
      Promise.all(
        [1, 2].map(async (order) => {
          const feedbackCallback = ({ feedback }: FeedbackMessage<FibonacciFeedback>) => {
            expect(feedback.sequence[0]).toBe(order);
            heard[order]?.push(feedback.sequence[1] ?? -1);
          };
          return (await client.sendGoal({ order }, { feedbackCallback })).getResult();
        }),
      ),
    );
    const all = Array.from({ length: 500 }, (_, i) => i);
    expect(heard).toEqual({ 1: all, 2: all });
  });

  it('may be served and sent in one process, by one node even', async () => {
    const world = new World();
    const node = world.node('both');
    world.server({}, undefined, node);
    const client = await world.clientOfServer(node);
    const outcome = await world.run(async () => (await client.sendGoal({ order: 10 })).getResult());
    expect(outcome.result.sequence).toEqual(FIBONACCI_10);
  });

  it('may be executed by an async generator', async () => {
    const world = new World();
    const node = world.node('server');
    world.server(
      { cancelCallback: () => 'accept' },
      async function* ({ request, signal }) {
        for (let i = 0; i < request.order; i++) {
          yield { sequence: [i] };
          await world.sleep(node, 10);
          signal.throwIfAborted();
        }
        return { sequence: [request.order] };
      },
      node,
    );
    const client = await world.clientOfServer();
    const heard: number[] = [];
    const outcomes = await world.run(async () => {
      const feedbackCallback = (m: FeedbackMessage<FibonacciFeedback>) => heard.push(m.feedback.sequence[0] ?? -1);
      const goal = await client.sendGoal({ order: 3 }, { feedbackCallback });
      const canceled = await client.sendGoal({ order: 1_000 });
      await canceled.cancelGoal();
      return [await goal.getResult(), await canceled.getResult()];
    });
    expect(outcomes.map(({ status }) => status)).toEqual([GoalStatus.SUCCEEDED, GoalStatus.CANCELED]);
    expect(heard).toEqual([0, 1, 2]);
  });
});

describe('names and types', () => {
  it('are expanded, remapped and checked', () => {
    const world = new World();
    const node = world.node('n', { namespace: '/robot', args: ['--ros-args', '-r', 'fibonacci:=/other/fib'] });
    expect(world.client(node).actionName).toBe('/other/fib');
    expect(world.server({}, undefined, world.node('s', { namespace: '/robot' })).actionName).toBe('/robot/fibonacci');
  });

  it.each([[''], ['has space'], ['1st'], ['double//slash']])('refuse %p', (name) => {
    const world = new World();
    const node = world.node('n');
    const client = world.client(node);
    for (const make of [
      () => new ActionClient(node, client.type, name),
      () => new ActionServer(node, client.type, name, () => undefined),
    ]) {
      expect(make).toThrow(expect.objectContaining({ code: 'ERR_ACTION_INVALID_NAME' }));
    }
  });
});

describe('closing', () => {
  it('of the node closes its action servers and clients, and all that waits rejects', async () => {
    const world = new World();
    const serverNode = world.node('server');
    let signal: AbortSignal | undefined;
    world.server(
      {},
      (handle) => {
        signal = handle.signal;
        return new Promise(() => undefined);
      },
      serverNode,
    );
    const node = world.node('client');
    const client = await world.clientOfServer(node);
    const goal = await world.run(() => client.sendGoal({}));
    await world.until(() => signal !== undefined);
    const lonely = new ActionClient(world.node('lonely'), Fibonacci, 'nobody_serves_this');
    const wait = lonely.waitForServer();
    const asked = goal.getResult();
    await world.run(() => node.close());
    await expect(asked).rejects.toMatchObject({ code: 'ERR_ACTION_CLOSED' });
    expect(signal?.aborted).toBe(false);
    await world.run(() => serverNode.close());
    expect(signal?.aborted).toBe(true);
    lonely.close();
    const error: unknown = await wait.catch((reason: unknown) => reason);
    expect(isRcltsError(error) && error.code).toBe('ERR_ACTION_CLOSED');
    expect(() => world.client(node)).toThrow(expect.objectContaining({ code: 'ERR_NODE_CLOSED' }));
  });

  it('of the server says what has been decided: a result that was just made still arrives', async () => {
    const world = new World();
    const node = world.node('server');
    const server = world.server({}, () => new Promise(() => undefined), node);
    const client = await world.clientOfServer();
    const goal = await world.run(() => client.sendGoal({}));
    await world.until(() => goal.status === GoalStatus.EXECUTING);
    const result = goal.getResult();
    await world.network.advance(100);
    server.goals()[0]?.succeed({ sequence: [1] });
    await world.run(() => node.close());
    expect((await world.run(() => result)).result.sequence).toEqual(Int32Array.of(1));
  });
});
