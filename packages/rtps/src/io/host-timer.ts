/** `setTimeout` takes a signed 32-bit number of milliseconds; 2^31, like Infinity, would fire at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;
/** Timers fire up to a millisecond before `performance.now()` gets there; such a deadline counts as reached. */
const EARLY_MS = 1;
/** A timer that is later than this fires behind the datagrams that have come meanwhile. */
const LATE_MS = 5;
/** For so many turns in a row a late timer waits for the sockets to be read. */
const WAITED_TURNS = 16;

/**
 * The only `setTimeout` of the product. It serves two deadlines: the participant's, and the host's own look at the
 * network interfaces. It stays where it is when a deadline moves further away, because that happens with every datagram;
 * firing too soon costs one turn and arms it again. It keeps the process alive, as a spinning node should.
 */
export class HostTimer {
  readonly #now: () => number;
  readonly #periodMs: number;
  readonly #onPeriod: () => void;
  readonly #isBehind: () => boolean;
  #periodAt: number;
  #deadline: number = Infinity;
  #callback: (() => void) | undefined;
  #generation = 0;
  #armedFor: number = Infinity;
  #timeout: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;
  #stopped = false;

  #waitedTurns = 0;

  /** `isBehind`: whether there is more to be read than this turn has read. */
  constructor(now: () => number, periodMs: number, onPeriod: () => void, isBehind: () => boolean = () => false) {
    this.#isBehind = isBehind;
    this.#now = now;
    this.#periodMs = periodMs;
    this.#onPeriod = onPeriod;
    this.#periodAt = now() + periodMs;
    this.#arm();
  }

  /** Replaces the participant's deadline. Infinity: none. */
  set(delayMs: number, callback: () => void): () => void {
    this.#deadline = Number.isNaN(delayMs) ? Infinity : this.#now() + delayMs;
    this.#callback = callback;
    const generation = ++this.#generation;
    this.#arm();
    return () => {
      if (this.#generation === generation) this.#clear();
    };
  }

  stop(): void {
    this.#stopped = true;
    this.#clear();
    this.#disarm();
  }

  #clear(): void {
    this.#deadline = Infinity;
    this.#callback = undefined;
  }

  #arm(): void {
    if (this.#stopped) return;
    const next = Math.min(this.#deadline, this.#periodAt);
    if (this.#armedFor <= next) return;
    this.#disarm();
    this.#armedFor = next;
    const delay = next - this.#now();
    if (delay <= 0) this.#immediate = setImmediate(this.#onLate);
    else this.#timeout = setTimeout(this.#onTimeout, Math.min(Math.ceil(delay), MAX_TIMEOUT_MS));
  }

  #disarm(): void {
    clearTimeout(this.#timeout);
    clearImmediate(this.#immediate);
    this.#timeout = undefined;
    this.#immediate = undefined;
    this.#armedFor = Infinity;
  }

  /**
   * The event loop runs timers before it reads sockets: after a while in which it did neither, every peer would be asked again
   * whose answer is here already. Immediates run behind the sockets; and what one turn reads of them may not be all.
   */
  readonly #onTimeout = (): void => {
    if (this.#now() - this.#armedFor <= LATE_MS) return this.#onFire();
    this.#timeout = undefined;
    this.#immediate = setImmediate(this.#onLate);
  };

  readonly #onLate = (): void => {
    if (this.#isBehind() && this.#waitedTurns < WAITED_TURNS) {
      this.#waitedTurns += 1;
      this.#immediate = setImmediate(this.#onLate);
      return;
    }
    this.#waitedTurns = 0;
    this.#onFire();
  };

  readonly #onFire = (): void => {
    this.#disarm();
    const reached = this.#now() + EARLY_MS;
    try {
      if (this.#periodAt <= reached) {
        this.#periodAt = reached + this.#periodMs;
        this.#onPeriod();
      }
      if (this.#deadline <= reached) {
        const callback = this.#callback;
        this.#clear();
        callback?.();
      }
    } finally {
      this.#arm();
    }
  };
}
