import { ActionClient } from '../../src/index.js';
import { failingNode } from '../support/failing-node.js';
import { MockServer } from '../support/mock-server.js';
import { Fibonacci, World } from '../support/world.js';

// ros2/rcl 9.2.0, rcl_action/test/rcl_action/test_action_client.cpp
describe('twins of rcl_action TestActionClient', () => {
  it('test_action_client_init_fini: refuses what is none, and can be closed twice', () => {
    const world = new World();
    const node = world.node('client');
    const wrong: readonly [unknown, unknown, unknown][] = [
      [undefined, Fibonacci, 'fibonacci'],
      [node, undefined, 'fibonacci'],
      [node, Fibonacci.goal, 'fibonacci'],
      [node, Fibonacci, undefined],
      [node, Fibonacci, ''],
      [node, Fibonacci, 'has space'],
    ];
    for (const [on, type, name] of wrong) {
      expect(() => new ActionClient(on as never, type as never, name as never)).toThrow();
    }
    expect(node.getClientNamesAndTypesByNode('client', '/')).toEqual([]);
    const client = new ActionClient(node, Fibonacci, 'fibonacci');
    expect(node.getClientNamesAndTypesByNode('client', '/')).toHaveLength(3);
    client.close();
    client.close();
    expect(node.getClientNamesAndTypesByNode('client', '/')).toEqual([]);
  });

  it('test_action_server_is_available: false before, true when it is discovered, false when it is gone', async () => {
    const world = new World();
    const client = world.client();
    expect(client.isServerAvailable).toBe(false);
    const node = world.node('server');
    new MockServer(world, node);
    await world.until(() => client.isServerAvailable);
    await world.run(() => node.close());
    await world.until(() => !client.isServerAvailable);
  });

  it('test_action_client_is_valid: until it is closed, or its node', async () => {
    const world = new World();
    new MockServer(world);
    const node = world.node('client');
    const client = await world.clientOfServer(node);
    const other = world.client(node);
    client.close();
    await expect(client.sendGoal({})).rejects.toMatchObject({ code: 'ERR_ACTION_CLOSED' });
    await expect(client.waitForServer()).rejects.toMatchObject({ code: 'ERR_ACTION_CLOSED' });
    await world.run(() => node.close());
    await expect(other.sendGoal({})).rejects.toMatchObject({ code: 'ERR_ACTION_CLOSED' });
    expect(() => world.client(node)).toThrow(expect.objectContaining({ code: 'ERR_NODE_CLOSED' }));
  });

  it('test_action_client_get_action_name', () => {
    expect(new World().client().actionName).toBe('/fibonacci');
  });

  it('test_action_client_get_options: the quality of service that it was given is what the others see', async () => {
    const world = new World();
    const qos = { status: { durability: 'transient_local' }, feedback: { reliability: 'best_effort' } } as const;
    new ActionClient(world.node('client'), Fibonacci, 'fibonacci', { qos });
    const watcher = world.node('watcher');
    const seen = (topic: string) => watcher.getSubscriptionsInfoByTopic(`/fibonacci/_action/${topic}`)[0]?.qos;
    await world.until(() => seen('feedback') !== undefined && seen('status') !== undefined);
    expect(seen('feedback')).toMatchObject({ reliability: 'best_effort', durability: 'volatile' });
    expect(seen('status')).toMatchObject({ reliability: 'reliable', durability: 'transient_local' });
  });

  it.each([0, 1, 2, 3, 4])(
    'test_action_client_init_fini_maybe_fail: when endpoint %i cannot be made, those before it are taken back',
    (nth) => {
      const { node, made } = failingNode(new World().node('client'), nth);
      expect(() => new ActionClient(node, Fibonacci, 'fibonacci')).toThrow('no more endpoints');
      expect(made.map(({ isClosed }) => isClosed)).toEqual(made.map(() => true));
      expect(made).toHaveLength(nth);
    },
  );
});
