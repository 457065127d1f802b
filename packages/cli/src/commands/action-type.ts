import { getActionNamesAndTypes } from '@rclts/actions';
import type { Command } from '../command-line.js';
import { graphOptions, withGraph } from '../graph-view.js';

export const actionType: Command = {
  words: 'rclts action type',
  summary: "Print a action's type",
  positionals: [{ name: 'action_name', help: "Name of the ROS action to get info (e.g. '/fibonacci')" }],
  options: graphOptions,
  async run(given, shell) {
    const actions = await withGraph(given, shell, getActionNamesAndTypes);
    const found = actions.find(({ name }) => name === given.get('action_name'));
    for (const type of found?.types ?? []) shell.print(type);
    // ros2 says nothing of an unknown action, and exits with 1.
    return found === undefined ? 1 : 0;
  },
};
