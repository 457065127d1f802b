import { consoleSink } from '../../../src/io/console-sink.js';

function written(stream: NodeJS.WriteStream, write: () => void): string[] {
  const lines: string[] = [];
  const spy = jest.spyOn(stream, 'write').mockImplementation((chunk) => lines.push(String(chunk)) > 0);
  try {
    write();
  } finally {
    spy.mockRestore();
  }
  return lines;
}

const stamp = { sec: 1, nanosec: 2 };

test('every level goes to stderr, as from rcutils, uncoloured where there is no terminal', () => {
  const lines = written(process.stderr, () => {
    const sink = consoleSink({ colorized: false });
    sink({ severity: 20, name: 'n', message: 'a', stamp });
    sink({ severity: 40, name: 'n', message: 'b', stamp });
  });
  expect(lines).toEqual(['[INFO] [1.000000002] [n]: a\n', '[ERROR] [1.000000002] [n]: b\n']);
});

test('to stdout where that is asked for, in rcutils’ colours', () => {
  const lines = written(process.stdout, () => {
    const sink = consoleSink({ toStdout: true, colorized: true });
    sink({ severity: 30, name: 'n', message: 'a', stamp });
  });
  expect(lines).toEqual(['\x1b[33m[WARN] [1.000000002] [n]: a\x1b[0m\n']);
});
