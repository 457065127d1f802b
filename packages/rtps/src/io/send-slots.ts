import { Buffer } from 'node:buffer';
import { LIMITS } from '../limits.js';

const MAX_SLOTS: number = LIMITS.sendSlots.value;
/** A slot starts with room for what a path outside of this host carries, and grows to what it is asked to hold. */
const SLOT_BYTES = 2048;
/** A slot that had to grow beyond this is given back after use: 128 slots hold 2 MB at most when idle. */
const KEPT_SLOT_BYTES = 16_384;

/** One datagram under way: its bytes, which nobody touches until the operating system has called `done`. */
export interface SendSlot {
  bytes: Buffer;
  readonly done: (error: Error | null) => void;
}

/**
 * The buffers that datagrams are sent from. `socket.send` may read its buffer long after it has returned (libuv queues
 * when the socket is full), so each datagram is copied into a slot, and the send callback frees the slot.
 */
export class SendSlots {
  readonly #free: SendSlot[] = [];
  readonly #onError: (error: Error) => void;
  readonly #onFreed: () => void;
  #made = 0;
  #inFlight = 0;

  constructor(onError: (error: Error) => void, onFreed: () => void) {
    this.#onError = onError;
    this.#onFreed = onFreed;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get available(): number {
    return MAX_SLOTS - this.#inFlight;
  }

  /** A slot that holds a copy of `datagram`; its `done` must be called exactly once. Undefined: all are in use. */
  take(datagram: Uint8Array): SendSlot | undefined {
    let slot = this.#free.pop();
    if (slot === undefined) {
      if (this.#made === MAX_SLOTS) return undefined;
      slot = this.#makeSlot();
    }
    if (slot.bytes.length < datagram.length) slot.bytes = Buffer.allocUnsafeSlow(datagram.length);
    slot.bytes.set(datagram);
    this.#inFlight += 1;
    return slot;
  }

  #makeSlot(): SendSlot {
    this.#made += 1;
    const slot: SendSlot = {
      bytes: Buffer.allocUnsafeSlow(SLOT_BYTES),
      done: (error) => {
        if (slot.bytes.length > KEPT_SLOT_BYTES) slot.bytes = Buffer.allocUnsafeSlow(SLOT_BYTES);
        this.#free.push(slot);
        this.#inFlight -= 1;
        if (error !== null && error !== undefined) this.#onError(error);
        this.#onFreed();
      },
    };
    return slot;
  }
}
