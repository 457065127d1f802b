import type { Buffer } from 'node:buffer';
import type { RemoteInfo } from 'node:dgram';
import { metatrafficUnicastPort, userUnicastPort } from '../discovery/ports.js';
import { RtpsError, RtpsErrorCode } from '../errors.js';
import { LIMITS } from '../limits.js';
import { isMulticast, type Locator } from '../types/locator.js';
import { bindSocket, type BoundSocket } from './bound-socket.js';
import { canonicalAddress, IpFamily } from './ip-addresses.js';
import { MulticastSockets } from './multicast-sockets.js';
import type { MulticastLink } from './network-plan.js';
import { SendSlots } from './send-slots.js';

const PARTICIPANT_INDICES: number = LIMITS.participantIndices.value;
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;
const CLOSE_TURNS = 64;

/** Pairs of unicast ports, by family and the first of the two, of this process: to try one anew costs sockets and their failure. */
const ownPorts = new Set<string>();

export interface UdpTransportOptions {
  readonly family: IpFamily;
  readonly domainId: number;
  /** `address` in canonical form; `localPort` is the port of ours that it came to. */
  onDatagram(datagram: Uint8Array, address: string, port: number, localPort: number): void;
  /** After each datagram that a socket took. `localAddress` may be 0.0.0.0 or ::. */
  onSent(datagram: Uint8Array, localAddress: string, localPort: number, to: Locator): void;
  onWritable(): void;
  onError(operation: SocketOperation, error: unknown): void;
}

/** What a socket was doing when it failed; `multicast`: becoming one that sends to groups. */
export type SocketOperation = 'bind' | 'join' | 'multicast' | 'send' | 'receive' | 'receiveBuffer';

/**
 * The UDP sockets of one participant in one family; of IPv4:
 *
 *     multicast   0.0.0.0:7400+250·D      shared (reuseAddr), joined to 239.255.0.1 on every interface   receives
 *     metatraffic 0.0.0.0:7410+250·D+2·P  exclusive                              receives, sends all unicast
 *     user        0.0.0.0:7411+250·D+2·P  exclusive                              receives
 *     sender      <interface address>:0   one per interface, never re-pointed    sends multicast
 *
 * Only the two ports of a participant tell it from its neighbours, so they must not be shared: two sockets with reuseAddr
 * on one port both bind, in silence, and one of them gets everything.
 *
 * Who owns the bytes: with a default socket, `send` looks even an IP literal up in a later turn, and a buffer that is
 * re-used after the call has returned goes out corrupt. Our sockets have a `lookup` that answers at once, so the bytes
 * are with the operating system when `send` returns; unless its buffer is full, when libuv queues a reference. So each
 * datagram is first copied into a slot that only the send callback frees (send-slots.ts).
 */
export class UdpTransport {
  readonly #options: UdpTransportOptions;
  readonly #slots: SendSlots;
  readonly #multicast: MulticastSockets;
  #metatraffic: BoundSocket | undefined;
  #user: BoundSocket | undefined;
  #participantIndex = -1;
  #refused = false;
  #closed = false;

