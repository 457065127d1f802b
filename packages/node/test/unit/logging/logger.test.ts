import { formatLogRecord, Logger, LogLevels, type LogRecord } from '../../../src/logging/logger.js';
import { Severity } from '../../../src/logging/severity.js';

function recorder(levels = new LogLevels()): { lines: string[]; logger: (name: string) => Logger } {
  const lines: string[] = [];
  const sinks = [(record: LogRecord) => void lines.push(formatLogRecord(record))];
  const now = (): { sec: number; nanosec: number } => ({ sec: 1_700_000_000, nanosec: 1_234_567 });
  return { lines, logger: (name) => new Logger(name, { levels, sinks, now }) };
}

test("lines look as rcutils' default format has them, nanoseconds with nine digits", () => {
  const { lines, logger } = recorder(new LogLevels(new Map([['', Severity.DEBUG]])));
  const log = logger('fibonacci_action_server');
  log.debug('a');
  log.info('Executing goal...');
  log.warn('c');
  log.error('d');
  log.fatal('e');
  expect(lines).toEqual([
    '[DEBUG] [1700000000.001234567] [fibonacci_action_server]: a',
    '[INFO] [1700000000.001234567] [fibonacci_action_server]: Executing goal...',
    '[WARN] [1700000000.001234567] [fibonacci_action_server]: c',
    '[ERROR] [1700000000.001234567] [fibonacci_action_server]: d',
    '[FATAL] [1700000000.001234567] [fibonacci_action_server]: e',
  ]);
});

test('the threshold is INFO unless something else is set', () => {
  const { lines, logger } = recorder();
  logger('n').debug('hidden');
  logger('n').info('shown');
  expect(lines).toHaveLength(1);
});

test('a logger without a threshold of its own has its parent has', () => {
  const levels = new LogLevels();
  const { logger } = recorder(levels);
  const parent = logger('a');
  const child = parent.getChild('b');
  expect(child.name).toBe('a.b');
  parent.setLevel(Severity.ERROR);
  expect(child.isEnabledFor(Severity.WARN)).toBe(false);
  expect(logger('ab').isEnabledFor(Severity.WARN)).toBe(true);
  child.setLevel(Severity.DEBUG);
  expect(child.getChild('c').isEnabledFor(Severity.DEBUG)).toBe(true);
  expect(parent.isEnabledFor(Severity.DEBUG)).toBe(false);
});
