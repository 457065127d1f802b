// From the words on the command line to one command's exit code: 0 done, 1 it failed, 2 the words were wrong (or the
// user interrupted, as ros2 has it).
import { isRcltsError } from '@rclts/cdr';
import { actionFind } from './commands/action-find.js';
import { actionInfo } from './commands/action-info.js';
import { actionList } from './commands/action-list.js';
import { actionSendGoal } from './commands/action-send-goal.js';
import { actionType } from './commands/action-type.js';
import { doctor } from './commands/doctor.js';
import { trace } from './commands/trace.js';
import { CommandError, helpOf, parseArguments, table, usageOf, UsageError, type Command } from './command-line.js';
import type { Shell } from './shell.js';

interface Group {
  readonly words: string;
  readonly summary: string;
  readonly members: ReadonlyMap<string, Group | Command>;
}

const action: Group = {
  words: 'rclts action',
  summary: 'Various action related sub-commands',
  members: new Map<string, Command>([
    ['find', actionFind],
    ['info', actionInfo],
    ['list', actionList],
    ['send_goal', actionSendGoal],
    ['type', actionType],
  ]),
};

const rclts: Group = {
  words: 'rclts',
  summary: 'rclts is a command-line tool for ROS 2 that needs no ROS.',
  members: new Map<string, Group | Command>([
    ['action', action],
    ['doctor', doctor],
    ['trace', trace],
  ]),
};

/** Runs `words` (without the program's name) and resolves with the exit code. */
export async function main(words: readonly string[], shell: Shell, version: string): Promise<number> {
  let group = rclts;
  for (const [index, word] of words.entries()) {
    if (word === '-h' || word === '--help') break;
    if (word === '--version' && group === rclts) {
      shell.print(`rclts ${version}`);
      return 0;
    }
    const member = group.members.get(word);
    if (member === undefined) return refuse(group, word, shell);
    if ('run' in member) return runCommand(member, words.slice(index + 1), shell);
    group = member;
  }
  shell.print(helpOfGroup(group).trimEnd());
  return 0;
}

async function runCommand(command: Command, words: readonly string[], shell: Shell): Promise<number> {
  try {
    const given = parseArguments(command, words);
    if (given !== undefined) return await command.run(given, shell);
    shell.print(helpOf(command).trimEnd());
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      shell.printError(`${usageOf(command)}${command.words}: error: ${error.message}`);
      return 2;
    }
    // An error of ours says what is wrong with the name, the network or the server; its stack would say nothing to a user.
    if (!(error instanceof CommandError) && !isRcltsError(error)) throw error;
    shell.printError(error.message);
    return 1;
  }
}

function refuse(group: Group, word: string, shell: Shell): number {
  const choices = Array.from(group.members.keys(), (name) => `'${name}'`).join(', ');
  shell.printError(`${usageOfGroup(group)}\n${group.words}: error: invalid choice: '${word}' (choose from ${choices})`);
  return 2;
}

function usageOfGroup({ words }: Group): string {
  return `usage: ${words} [-h]${words === 'rclts' ? ' [--version]' : ''} Call \`${words} <command> -h\` for more detailed usage. ...\n`;
}

function helpOfGroup(group: Group): string {
  const version: readonly [string, string][] =
    group === rclts ? [['--version', "show the program's version number and exit"]] : [];
  const members = Array.from(group.members, ([name, { summary }]) => [name, summary] as const);
  const width = Math.max(...members.map(([name]) => name.length));
  return [
    usageOfGroup(group),
    `\n${group.summary}\n`,
    `\noptions:\n${table([['-h, --help', 'show this help message and exit'], ...version])}`,
    `\nCommands:\n${members.map(([name, summary]) => `  ${name.padEnd(width)}  ${summary}\n`).join('')}`,
    `\n  Call \`${group.words} <command> -h\` for more detailed usage.\n`,
  ].join('');
}
