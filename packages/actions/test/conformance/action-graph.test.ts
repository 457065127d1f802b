import {
  ActionClient,
  ActionServer,
  getActionClientNamesAndTypesByNode,
  getActionNamesAndTypes,
  getActionServerNamesAndTypesByNode,
} from '../../src/index.js';
import { Fibonacci, World } from '../support/world.js';

const types = ['test_msgs/action/Fibonacci'];
const sorted = (list: readonly { readonly name: string }[]) => [...list].sort((a, b) => a.name.localeCompare(b.name));

/** Three nodes: the first has no action, the second one with server and client, the third two. */
async function threeNodes() {
  const world = new World();
  const [foo, bar, baz] = ['foo', 'bar', 'baz'].map((name) => world.node(`${name}_node`, { namespace: `/${name}_ns` }));
  for (const [node, name] of [
    [bar!, 'get_names_0'],
    [baz!, 'get_names_0'],
    [baz!, 'get_names_1'],
  ] as const) {
    new ActionClient(node, Fibonacci, name);
    new ActionServer(node, Fibonacci, name, () => undefined);
  }
  await world.until(() => getActionNamesAndTypes(foo!).length === 3);
  await world.network.advance(1_000);
  return { foo: foo!, bar: bar! };
}

const ofBar = [{ name: '/bar_ns/get_names_0', types }];
const ofBaz = [
  { name: '/baz_ns/get_names_0', types },
  { name: '/baz_ns/get_names_1', types },
];

// ros2/rclpy 8.0.0, rclpy/test/test_action_graph.py; rcl_action 9.2.0, test_graph.cpp, has the same three for two nodes.
describe('twins of rclpy test_action_graph, and of rcl_action TestActionGraphMultiNodeFixture', () => {
  it('get_action_client_names_and_types_by_node', async () => {
    const { foo, bar } = await threeNodes();
    expect(getActionClientNamesAndTypesByNode(bar, 'foo_node', '/foo_ns')).toEqual([]);
    expect(getActionClientNamesAndTypesByNode(foo, 'bar_node', '/bar_ns')).toEqual(ofBar);
    expect(sorted(getActionClientNamesAndTypesByNode(foo, 'baz_node', '/baz_ns'))).toEqual(ofBaz);
  });

  it('get_action_server_names_and_types_by_node', async () => {
    const { foo, bar } = await threeNodes();
    expect(getActionServerNamesAndTypesByNode(bar, 'foo_node', '/foo_ns')).toEqual([]);
    expect(getActionServerNamesAndTypesByNode(foo, 'bar_node', '/bar_ns')).toEqual(ofBar);
    expect(sorted(getActionServerNamesAndTypesByNode(foo, 'baz_node', '/baz_ns'))).toEqual(ofBaz);
  });

  it('get_action_names_and_types', async () => {
    const { foo } = await threeNodes();
    expect(sorted(getActionNamesAndTypes(foo))).toEqual([...ofBar, ...ofBaz]);
  });
});

describe('twins of rcl_action TestActionGraphFixture', () => {
  it('test_action_get_client_names_and_types_by_node, and server: of nodes that do not exist, nothing', () => {
    const node = new World().node('alone');
    for (const query of [getActionClientNamesAndTypesByNode, getActionServerNamesAndTypesByNode]) {
      expect(query(node, 'alone', '/')).toEqual([]);
      expect(query(node, 'nobody', '/')).toEqual([]);
      expect(query(node, '', '')).toEqual([]);
      expect(query(node, '_InvalidNodeName', '/')).toEqual([]);
    }
  });

  it('test_action_get_names_and_types: of an empty graph, nothing', () => {
    expect(getActionNamesAndTypes(new World().node('alone'))).toEqual([]);
  });
});
