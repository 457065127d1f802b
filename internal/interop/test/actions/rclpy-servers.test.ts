import {
  ActionClient,
  CancelReturnCode,
  type ClientGoalHandle,
  defineAction,
  GoalStatus,
  type GoalSnapshot,
  type Node,
  ServerLostError,
} from '@rclts/actions';
import { WITH_SERVERS, WithServersRow } from '../../src/action-rows.js';
import { Fibonacci } from '../../src/peer/behaviours.js';
import type { RemotePeer } from '../../src/remote-peer.js';
import { Order } from '../../src/scenario/order.js';
import { eventually } from '../../src/scenario/scenario.js';
import { LEASE_MS, PATIENCE_MS, ShortLived } from '../support/short-lived.js';

const TEST_MS = 300_000;
/** Both peers serve this one, each of them one of its own besides. */
const SHARED = '/shared';

type Sequence = { sequence: Int32Array };
type Handle = ClientGoalHandle<Sequence, Sequence>;

const hex = (uuid: ArrayLike<number>): string => Buffer.from(Array.from(uuid)).toString('hex');

describe(WITH_SERVERS, () => {
  let world: ShortLived;
  let node: Node;
  let first: RemotePeer;
  let second: RemotePeer;

  const clientOf = (action: string, waitMs = 0, ours = node) =>
    new ActionClient(ours, Fibonacci, action, { serverLost: { waitMs } });
  const available = async (action: string, waitMs = 0, ours = node) => {
    const client = clientOf(action, waitMs, ours);
    await client.waitForServer({ timeoutMs: PATIENCE_MS });
    return client;
  };
  const idsAt = (peer: RemotePeer, kind: 'executing' | 'cancel'): readonly string[] =>
    peer.events.flatMap((event) => (event.event === kind ? [event.goalId] : []));
  const becomes = (what: string, isSo: () => boolean): Promise<void> =>
    eventually(what, PATIENCE_MS, () => Promise.resolve(isSo()));
  const test = (title: string, body: () => Promise<void>): void => it(title, () => world.reporting(body), TEST_MS);

  beforeAll(async () => {
    world = await ShortLived.start();
    [node, first, second] = await Promise.all([world.node('client'), world.rclpy('first'), world.rclpy('second')]);
    for (const action of ['/first', SHARED]) await first.call('createActionServer', { action });
    for (const action of ['/second', SHARED]) await second.call('createActionServer', { action });
  }, TEST_MS);

  afterAll(() => world.close(), TEST_MS);

  test(WithServersRow.GENERIC, async () => {
    const text: string = ['int32 order', 'int32[] sequence', 'int32[] sequence'].join('\n---\n');
    const client = new ActionClient(node, defineAction('test_msgs/action/Fibonacci', text), '/first');
    expect(() => client.sendGoal({ order: 'three' })).toThrow(/order/);
    const goal = await client.sendGoal(JSON.parse('{"order": 4}') as Record<string, unknown>);
    const heard: unknown[] = [];
    for await (const feedback of goal.feedback()) heard.push(Array.from(feedback['sequence'] as Int32Array));
    const { status, result } = await goal.result;
    expect(heard.at(-1)).toEqual([0, 1, 1, 2, 3]);
    expect({ status, result }).toEqual({
      status: GoalStatus.SUCCEEDED,
      result: { sequence: Int32Array.of(0, 1, 1, 2, 3) },
    });
    client.close();
  });

  test(WithServersRow.ATTACH, async () => {
    const before = await world.node('before');
    const sent = await (await available('/first', 0, before)).sendGoal({ order: Order.ENDLESS });
    expect(sent.accepted).toBe(true);
    await before.close();

    const client = clientOf('/first', 0, await world.node('after'));
    let feedback = 0;
    const goal = client.attach(sent.goalId, { feedbackCallback: () => (feedback += 1) });
    await becomes('feedback, and its status', () => feedback > 2 && goal.status === GoalStatus.EXECUTING);
    expect(goal.stamp.sec).toBeGreaterThanOrEqual(sent.stamp.sec);
    const answer = await goal.cancelGoal();
    expect(answer.goals_canceling.map(({ goal_id }) => hex(goal_id.uuid))).toEqual([sent.goalId]);
    expect((await goal.getResult()).status).toBe(GoalStatus.CANCELED);
    expect((await client.attach('0'.repeat(31) + '1').getResult()).status).toBe(GoalStatus.UNKNOWN);
  });

  test(WithServersRow.WATCH, async () => {
    const other = await available('/first', 0, await world.node('other'));
    const client = await available('/first');
    const watched = new Map<string, GoalSnapshot>();
    client.onGoalChanged((snapshot) => watched.set(snapshot.goalId, snapshot));
    const goals: Handle[] = [];
    for (const sender of [other, client, other]) goals.push(await sender.sendGoal({ order: Order.ENDLESS }));
    const ids = goals.map(({ goalId }) => goalId);
    const statuses = (): unknown[] => ids.map((goalId) => watched.get(goalId)?.status);
    await becomes('all are watched', () => statuses().every((status) => status === GoalStatus.EXECUTING));

    // Stamps of the status: rclpy's server answers send_goal with one that is a little older than the goal's own.
    const upTo = [...watched.values()].find(({ goalId }) => goalId === ids[1])?.stamp;
    if (upTo === undefined) throw new Error('unreachable');
    const some = await client.cancelAllBefore(upTo);
    const canceling = (answer: typeof some): string[] => answer.goals_canceling.map(({ goal_id }) => hex(goal_id.uuid));
    expect(canceling(some).sort()).toEqual(ids.slice(0, 2).sort());
    const all = await client.cancelAll();
    expect(canceling(all)).toContain(ids[2]);
    expect(all.return_code).toBe(CancelReturnCode.NONE);
    for (const goal of goals) expect((await goal.getResult()).status).toBe(GoalStatus.CANCELED);
    await becomes('their end is watched', () => statuses().every((status) => status === GoalStatus.CANCELED));
  });

  test(WithServersRow.TWO_SERVERS, async () => {
    const client = clientOf(SHARED);
    await becomes('two servers', () => client.servers.length === 2);
    const [warning] = world.logs.filter((line) => line.includes(`2 servers of action ${SHARED}`));
    for (const server of client.servers) expect(warning).toContain(`${server.guidPrefix.text} at ${server.address}`);

    const goals: Handle[] = [];
    for (let i = 0; i < 4; i++) goals.push(await client.sendGoal({ order: Order.ENDLESS }));
    for (const { goalId } of goals) {
      await becomes('it executes', () => [first, second].some((peer) => idsAt(peer, 'executing').includes(goalId)));
    }
    for (const goal of goals) {
      expect((await goal.cancelGoal()).goals_canceling).toHaveLength(1);
      expect((await goal.getResult()).status).toBe(GoalStatus.CANCELED);
    }
    const ids = goals.map(({ goalId }) => goalId);
    const [has, hasNot] = idsAt(first, 'executing').includes(ids[0] ?? '') ? [first, second] : [second, first];
    // Its answers may be here before what it says of itself.
    for (const kind of ['executing', 'cancel'] as const)
      await becomes(`${kind} at one`, () => ids.every((id) => idsAt(has, kind).includes(id)));
    for (const kind of ['executing', 'cancel'] as const) {
      expect(idsAt(hasNot, kind).filter((goalId) => ids.some((id) => id === goalId))).toEqual([]);
    }

    // Unless the caller asks for all.
    const each = await Promise.all(client.servers.map((server) => client.sendGoal({ order: 3 }, { server })));
    for (const goal of each) expect((await goal.getResult()).status).toBe(GoalStatus.SUCCEEDED);
    for (const { goalId } of each)
      await becomes('it was executed', () => [first, second].some((peer) => idsAt(peer, 'executing').includes(goalId)));
    const both = each.map(({ goalId }) => [first, second].filter((peer) => idsAt(peer, 'executing').includes(goalId)));
    expect(both.every((peers) => peers.length === 1)).toBe(true);
    expect(both[0]).not.toEqual(both[1]);
  });

  test(WithServersRow.STANDS_STILL, async () => {
    const client = await available('/second');
    expect(client.servers[0]?.leaseDurationMs).toBe(LEASE_MS);
    const goal = await client.sendGoal({ order: Order.ENDLESS });
    const told: string[] = [];
    const following = (async () => {
      for await (const event of goal.events()) if (event.type !== 'feedback') told.push(event.type);
    })();
    const patient = await available('/second', 10 * PATIENCE_MS);
    const open = patient.attach(goal.goalId).getResult();
    const result = expect(goal.getResult()).rejects.toBeInstanceOf(ServerLostError);
    second.process.signal('SIGSTOP');
    try {
      await result;
      await becomes('the stream tells', () => told.includes('serverLost'));
    } finally {
      second.process.signal('SIGCONT');
    }
    await becomes('it is back', () => told.includes('serverBack'));
    const again = goal.getResult();
    expect((await goal.cancelGoal()).goals_canceling).toHaveLength(1);
    expect((await again).status).toBe(GoalStatus.CANCELED);
    expect((await open).status).toBe(GoalStatus.CANCELED);
    await following;
    expect(told.slice(-3)).toEqual(expect.arrayContaining(['serverBack', 'result']));
    expect(told.at(-1)).toBe('result');
  });

  test(WithServersRow.KILLED, async () => {
    const client = await available('/first');
    const patient = await available('/first', 5_000);
    const told: string[] = [];
    client.on('serverLost', () => told.push('lost')).on('serverAvailable', () => told.push('available'));
    const goal = await client.sendGoal({ order: Order.ENDLESS });
    const kept = await patient.sendGoal({ order: Order.ENDLESS });
    const events: string[] = [];
    const stream = goal.events();
    const following = (async () => {
      for await (const event of stream) if (event.type !== 'feedback') events.push(event.type);
    })();
    const open = [
      goal.getResult(),
      (async () => {
        for await (const _ of goal.feedback()) void _;
      })(),
    ];
    let keptIsOpen = true;
    const keptResult = kept.getResult().finally(() => (keptIsOpen = false));
    keptResult.catch(() => undefined);
    await becomes('feedback', () => goal.status === GoalStatus.EXECUTING);

    await first.crash();
    const late = goal.cancelGoal(); // asked of one that cannot answer any more
    for (const promise of [...open, late]) {
      await expect(promise).rejects.toMatchObject({ code: 'ERR_ACTION_SERVER_LOST', goalId: goal.goalId });
    }
    expect(keptIsOpen).toBe(true);
    await expect(goal.cancelGoal()).rejects.toBeInstanceOf(ServerLostError);
    await becomes('the stream tells', () => events.includes('serverLost'));
    expect(told).toEqual(['lost']);

    const successor = await world.rclpy('first');
    await successor.call('createActionServer', { action: '/first' });
    await becomes('it is there', () => told.includes('available'));
    expect((await (await client.sendGoal({ order: 3 })).getResult()).status).toBe(GoalStatus.SUCCEEDED);
    // It was asked about the goals of its predecessor, knows nothing of them, and was told to execute none.
    await expect(keptResult).rejects.toBeInstanceOf(ServerLostError);
    await becomes('it has said so', () => idsAt(successor, 'executing').length > 0);
    expect(idsAt(successor, 'executing')).toHaveLength(1);
    await stream.return();
    await following;
  });
});
