import { parseArgs, type ParseArgsConfig } from 'node:util';

/** The operator's mistake. */
export class UsageError extends Error {}

interface Option {
  readonly name: string;
  /** What its value is called; a flag has none. */
  readonly value?: string;
  readonly isMultiple?: boolean;
  readonly help: string;
}

/** Each `GOAL` option has a sibling `…-text` that takes the goal itself instead of a file. */
const goalOptions: readonly Option[] = [
  { name: 'goal', value: 'FILE', help: 'a goal that the server accepts and that succeeds by itself before long' },
  { name: 'slow-goal', value: 'FILE', help: 'one that runs for 10 s or more and may be canceled' },
  { name: 'refused-goal', value: 'FILE', help: 'one that runs for 2 s or more and refuses to be canceled' },
  { name: 'rejected-goal', value: 'FILE', help: 'one that the server rejects' },
  { name: 'aborted-goal', value: 'FILE', help: 'one that aborts by itself before long' },
];

const options: readonly Option[] = [
  { name: 'action', value: 'NAME', help: 'the action, such as /fibonacci' },
  { name: 'type', value: 'TYPE', help: 'its type, such as test_msgs/action/Fibonacci' },
  { name: 'definition', value: 'FILE', help: 'the .action file that defines the type' },
  { name: 'path', value: 'DIR', isMultiple: true, help: 'look here for packages with .action and .msg files first' },
  ...goalOptions,
  { name: 'cancel-refusing', help: 'the server refuses to cancel anything: --slow-goal is a --refused-goal' },
  { name: 'result-timeout', value: 'SECONDS', help: 'how long the server keeps results, if that is short' },
  { name: 'one-at-a-time', help: 'the server takes no second goal while one is active' },
  { name: 'timeout', value: 'SECONDS', help: 'how long an answer may take (default 10)' },
  { name: 'json', help: 'print the results as JSON' },
  { name: 'help', help: 'print this' },
];

const withTexts: readonly Option[] = options.flatMap((option) =>
  goalOptions.includes(option) ? [option, { ...option, name: `${option.name}-text`, value: 'YAML' }] : [option],
);

export const usage: string = `usage: npm run conformance -- --action NAME --type TYPE --goal FILE [OPTIONS]

Asks an action server all that ROS 2 expects of one, over the wire, in the domain ROS_DOMAIN_ID, and prints a table. Starts
goals and CANCELS EVERY GOAL that the server has: give it a server whose goals move nothing. A goal is a file with YAML or
JSON, or with --goal-text (--slow-goal-text, …) the YAML itself. Cases that need more than --goal are not provoked without.

${options.map(({ name, value, help }) => `  ${`--${name}${value === undefined ? '' : ` ${value}`}`.padEnd(24)}${help}\n`).join('')}
Exit code: 0 when nothing failed, 1 when something did, 2 when the server could not be asked.
`;

/** What the operator gave. */
export class Options {
  readonly #values: Readonly<Record<string, unknown>>;

  /** @throws UsageError */
  constructor(words: readonly string[]) {
    const config: ParseArgsConfig['options'] = Object.fromEntries(
      withTexts.map(({ name, value, isMultiple = false }) => [
        name,
        { type: value === undefined ? 'boolean' : 'string', multiple: isMultiple },
      ]),
    );
    try {
      this.#values = parseArgs({ args: [...words], options: config }).values;
    } catch (error) {
      throw new UsageError((error as Error).message);
    }
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined;
  }

  find(name: string): string | undefined {
    return this.#values[name] as string | undefined;
  }

  /** @throws UsageError */
  get(name: string): string {
    const value = this.find(name);
    if (value === undefined) throw new UsageError(`--${name} is missing`);
    return value;
  }

  all(name: string): readonly string[] {
    return (this.#values[name] as readonly string[] | undefined) ?? [];
  }

  /** Milliseconds. @throws UsageError */
  findSeconds(name: string): number | undefined {
    const text = this.find(name);
    if (text === undefined) return undefined;
    if (!/^(\d+\.?\d*|\.\d+)$/.test(text)) throw new UsageError(`--${name}: '${text}' is no number of seconds`);
    return Number(text) * 1_000;
  }
}
