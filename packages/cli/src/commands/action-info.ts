import { getActionClients, getActionServers, type ActionNode } from '@rclts/actions';
import type { Command } from '../command-line.js';
import { graphOptions, withGraph } from '../graph-view.js';

export const actionInfo: Command = {
  words: 'rclts action info',
  summary: 'Print information about an action',
  positionals: [{ name: 'action_name', help: "Name of the ROS action to get info (e.g. '/fibonacci')" }],
  options: [
    ...graphOptions,
    { name: 'show-types', short: 't', help: 'Additionally show the action type' },
    { name: 'count', short: 'c', help: 'Only display the number of action clients and action servers' },
  ],
  async run(given, shell) {
    const typed = given.get('action_name');
    const { clients, servers } = await withGraph(given, shell, (node) => ({
      clients: getActionClients(node, typed),
      servers: getActionServers(node, typed),
    }));
    const print = (what: string, nodes: readonly ActionNode[]): void => {
      shell.print(`Action ${what}: ${nodes.length}`);
      if (given.has('count')) return;
      for (const { node, types } of nodes) {
        shell.print(given.has('show-types') ? `    ${node} [${types.join(', ')}]` : `    ${node}`);
      }
    };
    shell.print(`Action: ${typed}`);
    print('clients', clients);
    print('servers', servers);
    return 0;
  },
};