  private constructor(options: UdpTransportOptions) {
    this.#options = options;
    this.#slots = new SendSlots(
      (error) => options.onError('send', error),
      () => this.#onSlotFreed(),
    );
    this.#multicast = new MulticastSockets({
      domainId: options.domainId,
      family: options.family,
      onListening: (socket) => void this.#receiveOn(socket),
      onError: (operation, error) => options.onError(operation, error),
    });
  }

  /**
   * Rejects with ERR_RTPS_PORT_IN_USE when no pair of unicast ports is free, and with the system's error where the family is not
   * there. All else is survived and reported.
   */
  static async open(options: UdpTransportOptions): Promise<UdpTransport> {
    const transport = new UdpTransport(options);
    await transport.#bindUnicast();
    return transport;
  }

  /** Which pair of ports this participant has (RTPS 2.5 §9.6.2.3, participantId). */
  get participantIndex(): number {
    return this.#participantIndex;
  }

  /** Links on which multicast is heard and sent. */
  get multicastLinks(): number {
    return this.#multicast.working;
  }

  /** Whether `setLinks` should be called again with what it had. */
  get isIncomplete(): boolean {
    return this.#multicast.isIncomplete;
  }

  /** Where to hear and send multicast from now on. */
  async setLinks(links: readonly MulticastLink[]): Promise<void> {
    if (!this.#closed) await this.#multicast.setLinks(links);
  }

  /** See `ParticipantHost.send`; `to` is a locator of this family, with a port. */
  send(datagram: Uint8Array, to: Locator): boolean {
    if (this.#closed || this.#metatraffic === undefined) return true;
    if (!isMulticast(to)) return this.#sendFrom(this.#metatraffic, datagram, to);
    const { senders } = this.#multicast;
    if (this.#slots.available < senders.length) return this.#refuse();
    for (const sender of senders) this.#sendFrom(sender, datagram, to);
    return true;
  }

  /** Lets what was sent leave, then closes every socket. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    // The callbacks come within a turn, unless a socket is stuck; closing cancels what is stuck.
    for (let turns = 0; this.#slots.inFlight > 0 && turns < CLOSE_TURNS; turns += 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all([this.#multicast.close(), this.#metatraffic?.close(), this.#user?.close()]);
    ownPorts.delete(this.#portsKey(this.#participantIndex));
  }

  async #bindUnicast(): Promise<void> {
    const { domainId } = this.#options;
    let cause: unknown;
    for (let index = 0; index < PARTICIPANT_INDICES; index += 1) {
      const key = this.#portsKey(index);
      if (ownPorts.has(key)) continue;
      ownPorts.add(key);
      let metatraffic: BoundSocket | undefined;
      try {
        metatraffic = await this.#bind(metatrafficUnicastPort(domainId, index));
        this.#user = this.#receiveOn(await this.#bind(userUnicastPort(domainId, index)));
        this.#metatraffic = this.#receiveOn(metatraffic);
        this.#participantIndex = index;
        return;
      } catch (error) {
        // Half a pair is no use to us, and would keep the next participant from it.
        await metatraffic?.close();
        ownPorts.delete(key);
        cause = error;
        if (isWithoutFamily(error)) throw error;
      }
    }
    throw new RtpsError(
      RtpsErrorCode.PORT_IN_USE,
      `No free pair of UDP ports in domain ${domainId}: participant indices 0 to ${PARTICIPANT_INDICES - 1} are taken`,
      { cause },
    );
  }

  #portsKey(index: number): string {
    const { domainId, family } = this.#options;
    return `${family} ${metatrafficUnicastPort(domainId, index)}`;
  }

  #bind(port: number): Promise<BoundSocket> {
    const { family, onError } = this.#options;
    return bindSocket({ family, port, onError: (error) => onError('receive', error) });
  }

  #receiveOn(bound: BoundSocket): BoundSocket {
    const { socket, port } = bound;
    const isV6 = this.#options.family === IpFamily.V6;
    try {
      // Asked for, never relied on: stock Linux gives 212 992 bytes whatever one asks.
      socket.setRecvBufferSize(RECEIVE_BUFFER_BYTES);
    } catch (error) {
      this.#options.onError('receiveBuffer', error);
    }
    socket.on('message', (message: Buffer, from: RemoteInfo) => {
      if (this.#closed) return;
      // Node gives every datagram an ArrayBuffer of its own, so the receiver may keep it.
      const datagram = new Uint8Array(message.buffer, message.byteOffset, message.byteLength);
      const address = isV6 ? canonicalAddress(from.address) : from.address;
      this.#options.onDatagram(datagram, address, from.port, port);
    });
    return bound;
  }

  #sendFrom(from: BoundSocket, datagram: Uint8Array, to: Locator): boolean {
    const slot = this.#slots.take(datagram);
    if (slot === undefined) return this.#refuse();
    try {
      from.socket.send(slot.bytes, 0, datagram.length, to.port, to.address, slot.done);
    } catch (error) {
      slot.done(error as Error);
      return true;
    }
    this.#options.onSent(datagram, from.address, from.port, to);
    return true;
  }

  #refuse(): boolean {
    this.#refused = true;
    return false;
  }

  /** In a turn of its own: send callbacks come before the receive side gets its chance. */
  #onSlotFreed(): void {
    if (!this.#refused) return;
    this.#refused = false;
    setImmediate(() => {
      if (!this.#closed) this.#options.onWritable();
    });
  }
}

/** The system has no such protocol, or none of its addresses; no other port will do. */
function isWithoutFamily(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === 'EAFNOSUPPORT' || code === 'EADDRNOTAVAIL' || code === 'EPROTONOSUPPORT';
}
