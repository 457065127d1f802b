import { Socket, type RemoteInfo } from 'node:dgram';
import { Random } from '@rclts/sim';

const RTPS_HEADER_BYTES = 20;
const SUBMESSAGE_HEADER_BYTES = 4;
/** RTPS 2.5 §9.4.5.1.1. */
const DATA_FRAG = 0x16;

export type Direction = 'sent' | 'received';

/**
 * Loses datagrams on purpose, under our stack, which knows nothing of it: every socket of this process sends and
 * receives through here, once installed. `dropFragment` counts only datagrams that carry a fragment of user data.
 */
export class LossySockets {
  #direction: Direction | undefined;
  #countdown = 0;
  #seen = 0;
  #dropped = 0;
  #share = 0;
  #lost = 0;
  readonly #random = new Random(1, 0);

  install(): void {
    const { send, emit } = Socket.prototype as unknown as {
      send: (...args: unknown[]) => void;
      emit: (this: Socket, event: string, ...args: unknown[]) => boolean;
    };
    const loses = (direction: Direction, datagram: unknown): boolean => this.#loses(direction, datagram);
    Object.assign(Socket.prototype, {
      send(this: Socket, ...args: unknown[]): void {
        if (!loses('sent', args[0])) return send.apply(this, args);
        const callback = args.at(-1);
        // As the real one: not before this call has returned.
        if (typeof callback === 'function') setImmediate(() => (callback as (error: null) => void)(null));
      },
      emit(this: Socket, event: string, ...args: [unknown, RemoteInfo?]): boolean {
        return event === 'message' && loses('received', args[0]) ? true : emit.call(this, event, ...args);
      },
    });
  }

  /** From now on, the `nth` datagram with a fragment in that direction is lost; 1 is the next. */
  dropFragment(direction: Direction, nth: number): void {
    this.#direction = direction;
    this.#countdown = nth;
    this.#seen = 0;
    this.#dropped = 0;
  }

  /** From now on this share of all datagrams is lost, in both directions. Returns how many were since the last call. */
  dropShare(share: number): number {
    this.#share = share;
    const lost = this.#lost;
    this.#lost = 0;
    return lost;
  }

  get fragments(): { seen: number; dropped: number } {
    return { seen: this.#seen, dropped: this.#dropped };
  }

  #loses(direction: Direction, datagram: unknown): boolean {
    if (this.#share > 0 && datagram instanceof Uint8Array && this.#random.chance(this.#share)) {
      this.#lost += 1;
      return true;
    }
    if (direction !== this.#direction || !(datagram instanceof Uint8Array) || !hasFragment(datagram)) return false;
    this.#seen += 1;
    if (--this.#countdown !== 0) return false;
    this.#dropped += 1;
    return true;
  }
}

function hasFragment(datagram: Uint8Array): boolean {
  const view = new DataView(datagram.buffer, datagram.byteOffset, datagram.byteLength);
  let offset = RTPS_HEADER_BYTES;
  while (offset + SUBMESSAGE_HEADER_BYTES <= view.byteLength) {
    if (view.getUint8(offset) === DATA_FRAG) return true;
    const length = view.getUint16(offset + 2, (view.getUint8(offset + 1) & 1) === 1);
    // A length of 0 means: to the end of the datagram.
    if (length === 0) return false;
    offset += SUBMESSAGE_HEADER_BYTES + length;
  }
  return false;
}
