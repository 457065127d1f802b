import type { HostLocators, HostReceiver, Locator, ParticipantHost, Time } from '@rclts/rtps';

/** PID_VENDOR_ID, 4 octets, ours. */
const OURS = [0x16, 0, 4, 0, 0, 0, 0, 0];
/** Of the vendor id in the RTPS header. */
const HEADER_OFFSET = 6;

/** What somebody does with datagrams on their way; each may be changed in place. */
export interface DatagramHooks {
  /** Before one leaves. */
  readonly onSend?: (datagram: Uint8Array, to: Locator) => void;
  /** Before one is read. */
  readonly onReceive?: (datagram: Uint8Array) => void;
}

/** A host whose participant says that it is of another vendor, and whose datagrams somebody looks at. */
export class VendorHost implements ParticipantHost {
  readonly #host: ParticipantHost;
  readonly #vendorId: number;
  readonly #hooks: DatagramHooks;

  constructor(host: ParticipantHost, vendorId: number, hooks: DatagramHooks) {
    this.#host = host;
    this.#vendorId = vendorId;
    this.#hooks = hooks;
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
    const { onReceive } = this.#hooks;
    if (onReceive === undefined) return this.#host.open(receiver);
    this.#host.open({
      onDatagram: (datagram, address, port) => {
        const copy = datagram.slice();
        onReceive(copy);
        receiver.onDatagram(copy, address, port);
      },
      onLocatorsChanged: () => receiver.onLocatorsChanged(),
      onWritable: () => receiver.onWritable(),
    });
  }

  send(datagram: Uint8Array, to: Locator): boolean {
    const bytes = datagram.slice();
    const vendor = [this.#vendorId >>> 8, this.#vendorId & 0xff];
    bytes.set(vendor, HEADER_OFFSET);
    for (let at = bytes.indexOf(0x16); at >= 0; at = bytes.indexOf(0x16, at + 1)) {
      if (OURS.every((octet, index) => bytes[at + index] === octet)) bytes.set(vendor, at + 4);
    }
    this.#hooks.onSend?.(bytes, to);
    return this.#host.send(bytes, to);
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
