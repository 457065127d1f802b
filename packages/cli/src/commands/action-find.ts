import { getActionNamesAndTypes } from '@rclts/actions';
import type { Command } from '../command-line.js';
import { graphOptions, withGraph } from '../graph-view.js';

export const actionFind: Command = {
  words: 'rclts action find',
  summary: 'Find actions from type',
  positionals: [
    { name: 'action_type', help: "Name of the ROS action type to find (e.g. 'test_msgs/action/Fibonacci')" },
  ],
  options: [
    ...graphOptions,
    { name: 'count-actions', short: 'c', help: 'Only display the number of actions discovered' },
  ],
  async run(given, shell) {
    const actions = await withGraph(given, shell, getActionNamesAndTypes);
    const names = actions.filter(({ types }) => types.includes(given.get('action_type'))).map(({ name }) => name);
    if (given.has('count-actions')) shell.print(String(names.length));
    else for (const name of names) shell.print(name);
    return 0;
  },
};
