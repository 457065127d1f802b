import { ActionClient, createNode, GoalStatus } from '@rclts/actions';
import { isRcltsError } from '@rclts/cdr';
import {
  CommandError,
  parseWholeNumber,
  UsageError,
  type Arguments,
  type Command,
  type Option,
} from '../command-line.js';
import { goalValues, GoalValueError } from '../goal-values.js';
import { messageToYaml } from '../message-yaml.js';
import type { Shell } from '../shell.js';
import { findAction, searchFolders, type DynamicAction } from '../type-search.js';
import { readYaml, type YamlValue } from '../yaml-input.js';

type Client = ActionClient<Record<string, unknown>, Record<string, unknown>, Record<string, unknown>>;
type Goal = Awaited<ReturnType<Client['sendGoal']>>;

const timeout: Option = {
  name: 'timeout',
  short: 't',
  value: 'N',
  help: 'Wait for an action server for N seconds only',
};

/** `ros2 action send_goal`, in its own words; `--definition` and `--path` are for machines without ROS. */
export const actionSendGoal: Command = {
  words: 'rclts action send_goal',
  summary: 'Send an action goal',
  positionals: [
    { name: 'action_name', help: "Name of the ROS action (e.g. '/fibonacci')" },
    { name: 'action_type', help: "Type of the ROS action (e.g. 'example_interfaces/action/Fibonacci')" },
    { name: 'goal', otherwise: '{}', help: "Goal request values in YAML format (e.g. '{order: 10}')" },
  ],
  options: [
    { name: 'stdin', help: 'Read goal from standard input' },
    { name: 'feedback', short: 'f', help: 'Echo feedback messages for the goal' },
    timeout,
    { name: 'definition', value: 'FILE', help: 'The .action file that defines the type' },
    { name: 'path', value: 'DIR', multiple: true, help: 'Look here for packages with .action and .msg files first' },
  ],
  async run(given, shell) {
    const seconds = given.find('timeout');
    const timeoutMs = seconds === undefined ? Infinity : parseWholeNumber(timeout, seconds) * 1000;
    const typeName = given.get('action_type');
    const type = findAction(typeName, {
      definition: given.find('definition'),
      folders: searchFolders(given.all('path'), shell.environment, shell.definitions),
    });
    const values = await readGoal(given, shell);
    const goal = completeGoal(values, type);

    const node = await createNode(`_ros2cli_send_goal_${typeName.replaceAll('/', '_')}`, { args: [] });
    try {
      const client = new ActionClient(node, type, given.get('action_name')) as Client;
      shell.print('Waiting for an action server to become available...');
      if (!(await waitForServer(client, timeoutMs, shell))) {
        if (shell.interrupted.aborted) return 2;
        shell.print(`Action server is not available after waiting ${seconds} seconds.`);
        return 1;
      }
      shell.print(`Sending goal:\n     ${messageToYaml(goal, type.goal)}`);
      return await follow(client, goal, type, given.has('feedback'), shell);
    } finally {
      await node.close();
    }
  },
};

async function readGoal(given: Arguments, shell: Shell): Promise<YamlValue> {
  if (given.has('stdin') && given.get('goal') !== '{}') {
    throw new UsageError('argument --stdin: not allowed with argument goal');
  }
  const text = given.has('stdin') ? await shell.readInput() : given.get('goal');
  try {
    return readYaml(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new CommandError(error.message);
    throw error;
  }
}

/** What the user typed, with the definition's defaults for the rest. */
function completeGoal(values: YamlValue, type: DynamicAction): Record<string, unknown> {
  try {
    return type.goal.codec.normalize(goalValues(values, type.goal, wallTime));
  } catch (error) {
    const reason =
      error instanceof GoalValueError
        ? error.toPython()
        : isRcltsError(error) || error instanceof TypeError || error instanceof RangeError
          ? new GoalValueError('AssertionError', error.message).toPython()
          : undefined;
    if (reason === undefined) throw error;
    throw new CommandError(`Failed to populate message fields: ${reason}`);
  }
}

function wallTime(): { sec: number; nanosec: number } {
  const now = Date.now();
  return { sec: Math.floor(now / 1000), nanosec: (now % 1000) * 1_000_000 };
}

/** False: none came in time, or the user interrupted. */
async function waitForServer(client: Client, timeoutMs: number, shell: Shell): Promise<boolean> {
  try {
    await client.waitForServer({ timeoutMs, signal: shell.interrupted });
    return true;
  } catch (error) {
    if (shell.interrupted.aborted || (isRcltsError(error) && error.code === 'ERR_ACTION_SERVER_UNAVAILABLE'))
      return false;
    throw error;
  }
}

/** From the request to the result. An interrupt cancels the goal once it is accepted, and its result is still printed. */
async function follow(
  client: Client,
  values: Record<string, unknown>,
  type: DynamicAction,
  withFeedback: boolean,
  shell: Shell,
): Promise<number> {
  const goal = await client.sendGoal(
    values,
    withFeedback
      ? { feedbackCallback: ({ feedback }) => shell.print(`Feedback:\n    ${messageToYaml(feedback, type.feedback)}`) }
      : {},
  );
  if (!goal.accepted) {
    shell.print('Goal was rejected.');
    return 0;
  }
  shell.print(`Goal accepted with ID: ${goal.goalId}\n`);
  const result = goal.getResult();
  await Promise.race([result, interruption(shell)]);
  if (shell.interrupted.aborted) await cancel(goal, shell);
  const outcome = await result;
  shell.print(`Result:\n    ${messageToYaml(outcome.result, type.result)}`);
  shell.print(`Goal finished with status: ${statusNames[outcome.status] ?? 'UNKNOWN'}`);
  return 0;
}

const statusNames: readonly string[] = Object.keys(GoalStatus);

function interruption({ interrupted }: Shell): Promise<void> {
  return new Promise((resolve) => {
    if (interrupted.aborted) resolve();
    else interrupted.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function cancel(goal: Goal, shell: Shell): Promise<void> {
  shell.print('Canceling goal...');
  const { goals_canceling: canceling } = await goal.cancelGoal();
  if (canceling.length === 0) throw new CommandError('Failed to cancel goal');
  if (canceling.length > 1) throw new CommandError('More than one goal canceled');
  shell.print('Goal canceled.');
}
