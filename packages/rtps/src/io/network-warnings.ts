import type { NetworkWarning } from '../participant/participant-host.js';

/** Says each thing once, and not before somebody listens: a host is open before its participant is there. */
export class NetworkWarnings {
  readonly #said = new Set<string>();
  #waiting: NetworkWarning[] = [];
  #listener: ((warning: NetworkWarning) => void) | undefined;
  #immediate: NodeJS.Immediate | undefined;

  multicastUnavailable(socketErrors: ReadonlyMap<string, number>): void {
    const errors = [...socketErrors.keys()].filter((key) => /^(bind|join|multicast) /.test(key));
    this.#say('multicast', {
      code: 'multicastUnavailable',
      message:
        `No network interface takes multicast${errors.length === 0 ? '' : ` (${errors.join(', ')})`}: ` +
        'peers are found by ROS_STATIC_PEERS or the option staticPeers alone',
    });
  }

  peerNotFound(name: string, error: unknown): void {
    const { code } = error as { code?: unknown };
    this.#say(`peer ${name}`, {
      code: 'peerNotFound',
      message: `Static peer ${name} is not found (${String(code ?? error)}); it is looked up again every 5 s`,
    });
  }

  listen(listener: (warning: NetworkWarning) => void): void {
    this.#listener = listener;
    if (this.#waiting.length > 0) this.#tellSoon();
  }

  stop(): void {
    this.#listener = undefined;
    clearImmediate(this.#immediate);
  }

  #say(key: string, warning: NetworkWarning): void {
    if (this.#said.has(key)) return;
    this.#said.add(key);
    this.#waiting.push(warning);
    if (this.#listener !== undefined) this.#tellSoon();
  }

  /** A host speaks at the top of a turn only. */
  #tellSoon(): void {
    this.#immediate ??= setImmediate(() => {
      this.#immediate = undefined;
      for (const warning of this.#waiting.splice(0)) this.#listener?.(warning);
    });
  }
}
