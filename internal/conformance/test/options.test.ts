import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from '@rclts/interop';
import { findActionType } from '../src/action-type.js';
import { conformance } from '../src/command.js';
import { readGoal } from '../src/goal-text.js';
import { Options, UsageError } from '../src/options.js';
import { readSubject } from '../src/subject-options.js';

const folders = [join(repository, 'vectors/idl/definitions')];
const fibonacci = findActionType('test_msgs/action/Fibonacci', { file: undefined, folders });
const required = ['--action', 'fibonacci', '--type', 'test_msgs/action/Fibonacci'];

const subjectOf = (...words: string[]) =>
  readSubject(new Options([...required, ...words]), 'test_msgs/action/Fibonacci', fibonacci);

async function run(...words: string[]) {
  const said = { stdout: '', stderr: '' };
  const code = await conformance(words, {
    environment: {},
    print: (text) => (said.stdout += text),
    printError: (text) => (said.stderr += text),
  });
  return { code, ...said };
}

describe('what is said of the server', () => {
  it('is little by default', () => {
    expect(subjectOf('--goal-text', '{}')).toEqual({
      action: '/fibonacci',
      typeName: 'test_msgs/action/Fibonacci',
      goal: { order: 0 },
      slowGoal: undefined,
      refusedGoal: undefined,
      rejectedGoal: undefined,
      abortedGoal: undefined,
      resultTimeoutMs: undefined,
      isOneAtATime: false,
      patienceMs: 10_000,
    });
  });

  it('may be more', () => {
    const goals = ['goal', 'slow-goal', 'refused-goal', 'rejected-goal', 'aborted-goal'];
    const words = goals.flatMap((name, order) => [`--${name}-text`, `order: ${order}`]);
    const numbers = ['--result-timeout', '1.5', '--timeout', '3', '--one-at-a-time'];
    expect(subjectOf(...words, ...numbers)).toMatchObject({
      goal: { order: 0 },
      slowGoal: { order: 1 },
      refusedGoal: { order: 2 },
      rejectedGoal: { order: 3 },
      abortedGoal: { order: 4 },
      resultTimeoutMs: 1_500,
      patienceMs: 3_000,
      isOneAtATime: true,
    });
  });

  it('of one that refuses every cancel is that its slow goals do', () => {
    const words = ['--goal-text', '{}', '--slow-goal-text', 'order: 9', '--cancel-refusing'];
    expect(subjectOf(...words)).toMatchObject({ slowGoal: undefined, refusedGoal: { order: 9 } });
  });

  it('may be in files, YAML or JSON', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rclts-conformance-'));
    try {
      writeFileSync(join(folder, 'a.yaml'), 'order: 7\n');
      writeFileSync(join(folder, 'b.json'), '{"order": 8}');
      const words = ['--goal', join(folder, 'a.yaml'), '--slow-goal', join(folder, 'b.json')];
      expect(subjectOf(...words)).toMatchObject({ goal: { order: 7 }, slowGoal: { order: 8 } });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    [['--goal', '/nowhere.yaml'], '--goal: cannot read /nowhere.yaml'],
    [['--goal-text', '{order: }}'], '--goal-text: '],
    [['--goal-text', 'orders: 1'], 'goal.orders'],
    [['--goal-text', '{}', '--timeout', 'soon'], "--timeout: 'soon' is no number of seconds"],
    [['--goal-text', '{}', '--slow'], "Unknown option '--slow'"],
    [[], '--goal is missing'],
  ])('%j is refused', (words, message) => {
    const read = (): unknown => subjectOf(...words);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(message);
  });
});

describe('a goal', () => {
  it('keeps its 64-bit integers whole', () => {
    const basic = findActionType('test_msgs/action/NestedMessage', { file: undefined, folders });
    const text = 'nested_field: {int64_value: 9007199254740993, uint64_value: 18446744073709551615, int32_value: -5}';
    expect(readGoal(text, basic.goal, 'goal')).toMatchObject({
      nested_field: { int64_value: 9007199254740993n, uint64_value: 18446744073709551615n, int32_value: -5 },
    });
  });
});

describe('the definition of an action', () => {
  it('may be a file of its own', () => {
    const file = join(repository, 'vectors/idl/definitions/test_msgs/action/Fibonacci.action');
    const type = findActionType('robot_msgs/action/Count', { file, folders: [] });
    expect(type.goal.codec.defaults()).toEqual({ order: 0 });
    expect(type.sendGoal.typeName).toBe('robot_msgs/action/Count_SendGoal');
  });

  it('that is nowhere is told with the places that were looked in', () => {
    const find = (): unknown => findActionType('robot_msgs/action/Count', { file: undefined, folders: ['/a', '/b'] });
    expect(find).toThrow(UsageError);
    expect(find).toThrow(
      [
        'there is no definition of robot_msgs/action/Count: looked for',
        '  /a/robot_msgs/action/Count.action',
        '  /a/share/robot_msgs/action/Count.action',
        '  /b/robot_msgs/action/Count.action',
        '  /b/share/robot_msgs/action/Count.action',
      ].join('\n'),
    );
  });

  it('of a name that is none is refused', () => {
    expect(() => findActionType('Count', { file: undefined, folders })).toThrow(UsageError);
  });
});

describe('the command', () => {
  it('explains itself', async () => {
    const { code, stdout } = await run('--help');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^usage: npm run conformance -- --action NAME --type TYPE --goal FILE/);
    expect(stdout).toContain('CANCELS EVERY GOAL');
  });

  it.each([
    [[], '--type is missing'],
    [['--type', 'a/action/B'], 'there is no definition of a/action/B'],
    [required, '--goal is missing'],
  ])('%j ends with 2 and the usage', async (words, message) => {
    const { code, stdout, stderr } = await run(...words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toContain('usage: ');
  });
});
