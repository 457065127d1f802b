// Commands as data: what they are called, what they take, and what argparse, which ros2 is built on, would say of them.
import { parseArgs } from 'node:util';
import type { Shell } from './shell.js';

export interface Positional {
  readonly name: string;
  readonly help: string;
  /** Makes it optional. */
  readonly otherwise?: string;
}

export interface Option {
  readonly name: string;
  readonly short?: string;
  /** What its value is called in the help; a flag has none. */
  readonly value?: string;
  /** May be given more than once. */
  readonly multiple?: boolean;
  readonly help: string;
}

/** What the user gave: positionals and options by their names. A flag that is set is there with the value ''. */
export class Arguments {
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(values: ReadonlyMap<string, readonly string[]>) {
    this.#values = values;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  all(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  /** The last one given, as argparse has it. */
  find(name: string): string | undefined {
    return this.all(name).at(-1);
  }

  get(name: string): string {
    return this.find(name) ?? '';
  }
}

export interface Command {
  /** As typed: `rclts action list`. */
  readonly words: string;
  readonly summary: string;
  readonly positionals: readonly Positional[];
  readonly options: readonly Option[];
  /** Resolves with the exit code. */
  readonly run: (given: Arguments, shell: Shell) => Promise<number>;
}

/** The user's mistake: told with the usage, exit code 2. */
export class UsageError extends Error {}

/** What went wrong in a command, told in one line on stderr, exit code 1. */
export class CommandError extends Error {}

const help: Option = { name: 'help', short: 'h', help: 'show this help message and exit' };

/** Sorts `words` into the command's positionals and options. Throws UsageError. Undefined: the user asks for help. */
export function parseArguments(command: Command, words: readonly string[]): Arguments | undefined {
  const options = [help, ...command.options];
  const { values, positionals } = split(options, words);
  const given = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(values)) {
    given.set(
      name,
      (value ?? []).map((item) => (item === true ? '' : String(item))),
    );
  }
  if (given.has(help.name)) return undefined;
  const surplus = positionals.slice(command.positionals.length);
  if (surplus.length > 0) throw new UsageError(`unrecognized arguments: ${surplus.join(' ')}`);
  const missing = command.positionals.filter((one, index) => !(index in positionals) && one.otherwise === undefined);
  if (missing.length > 0) {
    throw new UsageError(`the following arguments are required: ${missing.map((one) => one.name).join(', ')}`);
  }
  command.positionals.forEach((one, index) => {
    const value = positionals[index] ?? one.otherwise;
    if (value !== undefined) given.set(one.name, [value]);
  });
  return new Arguments(given);
}

function split(
  options: readonly Option[],
  words: readonly string[],
): { values: Record<string, readonly (string | boolean)[] | undefined>; positionals: readonly string[] } {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: Object.fromEntries(
        options.map(({ name, short, value }) => {
          const type: 'boolean' | 'string' = value === undefined ? 'boolean' : 'string';
          return [name, { type, multiple: true as const, ...(short === undefined ? {} : { short }) }];
        }),
      ),
    });
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

/** What an error says, whichever realm it comes from. */
export function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}

/** A non-negative whole number. Throws UsageError. */
export function parseWholeNumber(option: Option, text: string): number {
  if (!/^\d+$/.test(text)) throw new UsageError(`argument ${spelling(option)}: value must be non-negative integer`);
  return Number(text);
}

/** A non-negative number. Throws UsageError. */
export function parseSeconds(option: Option, text: string): number {
  if (!/^(\d+\.?\d*|\.\d+)$/.test(text))
    throw new UsageError(`argument ${spelling(option)}: invalid float value: '${text}'`);
  return Number(text);
}

export function usageOf({ words, positionals, options }: Command): string {
  const parts = [
    ...[help, ...options].map((option) => {
      const [first = ''] = spellings(option);
      return `[${option.value === undefined ? first : `${first} ${option.value}`}]`;
    }),
    ...positionals.map((one) => (one.otherwise === undefined ? one.name : `[${one.name}]`)),
  ];
  return `usage: ${words} ${parts.join(' ')}\n`;
}

export function helpOf(command: Command): string {
  const positionals = command.positionals.map(({ name, help }) => [name, help] as const);
  const options = [help, ...command.options].map((option) => [spelling(option), option.help] as const);
  return [
    usageOf(command),
    `\n${command.summary}\n`,
    positionals.length === 0 ? '' : `\npositional arguments:\n${table(positionals)}`,
    `\noptions:\n${table(options)}`,
  ].join('');
}

/** Two columns, as argparse sets them: the second begins in column 24, on the next line if the first is too long. */
export function table(rows: readonly (readonly [string, string])[]): string {
  return rows
    .map(([left, right]) => {
      const start = `  ${left}`;
      return start.length <= 22 ? `${start.padEnd(24)}${right}\n` : `${start}\n${' '.repeat(24)}${right}\n`;
    })
    .join('');
}

function spellings({ name, short }: Option): string[] {
  return short === undefined ? [`--${name}`] : [`-${short}`, `--${name}`];
}

function spelling(option: Option): string {
  const value = option.value === undefined ? '' : ` ${option.value}`;
  return spellings(option)
    .map((word) => word + value)
    .join(', ');
}
