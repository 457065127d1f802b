import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { claimDomain, type Domain } from '@rclts/interop';

/** An example that runs as a user runs it: a process of its own, over the built packages. */
export class Example {
  readonly name: string;
  readonly #child: ReturnType<typeof spawn>;
  readonly #closed: Promise<unknown[]>;
  readonly #waiting = new Set<() => void>();
  #output = '';

  constructor(domainId: number, name: string, ...args: (string | number)[]) {
    this.name = name;
    const program = join(__dirname, '../dist', `${name}.js`);
    if (!existsSync(program)) throw new Error(`${program} is missing: npm run build`);
    this.#child = spawn(process.execPath, [program, ...args.map(String)], {
      env: {
        PATH: process.env['PATH'],
        ROS_DOMAIN_ID: String(domainId),
        ROS_AUTOMATIC_DISCOVERY_RANGE: 'LOCALHOST',
        RCUTILS_LOGGING_USE_STDOUT: '1',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
        for (const look of [...this.#waiting]) look();
      });
    }
    this.#closed = once(this.#child, 'close');
  }

  /** Its lines so far, without their stamps. */
  get lines(): readonly string[] {
    return this.#output
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.replace(/ \[\d+\.\d{9}\]/, ''));
  }

  /** What its node has said, without who said it. */
  get messages(): readonly string[] {
    return this.lines.map((line) => line.replace(/^\[INFO\] \[\w+\]: /, ''));
  }

  /** Resolves when its node has said this. */
  says(message: string): Promise<void> {
    return this.#until(() => this.messages.includes(message));
  }

  /** Resolves when its node has said so many things of the kind. */
  saysTimes(kind: RegExp, count: number): Promise<void> {
    return this.#until(() => this.messages.filter((line) => kind.test(line)).length >= count);
  }

  async #until(isSo: () => boolean): Promise<void> {
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (!isSo()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** Resolves to its exit code. */
  async ended(): Promise<number | string> {
    const [code, signal] = (await this.#closed) as [number | null, string | null];
    return code ?? signal ?? 'unknown';
  }

  /** Asks it to end, as Ctrl-C or systemd would, and resolves to its exit code. */
  async stop(): Promise<number | string> {
    this.#child.kill('SIGTERM');
    return this.ended();
  }

  /** For when a test has failed; resolves when it is gone. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#closed;
  }
}

/**
 * Gives each test of the file a ROS domain that nobody else on this machine is in: tests of other packages run at the same time. The
 * examples that it starts by what this returns do not outlive it.
 */
export function startInOwnDomain(): (name: string, ...args: (string | number)[]) => Example {
  let domain: Domain;
  const running: Example[] = [];
  beforeEach(async () => {
    domain = await claimDomain();
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((example) => example.kill()));
    await domain.release();
  });
  return (name, ...args) => {
    const example = new Example(domain.id, name, ...args);
    running.push(example);
    return example;
  };
}
