import { spawn, type ChildProcess } from 'node:child_process';

export interface ProcessOptions {
  /** For the headline above its output when a test fails. */
  readonly label: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly directory?: string;
  /** Called for each complete line of stdout. Lines for which it returns true are not kept in the output. */
  readonly onLine?: (line: string) => boolean;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What is kept of a process's output: its end. */
const MAX_OUTPUT = 64 * 1024;
/** For a process that ignores SIGTERM. One that is slow to end says goodbye, on a busy machine too. */
const TERM_TO_KILL_MS = 30_000;

const running = new Set<ChildProcess>();
// Whatever way the tests end: no process stays behind.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A child process whose output is kept for the case that something fails, and that ends with us at the latest. */
export class ManagedProcess {
  readonly label: string;
  readonly exited: Promise<Exit>;
  readonly #child: ChildProcess;
  readonly #onLine: ((line: string) => boolean) | undefined;
  readonly #watchers: Set<() => void> = new Set();
  #output = '';
  #partialLine = '';
  #exit: Exit | undefined;

  constructor(command: string, args: readonly string[], options: ProcessOptions) {
    this.label = options.label;
    this.#onLine = options.onLine;
    const child = spawn(command, args, {
      env: options.environment,
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(options.directory === undefined ? {} : { cwd: options.directory }),
    });
    this.#child = child;
    running.add(child);
    child.stdin?.on('error', () => undefined); // written to after its end: the exit is reported where it matters
    child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#onStdout(text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#keep(text));
    this.exited = new Promise((resolve) => {
      const settle = (exit: Exit): void => {
        running.delete(child);
        this.#exit ??= exit;
        resolve(this.#exit);
        this.#notify();
      };
      child.once('error', (error) => {
        this.#keep(`${command}: ${error.message}\n`);
        settle({ code: null, signal: null });
      });
      child.once('close', (code, signal) => settle({ code, signal }));
    });
  }

  /** Undefined while it runs. */
  get exit(): Exit | undefined {
    return this.#exit;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get output(): string {
    return this.#output;
  }

  writeLine(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  /** Resolves when `condition` holds, asked again whenever the process has said something; rejects after `timeoutMs` or when the process ends. */
  async until(what: string, timeoutMs: number, condition: () => boolean): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const settle = (): void => {
        if (condition()) finish(resolve);
        else if (this.#exit !== undefined) finish(() => reject(new Error(`${this.label} ended before: ${what}`)));
      };
      const timeout = setTimeout(
        () => finish(() => reject(new Error(`${this.label}: not within ${timeoutMs} ms: ${what}`))),
        timeoutMs,
      );
      const finish = (outcome: () => void): void => {
        clearTimeout(timeout);
        this.#watchers.delete(settle);
        outcome();
      };
      this.#watchers.add(settle);
      settle();
    });
  }

  /** Until its output contains `pattern`. */
  async untilOutput(pattern: RegExp, timeoutMs: number): Promise<void> {
    await this.until(String(pattern), timeoutMs, () => pattern.test(this.#output));
  }

  /** Asks it to end with SIGTERM; makes it end after `patienceMs`. */
  async stop(patienceMs: number = TERM_TO_KILL_MS): Promise<Exit> {
    if (this.#exit === undefined) this.#child.kill('SIGTERM');
    const timeout = setTimeout(() => this.#child.kill('SIGKILL'), patienceMs);
    const exit = await this.exited;
    clearTimeout(timeout);
    return exit;
  }

  /** As a crash: nothing is said to anybody. */
  async crash(): Promise<Exit> {
    if (this.#exit === undefined) this.#child.kill('SIGKILL');
    return this.exited;
  }

  /** SIGSTOP and SIGCONT, say. Neither is waited for. */
  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** What it has said, under a headline; for a failed test. */
  describe(): string {
    const state = this.#exit === undefined ? 'running' : `ended, code ${this.#exit.code}, signal ${this.#exit.signal}`;
    return `──── ${this.label} (${state}) said:\n${this.#output || '(nothing)\n'}`;
  }

  #onStdout(text: string): void {
    if (this.#onLine === undefined) return this.#keep(text);
    const lines = (this.#partialLine + text).split('\n');
    this.#partialLine = lines.pop() ?? '';
    for (const line of lines) if (!this.#onLine(line)) this.#output += `${line}\n`;
    this.#keep('');
  }

  #keep(text: string): void {
    this.#output = (this.#output + text).slice(-MAX_OUTPUT);
    this.#notify();
  }

  #notify(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }
}
