import type { PeerEvent, PeerMethods } from './peer-protocol.js';
import { ManagedProcess, type Exit } from './process/managed-process.js';
import type { Program } from './process/programs.js';

/** On top of what the peer itself was given to answer. */
const PATIENCE_MS = 60_000;
/** Python alone needs a second or two, and much longer when many start at once. */
const STARTUP_MS = 120_000;

/** What a peer can be asked, as PeerMethods: functions of one record. */
type Table<Methods> = Record<keyof Methods, (parameters: never) => unknown>;

interface Answer {
  readonly value?: unknown;
  readonly error?: string;
}

/** A peer process under our control; which implementation it runs, it does not say. Other suites have methods and events of their own. */
export class RemotePeer<
  Methods extends Table<Methods> = PeerMethods,
  Event extends { readonly event: string } = PeerEvent,
> {
  readonly process: ManagedProcess;
  readonly #events: Event[] = [];
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
  static async start<
    Methods extends Table<Methods> = PeerMethods,
    Event extends { readonly event: string } = PeerEvent,
  >(label: string, program: Program, environment: NodeJS.ProcessEnv): Promise<RemotePeer<Methods, Event>> {
    const peer = new RemotePeer<Methods, Event>(label, program, environment);
    try {
      await peer.untilEvent('its node exists', (event) => event.event === 'ready', STARTUP_MS);
    } catch (error) {
      await peer.process.crash();
      throw new Error(`${String(error)}\n${peer.process.describe()}`, { cause: error });
    }
    return peer;
  }

  async call<Method extends keyof Methods & string>(
    method: Method,
    parameters: Parameters<Methods[Method]>[0],
  ): Promise<ReturnType<Methods[Method]>> {
    const id = ++this.#lastId;
    this.process.writeLine(JSON.stringify({ id, method, parameters }));
    const timeoutMs = PATIENCE_MS + ((parameters as { timeoutMs?: number }).timeoutMs ?? 0);
    await this.process.until(`answer to ${method} ${JSON.stringify(parameters)}`, timeoutMs, () =>
      this.#answers.has(id),
    );
    const answer = this.#answers.get(id);
    this.#answers.delete(id);
    if (answer?.error !== undefined) throw new Error(`${this.process.label}: ${method}: ${answer.error}`);
    return answer?.value as ReturnType<Methods[Method]>;
  }

  /** What it has reported so far, in order. */
  get events(): readonly Event[] {
    return this.#events;
  }

  async untilEvent(what: string, matches: (event: Event) => boolean, timeoutMs: number = PATIENCE_MS): Promise<void> {
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
    const message = JSON.parse(line) as Event | ({ id: number } & Answer);
    if ('event' in message) this.#events.push(message);
    else this.#answers.set(message.id, message);
    return true;
  }
}
