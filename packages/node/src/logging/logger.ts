import type { Time } from '@rclts/rtps';
import { Severity, severityName } from './severity.js';

/** One line of a log, on its way to the console and to /rosout. */
export interface LogRecord {
  readonly severity: Severity;
  /** The logger's name: `ns.node`, `ns.node.child`. */
  readonly name: string;
  readonly message: string;
  readonly stamp: Time;
}

/** Where lines go. Must not throw. */
export type LogSink = (record: LogRecord) => void;

/** `[INFO] [1700000000.123456789] [name]: text`: rcutils' default format. */
export function formatLogRecord(record: LogRecord): string {
  const { sec, nanosec } = record.stamp;
  const stamp = `${sec}.${String(nanosec).padStart(9, '0')}`;
  return `[${severityName(record.severity)}] [${stamp}] [${record.name}]: ${record.message}`;
}

/** The thresholds of all loggers of a context: a logger without one of its own has its parent's, `a.b` for `a.b.c`. */
export class LogLevels {
  readonly #levels: Map<string, Severity>;

  /** By logger name; the empty name is the default of all. */
  constructor(levels: ReadonlyMap<string, Severity> = new Map()) {
    this.#levels = new Map(levels);
  }

  set(name: string, severity: Severity): void {
    this.#levels.set(name, severity);
  }

  effective(name: string): Severity {
    for (let end = name.length; end > 0; end = name.lastIndexOf('.', end - 1)) {
      const level = this.#levels.get(name.slice(0, end));
      if (level !== undefined) return level;
    }
    return this.#levels.get('') ?? Severity.INFO;
  }
}

export interface LoggerEnvironment {
  readonly levels: LogLevels;
  readonly sinks: readonly LogSink[];
  now(): Time;
}

/** Writes lines at five levels, those below its threshold nowhere. */
export class Logger {
  readonly name: string;
  readonly #environment: LoggerEnvironment;

  constructor(name: string, environment: LoggerEnvironment) {
    this.name = name;
    this.#environment = environment;
  }

  debug(message: string): void {
    this.log(Severity.DEBUG, message);
  }

  info(message: string): void {
    this.log(Severity.INFO, message);
  }

  warn(message: string): void {
    this.log(Severity.WARN, message);
  }

  error(message: string): void {
    this.log(Severity.ERROR, message);
  }

  fatal(message: string): void {
    this.log(Severity.FATAL, message);
  }

  log(severity: Severity, message: string): void {
    if (!this.isEnabledFor(severity)) return;
    const record: LogRecord = { severity, name: this.name, message: String(message), stamp: this.#environment.now() };
    for (const sink of this.#environment.sinks) sink(record);
  }

  isEnabledFor(severity: Severity): boolean {
    return severity >= this.#environment.levels.effective(this.name);
  }

  /** For this logger and, where they have none of their own, its children. */
  setLevel(severity: Severity): void {
    this.#environment.levels.set(this.name, severity);
  }

  /** `name.suffix`, with the same sinks. */
  getChild(suffix: string): Logger {
    return new Logger(`${this.name}.${suffix}`, this.#environment);
  }
}
