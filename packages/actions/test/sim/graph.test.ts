import {
  countActionClients,
  countActionServers,
  getActionClientNamesAndTypesByNode,
  getActionClients,
  getActionNamesAndTypes,
  getActionServerNamesAndTypesByNode,
  getActionServers,
} from '../../src/index.js';
import { Fibonacci, World } from '../support/world.js';

const TYPES = ['test_msgs/action/Fibonacci'];

describe('twins of rclpy test_action_graph', () => {
  it('test_get_action_names_and_types, from none to one, and back', async () => {
    const world = new World();
    const watcher = world.node('watcher');
    expect(getActionNamesAndTypes(watcher)).toEqual([]);
    const server = world.server();
    await world.until(() => getActionNamesAndTypes(watcher).length === 1);
    expect(getActionNamesAndTypes(watcher)).toEqual([{ name: '/fibonacci', types: TYPES }]);
    server.close();
    await world.until(() => getActionNamesAndTypes(watcher).length === 0);
  });

  it('test_get_action_server_names_and_types_by_node, and _client_', async () => {
    const world = new World();
    const watcher = world.node('watcher');
    world.server(
      {},
      undefined,
      world.node('server', { namespace: '/robot', args: ['--ros-args', '-r', 'fibonacci:=/fibonacci'] }),
    );
    world.client();
    const action = { name: '/fibonacci', types: TYPES };
    await world.until(
      () =>
        getActionServerNamesAndTypesByNode(watcher, 'server', '/robot').length === 1 &&
        getActionClientNamesAndTypesByNode(watcher, 'client', '/').length === 1,
    );
    expect(getActionServerNamesAndTypesByNode(watcher, 'server', '/robot')).toEqual([action]);
    expect(getActionServerNamesAndTypesByNode(watcher, 'client', '/')).toEqual([]);
    expect(getActionClientNamesAndTypesByNode(watcher, 'client', '/')).toEqual([action]);
    expect(getActionClientNamesAndTypesByNode(watcher, 'server', '/robot')).toEqual([]);
    expect(getActionServerNamesAndTypesByNode(watcher, 'nobody', '/')).toEqual([]);
  });

  it('lists the nodes of an action', async () => {
    const world = new World();
    const watcher = world.node('watcher');
    world.server();
    world.client(world.node('first'));
    world.client(world.node('second'));
    await world.until(
      () => getActionServers(watcher, 'fibonacci').length === 1 && getActionClients(watcher, 'fibonacci').length === 2,
    );
    expect(getActionServers(watcher, '/fibonacci')).toEqual([{ node: '/server', types: TYPES }]);
    expect(
      getActionClients(watcher, 'fibonacci')
        .map(({ node }) => node)
        .sort(),
    ).toEqual(['/first', '/second']);
    expect(getActionServers(watcher, 'other')).toEqual([]);
  });

  it('counts the servers and clients of an action, each of a node, and nobody who only listens', async () => {
    const world = new World();
    const watcher = world.node('watcher');
    const counts = () => [countActionServers(watcher, 'fibonacci'), countActionClients(watcher, '/fibonacci')];
    expect(counts()).toEqual([0, 0]);
    const node = world.node('all');
    const server = world.server({}, undefined, node);
    world.client(node);
    const second = world.client(node);
    world.node('echo').createSubscription(Fibonacci.feedbackMessage, 'fibonacci/_action/feedback', () => undefined);
    await world.until(
      () => counts().join() === '1,2' && watcher.countSubscriptions('fibonacci/_action/feedback') === 3,
    );
    second.close();
    server.close();
    await world.until(() => counts().join() === '0,1');
    expect(() => countActionServers(watcher, '')).toThrow(expect.objectContaining({ code: 'ERR_ACTION_INVALID_NAME' }));
  });
});
