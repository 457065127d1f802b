import { EventEmitter } from 'eventemitter3';
import { runCallback } from './callbacks.js';
import { describeError } from './context.js';
import type { Logger } from './logging/logger.js';
import type { RejectedSample } from './node-host.js';

/** What `node.on` takes, by event. */
export interface NodeEvents {
  /** A callback of the user's threw, or its promise rejected. Logged in any case; `origin` says which. */
  error: (error: unknown, origin: string) => void;
  /** A message arrived that does not decode. Logged, too, for each topic or service at most once in five seconds. */
  sampleRejected: (rejection: RejectedSample) => void;
  /** Nodes, endpoints or participants have come or gone; at most once per turn. */
  graphChanged: () => void;
}

const REJECTION_LOG_PAUSE_MS = 5_000;

/** What a node tells of itself to its user: by events, and in its log. No callback of the user's gets past it with an error. */
export class NodeReports {
  readonly #logger: Logger;
  readonly #monotonicNow: () => number;
  readonly #emitter = new EventEmitter<NodeEvents>();
  /** When the next rejected sample of a topic or service may be logged. */
  readonly #quietUntil = new Map<string, number>();

  constructor(logger: Logger, monotonicNow: () => number) {
    this.#logger = logger;
    this.#monotonicNow = monotonicNow;
  }

  on<Name extends keyof NodeEvents>(event: Name, listener: NodeEvents[Name]): void {
    this.#emitter.on(event, listener as never);
  }

  off<Name extends keyof NodeEvents>(event: Name, listener: NodeEvents[Name]): void {
    this.#emitter.off(event, listener as never);
  }

  /** Nobody is told anything any more. */
  close(): void {
    this.#emitter.removeAllListeners();
  }

  /** Calls a callback of the user's. */
  run(origin: string, callback: () => unknown): void {
    runCallback(origin, callback, (error) => this.error(error, origin));
  }

  error(error: unknown, origin: string): void {
    this.#logger.error(`${origin}: ${describeError(error)}`);
    this.#emit('error', error, origin);
  }

  graphChanged(): void {
    this.#emit('graphChanged');
  }

  sampleRejected(rejection: RejectedSample): void {
    const { name, typeName, sender, error } = rejection;
    this.#emit('sampleRejected', rejection);
    // A peer that sends nothing but rubbish must not flood the log.
    const now = this.#monotonicNow();
    if (now < (this.#quietUntil.get(name) ?? -Infinity)) return;
    this.#quietUntil.set(name, now + REJECTION_LOG_PAUSE_MS);
    this.#logger.warn(
      `A message on '${name}' from ${sender.address || 'this context'} is no ${typeName}: ${String(error)}`,
    );
  }

  #emit<Name extends keyof NodeEvents>(event: Name, ...values: Parameters<NodeEvents[Name]>): void {
    for (const listener of this.#emitter.listeners(event)) {
      const call = (): unknown => (listener as (...values: unknown[]) => unknown)(...values);
      runCallback(`'${event}' listener`, call, (error) =>
        this.#logger.error(`'${event}' listener: ${describeError(error)}`),
      );
    }
  }
}
