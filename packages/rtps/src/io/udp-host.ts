import { randomFillSync } from 'node:crypto';
import { SPDP_MULTICAST_ADDRESS, spdpMulticastPort } from '../discovery/ports.js';
import { RtpsError, RtpsErrorCode } from '../errors.js';
import type { HostLocators, HostReceiver, ParticipantHost } from '../participant/participant-host.js';
import type { HostStatistics } from '../participant/statistics.js';
import { isMulticast, LocatorKind, type Locator } from '../types/locator.js';
import type { Time } from '../types/time.js';
import { isInRanges, type AddressRange } from './address-ranges.js';
import type { DatagramTap } from './datagram-tap.js';
import { hostLocators, type Reach } from './host-locators.js';
import { HostTimer } from './host-timer.js';
import {
  listNetworkInterfaces,
  localAddressTowards,
  sameInterfaces,
  selectInterfaces,
  type NetworkInterface,
} from './network-interfaces.js';
import { DiscoveryRange } from './network-options.js';
import { UdpTransport, type SocketOperation } from './udp-transport.js';
import { WallClock } from './wall-clock.js';

/** Interfaces come and go without an event that Node would pass on; a look costs 60 µs. */
const INTERFACE_POLL_MS = 5000;

export interface UdpHostOptions extends Reach {
  /** Names or addresses; all when undefined. */
  readonly interfaces?: readonly string[] | undefined;
  /** What interfaces there are; asked at every look. Default: the operating system's. */
  readonly listInterfaces?: (() => readonly NetworkInterface[]) | undefined;
  /** Who may be heard and sent to besides this host; everybody when undefined. */
  readonly allowedPeers?: readonly AddressRange[] | undefined;
  /** Closed with the host. */
  readonly tap?: DatagramTap | undefined;
}

const now = (): number => performance.now();

/** The world as UDP sockets and the operating system's clock. */
export class UdpHost implements ParticipantHost {
  readonly statistics: HostStatistics = {
    datagramsSent: 0,
    bytesSent: 0,
    datagramsReceived: 0,
    bytesReceived: 0,
    datagramsFiltered: 0,
    datagramsUnsendable: 0,
    sendsRefused: 0,
    socketErrors: new Map(),
  };
  readonly #options: UdpHostOptions;
  readonly #wallClock = new WallClock();
  readonly #timer: HostTimer;
  #allInterfaces: readonly NetworkInterface[] = [];
  #interfaces: readonly NetworkInterface[] = [];
  #localAddresses: readonly string[] = [];
  #locators: HostLocators = { metatrafficUnicast: [], defaultUnicast: [], announceTo: [] };
  #transport: UdpTransport | undefined;
  #receiver: HostReceiver | undefined;
  #updating = false;
  #closing: Promise<void> | undefined;

  private constructor(options: UdpHostOptions) {
    this.#options = options;
    this.#timer = new HostTimer(now, INTERFACE_POLL_MS, () => void this.refreshInterfaces());
  }

  /** Rejects with ERR_RTPS_PORT_IN_USE, or ERR_RTPS_NO_INTERFACE when `interfaces` names none of this machine's. */
  static async open(options: UdpHostOptions): Promise<UdpHost> {
    const all = (options.listInterfaces ?? listNetworkInterfaces)();
    if (options.interfaces !== undefined && selectInterfaces(all, options.interfaces).length === 0) {
      throw new RtpsError(
        RtpsErrorCode.NO_INTERFACE,
        `No network interface is one of: ${options.interfaces.join(', ')}`,
      );
    }
    const host = new UdpHost(options);
    try {
      if (options.discoveryRange !== DiscoveryRange.OFF) host.#transport = await host.#openTransport();
      await host.#useInterfaces(all);
      return host;
    } catch (error) {
      await host.close();
      throw error;
    }
  }

  get locators(): HostLocators {
    return this.#locators;
  }

  get localAddresses(): readonly string[] {
    return this.#localAddresses;
  }

  now(): number {
    return now();
  }

  wallTime(): Time {
    return this.#wallClock.now();
  }

  randomBytes(length: number): Uint8Array {
    return randomFillSync(new Uint8Array(length));
  }

  open(receiver: HostReceiver): void {
    this.#receiver = receiver;
  }

