import { getActionNamesAndTypes } from '@rclts/actions';
import type { Command } from '../command-line.js';
import { graphOptions, withGraph } from '../graph-view.js';

export const actionList: Command = {
  words: 'rclts action list',
  summary: 'Output a list of action names',
  positionals: [],
  options: [
    ...graphOptions,
    { name: 'show-types', short: 't', help: 'Additionally show the action type' },
    { name: 'count-actions', short: 'c', help: 'Only display the number of actions discovered' },
  ],
  async run(given, shell) {
    const actions = await withGraph(given, shell, getActionNamesAndTypes);
    if (given.has('count-actions')) {
      shell.print(String(actions.length));
      return 0;
    }
    for (const { name, types } of actions)
      shell.print(given.has('show-types') ? `${name} [${types.join(', ')}]` : name);
    return 0;
  },
};
