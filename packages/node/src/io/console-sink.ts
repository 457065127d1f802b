import { formatLogRecord, type LogSink } from '../logging/logger.js';
import { Severity } from '../logging/severity.js';

// rcutils' colours; INFO is reset to normal, as there.
const COLOURS: Readonly<Record<Severity, string>> = {
  [Severity.DEBUG]: '\x1b[32m',
  [Severity.INFO]: '\x1b[0m',
  [Severity.WARN]: '\x1b[33m',
  [Severity.ERROR]: '\x1b[31m',
  [Severity.FATAL]: '\x1b[35m',
};

export interface ConsoleOptions {
  /** Default: stderr for every level, as rcutils has it since Foxy. */
  readonly toStdout?: boolean;
  /** Undefined: where the stream is a terminal. */
  readonly colorized?: boolean | undefined;
}

/** The console of ROS. */
export function consoleSink(options: ConsoleOptions = {}): LogSink {
  const stream = options.toStdout ? process.stdout : process.stderr;
  const colorized = options.colorized ?? stream.isTTY === true;
  return (record) => {
    const line = formatLogRecord(record);
    stream.write(colorized ? `${COLOURS[record.severity]}${line}\x1b[0m\n` : `${line}\n`);
  };
}
