import { Severity } from '../../../src/logging/severity.js';
import { parseRosArguments } from '../../../src/ros/ros-arguments.js';

test('without --ros-args nothing is ROS', () => {
  const parsed = parseRosArguments(['-r', 'a:=b', '--']);
  expect(parsed).toMatchObject({ remapRules: [], enclave: '/', rosoutLogs: true, stdoutLogs: true, warnings: [] });
  expect(parsed.others).toEqual(['-r', 'a:=b', '--']);
});

test('ROS arguments may come in several groups, others between them', () => {
  const parsed = parseRosArguments(['x', '--ros-args', '-r', 'a:=b', '--', 'y', '--ros-args', '--remap', 'c:=d']);
  expect(parsed.others).toEqual(['x', 'y']);
  expect(parsed.remapRules).toEqual([
    { kind: 'name', nodeName: undefined, match: 'a', replacement: 'b' },
    { kind: 'name', nodeName: undefined, match: 'c', replacement: 'd' },
  ]);
});

test('log levels for all and for one logger, in either case', () => {
  const { logLevels } = parseRosArguments(['--ros-args', '--log-level', 'debug', '--log-level', 'a.b:=FATAL']);
  expect([...logLevels]).toEqual([
    ['', Severity.DEBUG],
    ['a.b', Severity.FATAL],
  ]);
});

test('the last of several switches counts', () => {
  const parsed = parseRosArguments([
    '--ros-args',
    '--disable-rosout-logs',
    '--disable-stdout-logs',
    '--enable-stdout-logs',
    '--disable-external-lib-logs',
  ]);
  expect(parsed).toMatchObject({ rosoutLogs: false, stdoutLogs: true });
});

test('parameters are understood, and said to have no effect', () => {
  const parsed = parseRosArguments(['--ros-args', '-p', 'x:=1', '--params-file', 'f.yaml', '-e', '/e']);
  expect(parsed.warnings).toEqual([
    "'-p x:=1' has no effect: rclts has neither parameters nor log files",
    "'--params-file f.yaml' has no effect: rclts has neither parameters nor log files",
  ]);
  expect(parsed.enclave).toBe('/e');
});

test.each([
  [['--bogus'], "Found unknown ROS argument: '--bogus'"],
  [['a:=b'], "Found unknown ROS argument: 'a:=b'"],
  [['-r'], "Couldn't parse trailing -r flag. No remap rule found."],
  [['-r', 'a'], "Couldn't parse remap rule: '-r a'"],
  [['--log-level', 'loud'], "Couldn't parse log level: '--log-level loud'"],
  [['--log-level'], "Couldn't parse trailing --log-level flag. No log level found."],
])('--ros-args %j is refused', (args, message) => {
  expect(() => parseRosArguments(['--ros-args', ...args])).toThrow(
    expect.objectContaining({ code: 'ERR_NODE_INVALID_ARGUMENT', message }),
  );
});
