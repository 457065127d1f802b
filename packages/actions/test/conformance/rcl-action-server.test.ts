import { ActionServer, GoalResponse, GoalStatus } from '../../src/index.js';
import { idOf, serverInFakeWorld } from '../support/fake-world.js';
import { failingNode } from '../support/failing-node.js';
import { MockClient } from '../support/mock-client.js';
import { Fibonacci, World } from '../support/world.js';

const defer = { goalCallback: () => GoalResponse.DEFER };

// ros2/rcl 9.2.0, rcl_action/test/rcl_action/test_action_server.cpp
describe('twins of rcl_action TestActionServer', () => {
  it('test_action_server_init_fini: refuses what is none, and can be closed twice', () => {
    const node = new World().node('server');
    const wrong: readonly [unknown, unknown, unknown][] = [
      [undefined, Fibonacci, 'fibonacci'],
      [node, undefined, 'fibonacci'],
      [node, Fibonacci.goal, 'fibonacci'],
      [node, Fibonacci, undefined],
      [node, Fibonacci, ''],
      [node, Fibonacci, 'has space'],
    ];
    for (const [on, type, name] of wrong) {
      expect(() => new ActionServer(on as never, type as never, name as never, () => undefined)).toThrow();
    }
    const served = () => node.getServiceNamesAndTypesByNode('server', '/').length;
    expect(served()).toBe(0);
    const server = new ActionServer(node, Fibonacci, 'fibonacci', () => undefined);
    expect(served()).toBe(3);
    server.close();
    server.close();
    expect(served()).toBe(0);
  });

  it('test_action_server_is_valid: until it is closed', async () => {
    const world = new World();
    const server = world.server(defer);
    const client = await world.clientOfServer();
    await world.run(() => client.sendGoal({}));
    expect(server.goals()).toHaveLength(1);
    server.close();
    await world.until(() => !client.isServerAvailable);
  });

  it('test_action_server_is_valid_except_context: not on a node that is closed', async () => {
    const world = new World();
    const node = world.node('server');
    await world.run(() => node.close());
    expect(() => world.server({}, undefined, node)).toThrow(expect.objectContaining({ code: 'ERR_NODE_CLOSED' }));
  });

  it('test_action_accept_new_goal: one goal for an id, and another one for another id', async () => {
    const world = serverInFakeWorld(defer);
    const ids = () => [...world.server.goals].map(({ goalId }) => goalId);
    const first = world.send(1);
    await world.settle();
    expect(ids()).toEqual([idOf(1)]);
    const again = world.send(1);
    const second = world.send(2);
    await world.settle();
    expect([first, again, second].map(({ reply }) => reply?.accepted)).toEqual([true, false, true]);
    expect(ids()).toEqual([idOf(1), idOf(2)]);
  });

  it('test_action_server_goal_exists: the one that was accepted, and no other', async () => {
    const world = serverInFakeWorld(defer);
    world.send(1);
    await world.settle();
    expect(world.statusOf(1)).toBe(GoalStatus.ACCEPTED);
    expect(world.statusOf(2)).toBe(GoalStatus.UNKNOWN);
  });

  it('test_action_server_notify_goal_done: who waits for the result of that goal is told, nobody else', async () => {
    const world = serverInFakeWorld(defer);
    world.send(1);
    world.send(2);
    await world.settle();
    const [first, second] = [world.getResult(1), world.getResult(2)];
    const handle = world.handleOf(1);
    handle.execute(() => {
      handle.succeed();
      return { sequence: [1] };
    });
    await world.settle();
    expect(first.outcome?.status).toBe(GoalStatus.SUCCEEDED);
    expect(second.outcome).toBeUndefined();
  });

  it('test_action_clear_expired_goals: none, then the one that was aborted long ago', async () => {
    const world = serverInFakeWorld({ executeCallback: (handle) => handle.abort() });
    await world.elapse(1e6);
    world.send(1);
    await world.settle();
    expect([...world.server.goals]).toHaveLength(1);
    await world.elapse(1e8);
    expect([...world.server.goals]).toEqual([]);
    expect(world.timers.size).toBe(0);
  });

  it('test_action_process_cancel_request: to cancel all goals is no error when there is none', async () => {
    const world = serverInFakeWorld();
    const all = world.cancel(undefined);
    const upToStamp = world.cancel(undefined, { sec: 0, nanosec: 1 });
    await world.settle();
    expect([all.reply, upToStamp.reply]).toEqual(Array(2).fill({ return_code: 0, goals_canceling: [] }));
  });

  it('test_action_server_get_goal_status_array: of one goal, of ten, in the order of acceptance', async () => {
    const world = new World();
    world.server(defer);
    const client = await MockClient.open(world);
    await world.run(() => client.sendGoal(1));
    await world.until(() => client.statuses.length > 0);
    expect(client.statuses.at(-1)?.map(({ goal }) => goal)).toEqual([1]);
    for (let n = 2; n <= 10; n++) await world.run(() => client.sendGoal(n));
    await world.until(() => client.statuses.at(-1)?.length === 10);
    expect(client.statuses.at(-1)?.map(({ goal }) => goal)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('test_action_server_get_action_name', () => {
    expect(new World().server().actionName).toBe('/fibonacci');
  });

  it('test_action_server_get_options: the quality of service that it was given is what the others see', async () => {
    const world = new World();
    world.server({ qos: { feedback: { reliability: 'best_effort' } } });
    const watcher = world.node('watcher');
    const seen = (topic: string) => watcher.getPublishersInfoByTopic(`/fibonacci/_action/${topic}`)[0]?.qos;
    await world.until(() => seen('feedback') !== undefined && seen('status') !== undefined);
    expect(seen('feedback')).toMatchObject({ reliability: 'best_effort', durability: 'volatile' });
    expect(seen('status')).toMatchObject({ reliability: 'reliable', durability: 'transient_local' });
  });

  it.each([0, 1, 2, 3, 4])(
    'action_server_init_fini_maybe_fail: when endpoint %i cannot be made, those before it are taken back',
    (nth) => {
      const { node, made } = failingNode(new World().node('server'), nth);
      expect(() => new ActionServer(node, Fibonacci, 'fibonacci', () => undefined)).toThrow('no more endpoints');
      expect(made.map(({ isClosed }) => isClosed)).toEqual(made.map(() => true));
      expect(made).toHaveLength(nth);
    },
  );
});

// ros2/rcl 9.2.0, rcl_action/test/rcl_action/test_goal_handle.cpp: what has no twin beside the state machine.
describe('twins of rcl_action TestGoalHandle', () => {
  it('test_goal_handle_init_fini: a goal has one handle, from its acceptance to its end', async () => {
    const handed: unknown[] = [];
    const world = serverInFakeWorld({ handleAcceptedCallback: (handle) => void handed.push(handle) });
    world.send(1);
    await world.settle();
    const handle = world.handleOf(1);
    handle.execute();
    await world.settle();
    expect(handed).toEqual([handle]);
    expect(world.handleOf(1)).toBe(handle);
  });

  it('test_goal_handle_is_valid: also after its goal is forgotten', async () => {
    const world = serverInFakeWorld();
    world.send(1, 7);
    await world.settle();
    const handle = world.handleOf(1);
    await world.elapse(1e6);
    expect([...world.server.goals]).toEqual([]);
    expect(handle).toMatchObject({ status: GoalStatus.SUCCEEDED, isActive: false, request: { order: 7 } });
    handle.publishFeedback({ partial_sequence: [1] });
    expect(world.log.filter((line) => line.startsWith('feedback'))).toEqual([]);
  });

  it('test_goal_handle_get_info', async () => {
    const world = serverInFakeWorld(defer);
    const { reply } = await settled(world, () => world.send(1));
    expect(world.handleOf(1)).toMatchObject({ goalId: idOf(1), stamp: reply?.stamp });
  });
});

async function settled<T>(world: { settle(): Promise<void> }, act: () => T): Promise<T> {
  const answer = act();
  await world.settle();
  return answer;
}
