import type { PeerEvent, PeerMethods } from './peer-protocol.js';
import { ManagedProcess, type Exit } from './process/managed-process.js';
import type { Program } from './process/programs.js';

/** On top of what the peer itself was given to answer. */
const PATIENCE_MS = 15_000;
const STARTUP_MS = 20_000;

type Parameters<Method extends keyof PeerMethods> = globalThis.Parameters<PeerMethods[Method]>[0];

interface Answer {
  readonly value?: unknown;
  readonly error?: string;
}

/** A peer process under our control; which implementation it runs, it does not say. */
export class RemotePeer {
  readonly process: ManagedProcess;
  readonly #events: PeerEvent[] = [];
  readonly #answers: Map<number, Answer> = new Map();
  #lastId = 0;

  private constructor(label: string, program: Program, environment: NodeJS.ProcessEnv) {
    this.process = new ManagedProcess(program.command, program.args, {
      label,
      environment,
      onLine: (line) => this.#onLine(line),
    });
  }

  /** Resolves when its node exists. */
  static async start(label: string, program: Program, environment: NodeJS.ProcessEnv): Promise<RemotePeer> {
    const peer = new RemotePeer(label, program, environment);
    try {
      await peer.untilEvent('its node exists', (event) => event.event === 'ready', STARTUP_MS);
    } catch (error) {
      await peer.process.crash();
      throw new Error(`${String(error)}\n${peer.process.describe()}`, { cause: error });
    }
    return peer;
  }

  async call<Method extends keyof PeerMethods>(
    method: Method,
    parameters: Parameters<Method>,
  ): Promise<ReturnType<PeerMethods[Method]>> {
    const id = ++this.#lastId;
    this.process.writeLine(JSON.stringify({ id, method, parameters }));
    const timeoutMs = PATIENCE_MS + ((parameters as { timeoutMs?: number }).timeoutMs ?? 0);
    await this.process.until(`answer to ${method} ${JSON.stringify(parameters)}`, timeoutMs, () =>
      this.#answers.has(id),
    );
    const answer = this.#answers.get(id);
    this.#answers.delete(id);
    if (answer?.error !== undefined) throw new Error(`${this.process.label}: ${method}: ${answer.error}`);
    return answer?.value as ReturnType<PeerMethods[Method]>;
  }

  /** What it has reported so far, in order. */
  get events(): readonly PeerEvent[] {
    return this.#events;
  }

  async untilEvent(what: string, matches: (event: PeerEvent) => boolean, timeoutMs: number = 10_000): Promise<void> {
    await this.process.until(what, timeoutMs, () => this.#events.some(matches));
  }

  /** Its orderly end: stdin closes the conversation, SIGTERM the process. */
  stop(): Promise<Exit> {
    return this.process.stop();
  }

  crash(): Promise<Exit> {
    return this.process.crash();
  }

  /** True: the line was of the protocol. */
  #onLine(line: string): boolean {
    if (!line.startsWith('{')) return false;
    const message = JSON.parse(line) as PeerEvent | ({ id: number } & Answer);
    if ('event' in message) this.#events.push(message);
    else this.#answers.set(message.id, message);
    return true;
  }
}
