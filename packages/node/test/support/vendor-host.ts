import type { HostLocators, HostReceiver, Locator, ParticipantHost, Time } from '@rclts/rtps';

/** PID_VENDOR_ID, 4 octets, ours. */
const OURS = [0x16, 0, 4, 0, 0, 0, 0, 0];
/** Of the vendor id in the RTPS header. */
const HEADER_OFFSET = 6;

/** A host whose participant says that it is of another vendor, and whose datagrams somebody looks at. */
export class VendorHost implements ParticipantHost {
  readonly #host: ParticipantHost;
  readonly #vendorId: number;
  readonly #onSend: (datagram: Uint8Array) => void;

  constructor(host: ParticipantHost, vendorId: number, onSend: (datagram: Uint8Array) => void) {
    this.#host = host;
    this.#vendorId = vendorId;
    this.#onSend = onSend;
  }

  get locators(): HostLocators {
    return this.#host.locators;
  }

  get localAddresses(): readonly string[] {
    return this.#host.localAddresses;
  }

  now(): number {
    return this.#host.now();
  }

  wallTime(): Time {
    return this.#host.wallTime();
  }

  randomBytes(length: number): Uint8Array {
    return this.#host.randomBytes(length);
  }

  open(receiver: HostReceiver): void {
    this.#host.open(receiver);
  }

  send(datagram: Uint8Array, to: Locator): boolean {
    const bytes = datagram.slice();
    const vendor = [this.#vendorId >>> 8, this.#vendorId & 0xff];
    bytes.set(vendor, HEADER_OFFSET);
    for (let at = bytes.indexOf(0x16); at >= 0; at = bytes.indexOf(0x16, at + 1)) {
      if (OURS.every((octet, index) => bytes[at + index] === octet)) bytes.set(vendor, at + 4);
    }
    const isTaken = this.#host.send(bytes, to);
    if (isTaken) this.#onSend(bytes);
    return isTaken;
  }

  setTimer(delayMs: number, callback: () => void): () => void {
    return this.#host.setTimer(delayMs, callback);
  }

  endOfTurn(callback: () => void): void {
    this.#host.endOfTurn(callback);
  }

  defer(callback: () => void): void {
    this.#host.defer(callback);
  }

  close(): Promise<void> {
    return this.#host.close();
  }
}
