import type { Buffer } from 'node:buffer';
import type { RemoteInfo, Socket } from 'node:dgram';
import { DgramAsPromised, type SocketAsPromised } from 'dgram-as-promised';
import {
  SPDP_MULTICAST_ADDRESS,
  metatrafficUnicastPort,
  spdpMulticastPort,
  userUnicastPort,
} from '../discovery/ports.js';
import { RtpsError, RtpsErrorCode } from '../errors.js';
import { LIMITS } from '../limits.js';
import { isMulticast, type Locator } from '../types/locator.js';
import type { NetworkInterface } from './network-interfaces.js';
import { SendSlots } from './send-slots.js';

/** As Fast DDS: announcements stay on the link. */
const MULTICAST_TTL = 1;
const PARTICIPANT_INDICES: number = LIMITS.participantIndices.value;
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;
const CLOSE_TURNS = 64;

export interface UdpTransportOptions {
  readonly domainId: number;
  /** False: neither joins nor sends multicast. */
  readonly multicast: boolean;
  /** `localPort` is the port of ours that it came to. */
  onDatagram(datagram: Uint8Array, address: string, port: number, localPort: number): void;
  /** After each datagram that a socket took. `localAddress` may be 0.0.0.0. */
  onSent(datagram: Uint8Array, localAddress: string, localPort: number, to: Locator): void;
  onWritable(): void;
  onError(operation: SocketOperation, error: unknown): void;
}

/** What a socket was doing when it failed. */
export type SocketOperation = 'bind' | 'join' | 'send' | 'receive' | 'receiveBuffer';

/** A bound socket, with the address that `socket.address()` would have to ask the operating system for. */
interface BoundSocket {
  readonly promised: SocketAsPromised;
  readonly socket: Socket;
  readonly address: string;
  readonly port: number;
}

/**
 * The UDP sockets of one participant.
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
 *
 * dgram-as-promised opens, binds and closes; it has no receive queue, so datagrams come from its `.socket` directly.
 */
export class UdpTransport {
  readonly #options: UdpTransportOptions;
  readonly #slots: SendSlots;
  readonly #senders = new Map<string, BoundSocket>();
  #multicast: BoundSocket | undefined;
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
  }

  /** Rejects with ERR_RTPS_PORT_IN_USE when no pair of unicast ports is free. All else is survived and reported. */
  static async open(options: UdpTransportOptions): Promise<UdpTransport> {
    const transport = new UdpTransport(options);
    await transport.#bindUnicast();
    if (options.multicast) await transport.#bindMulticast();
    return transport;
  }

  /** Which pair of ports this participant has (RTPS 2.5 §9.6.2.3, participantId). */
  get participantIndex(): number {
    return this.#participantIndex;
  }

  /** Opens and joins what is new, closes what is gone. */
  async setInterfaces(interfaces: readonly NetworkInterface[]): Promise<void> {
    if (!this.#options.multicast) return;
    const wanted = new Set(interfaces.map(({ address }) => address));
    for (const [address, sender] of this.#senders) {
      if (wanted.has(address)) continue;
      this.#senders.delete(address);
      await close(sender.promised);
    }
    for (const address of wanted) {
      if (this.#closed) return;
      this.#join(address);
      if (!this.#senders.has(address)) await this.#openSender(address);
    }
  }

  /** See `ParticipantHost.send`; `to` is an UDPv4 locator with a port. */
  send(datagram: Uint8Array, to: Locator): boolean {
    if (this.#closed || this.#metatraffic === undefined) return true;
    if (!isMulticast(to)) return this.#sendFrom(this.#metatraffic, datagram, to);
    if (this.#slots.available < this.#senders.size) return this.#refuse();
    for (const sender of this.#senders.values()) this.#sendFrom(sender, datagram, to);
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
    const bound = [this.#multicast, this.#metatraffic, this.#user, ...this.#senders.values()];
    this.#senders.clear();
    await Promise.all(bound.map((one) => close(one?.promised)));
  }

  async #bindUnicast(): Promise<void> {
    const { domainId } = this.#options;
    let cause: unknown;
    for (let index = 0; index < PARTICIPANT_INDICES; index += 1) {
      let metatraffic: BoundSocket | undefined;
      try {
        metatraffic = await this.#bind(metatrafficUnicastPort(domainId, index));
        this.#user = this.#receiveOn(await this.#bind(userUnicastPort(domainId, index)));
        this.#metatraffic = this.#receiveOn(metatraffic);
        this.#participantIndex = index;
        return;
      } catch (error) {
        // Half a pair is no use to us, and would keep the next participant from it.
        await close(metatraffic?.promised);
        cause = error;
      }
    }
    throw new RtpsError(
      RtpsErrorCode.PORT_IN_USE,
      `No free pair of UDP ports in domain ${domainId}: participant indices 0 to ${PARTICIPANT_INDICES - 1} are taken`,
      { cause },
    );
  }

  /** When another program holds the port for itself, unicast still works. */
  async #bindMulticast(): Promise<void> {
    try {
      this.#multicast = this.#receiveOn(await this.#bind(spdpMulticastPort(this.#options.domainId), '0.0.0.0', true));
    } catch (error) {
      this.#options.onError('bind', error);
    }
  }

  /** Twice on one interface is EADDRINUSE; some interfaces, containers and runtimes have no multicast at all. */
  #join(address: string): void {
    try {
      this.#multicast?.promised.addMembership(SPDP_MULTICAST_ADDRESS, address);
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'EADDRINUSE') this.#options.onError('join', error);
    }
  }

  async #openSender(address: string): Promise<void> {
    let sender: BoundSocket | undefined;
    try {
      sender = await this.#bind(0, address);
      sender.socket.setMulticastInterface(address);
      sender.socket.setMulticastTTL(MULTICAST_TTL);
      sender.socket.setMulticastLoopback(true);
      if (!this.#closed) {
        this.#senders.set(address, sender);
        return;
      }
    } catch (error) {
      this.#options.onError('bind', error);
    }
    await close(sender?.promised);
  }

  async #bind(port: number, address = '0.0.0.0', reuseAddr = false): Promise<BoundSocket> {
    const promised = DgramAsPromised.createSocket({ type: 'udp4', reuseAddr, lookup: answerLiteral });
    try {
      const bound = await promised.bind({ port, address, exclusive: true });
      promised.socket.on('error', (error) => this.#options.onError('receive', error));
      return { promised, socket: promised.socket, address: bound.address, port: bound.port };
    } catch (error) {
      await close(promised);
      throw error;
    }
  }

  #receiveOn(bound: BoundSocket): BoundSocket {
    const { socket, port } = bound;
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
      this.#options.onDatagram(datagram, from.address, from.port, port);
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

/** Answers at once, so that `send` does not put a look-up, and a turn, between the call and the operating system. */
function answerLiteral(
  address: string,
  _options: unknown,
  callback: (error: null, address: string, family: number) => void,
): void {
  callback(null, address, 4);
}

/** A socket that never came to be bound, or failed, may refuse to close; there is nothing left to do then. */
async function close(promised: SocketAsPromised | undefined): Promise<void> {
  try {
    await promised?.close();
  } catch {
    // Closed already.
  }
}
