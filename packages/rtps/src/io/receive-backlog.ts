/** libuv reads at most so many datagrams of a socket before the others, and the timers, have their turn. */
const DATAGRAMS_A_TURN = 32;

/** Tells whether more lies in a socket than one turn of the event loop reads. */
export class ReceiveBacklog {
  /** By port, in this turn. */
  readonly #read = new Map<number, number>();
  #isFull = false;
  #isTurnOpen = false;

  /** A datagram has come in at a port of ours. */
  note(port: number): void {
    const count = (this.#read.get(port) ?? 0) + 1;
    this.#read.set(port, count);
    if (count >= DATAGRAMS_A_TURN) this.#isFull = true;
    if (this.#isTurnOpen) return;
    this.#isTurnOpen = true;
    setImmediate(this.#endTurn);
  }

  /** In this turn as much came out of a socket as can come in one. */
  get isBehind(): boolean {
    return this.#isFull;
  }

  readonly #endTurn = (): void => {
    this.#read.clear();
    this.#isFull = false;
    this.#isTurnOpen = false;
  };
}