  send(datagram: Uint8Array, to: Locator): boolean {
    if (this.#transport === undefined || to.kind !== LocatorKind.UDPv4 || to.port < 1 || to.port > 65_535) {
      this.statistics.datagramsUnsendable += 1;
      return true;
    }
    if (!isMulticast(to) && !this.#isAllowed(to.address)) {
      this.statistics.datagramsFiltered += 1;
      return true;
    }
    const taken = this.#transport.send(datagram, to);
    if (!taken) this.statistics.sendsRefused += 1;
    return taken;
  }

  setTimer(delayMs: number, callback: () => void): () => void {
    return this.#timer.set(delayMs, callback);
  }

  endOfTurn(callback: () => void): void {
    queueMicrotask(callback);
  }

  defer(callback: () => void): void {
    setImmediate(callback);
  }

  /** Looks which interfaces there are now, as the timer does every 5 s, and tells the participant when they have changed. */
  async refreshInterfaces(): Promise<void> {
    const all = (this.#options.listInterfaces ?? listNetworkInterfaces)();
    if (this.#updating || this.#closing !== undefined || sameInterfaces(all, this.#allInterfaces)) return;
    this.#updating = true;
    try {
      await this.#useInterfaces(all);
    } finally {
      this.#updating = false;
    }
    this.#receiver?.onLocatorsChanged();
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#receiver = undefined;
    this.#timer.stop();
    await this.#transport?.close();
    this.#options.tap?.close();
  }

  #openTransport(): Promise<UdpTransport> {
    const { domainId, discoveryRange, tap } = this.#options;
    return UdpTransport.open({
      domainId,
      multicast: discoveryRange === DiscoveryRange.SUBNET,
      onDatagram: (datagram, address, port, localPort) => {
        this.statistics.datagramsReceived += 1;
        this.statistics.bytesReceived += datagram.length;
        tap?.onDatagram(
          'received',
          datagram,
          { address, port },
          { address: this.#receivingAddress(address, localPort), port: localPort },
          this.wallTime(),
        );
        if (!this.#isAllowed(address)) this.statistics.datagramsFiltered += 1;
        else this.#receiver?.onDatagram(datagram, address, port);
      },
      onSent: (datagram, localAddress, localPort, to) => {
        this.statistics.datagramsSent += 1;
        this.statistics.bytesSent += datagram.length;
        if (tap === undefined) return;
        const address = localAddress === '0.0.0.0' ? localAddressTowards(this.#interfaces, to.address) : localAddress;
        tap.onDatagram('sent', datagram, { address, port: localPort }, to, this.wallTime());
      },
      onWritable: () => this.#receiver?.onWritable(),
      onError: (operation, error) => this.#countError(operation, error),
    });
  }

  async #useInterfaces(all: readonly NetworkInterface[]): Promise<void> {
    const selected = selectInterfaces(all, this.#options.interfaces);
    await this.#transport?.setInterfaces(selected);
    this.#allInterfaces = all;
    this.#interfaces = selected;
    this.#localAddresses = all.map(({ address }) => address);
    this.#locators = hostLocators(this.#options, this.#transport?.participantIndex ?? 0, selected);
  }

  /** In reach: on this host, or anywhere unless the discovery range or the caller says otherwise. */
  #isAllowed(address: string): boolean {
    const { discoveryRange, allowedPeers } = this.#options;
    if (discoveryRange !== DiscoveryRange.LOCALHOST && allowedPeers === undefined) return true;
    if (this.#isLocal(address)) return true;
    return discoveryRange !== DiscoveryRange.LOCALHOST && isInRanges(allowedPeers ?? [], address);
  }

  #isLocal(address: string): boolean {
    return address.startsWith('127.') || this.#localAddresses.includes(address);
  }

  #receivingAddress(remote: string, localPort: number): string {
    if (localPort === spdpMulticastPort(this.#options.domainId)) return SPDP_MULTICAST_ADDRESS;
    return this.#isLocal(remote) ? remote : localAddressTowards(this.#interfaces, remote);
  }

  #countError(operation: SocketOperation, error: unknown): void {
    const { code } = error as { code?: unknown };
    const key = `${operation} ${typeof code === 'string' ? code : 'unknown'}`;
    this.statistics.socketErrors.set(key, (this.statistics.socketErrors.get(key) ?? 0) + 1);
  }
}
