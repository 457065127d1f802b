import { randomFillSync } from 'node:crypto';
import { spdpMulticastPort } from '../discovery/ports.js';
import { RtpsError, RtpsErrorCode } from '../errors.js';
import type { HostLocators, HostReceiver, ParticipantHost } from '../participant/participant-host.js';
import type { HostStatistics } from '../participant/statistics.js';
import { isMulticast, LocatorKind, type Locator } from '../types/locator.js';
import type { Time } from '../types/time.js';
import type { DatagramTap } from './datagram-tap.js';
import { hostLocators, multicastGroups } from './host-locators.js';
import { HostTimer } from './host-timer.js';
import { selectInterfaces } from './interface-selection.js';
import { canonicalAddress, familyOf, IpFamily, parseIpAddress } from './ip-addresses.js';
import {
  listNetworkInterfaces,
  localAddressTowards,
  sameInterfaces,
  type NetworkInterface,
} from './network-interfaces.js';
import { NetworkWarnings } from './network-warnings.js';
import { planNetwork, type NetworkPlan, type NetworkWishes } from './network-plan.js';
import { PeerNames, type NameLookup } from './peer-names.js';
import { ReceiveBacklog } from './receive-backlog.js';
import { UdpTransport, type SocketOperation } from './udp-transport.js';
import { WallClock } from './wall-clock.js';

/** Interfaces come and go without an event that Node would pass on; a look costs 60 µs. */
const POLL_MS = 5000;

export interface UdpHostOptions extends NetworkWishes {
  readonly domainId: number;
  /** What interfaces there are; asked at every look. Default: the operating system's. */
  readonly listInterfaces?: (() => readonly NetworkInterface[]) | undefined;
  /** Default: the operating system's. */
  readonly lookup?: NameLookup | undefined;
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
    multicastLinks: 0,
    socketErrors: new Map(),
  };
  readonly #options: UdpHostOptions;
  readonly #wallClock = new WallClock();
  readonly #timer: HostTimer;
  readonly #names: PeerNames;
  readonly #warnings: NetworkWarnings = new NetworkWarnings();
  readonly #transports = new Map<IpFamily, UdpTransport>();
  readonly #backlog: ReceiveBacklog = new ReceiveBacklog();
  #interfaces: readonly NetworkInterface[] = [];
  #plan: NetworkPlan;
  #locators: HostLocators = { metatrafficUnicast: [], defaultUnicast: [], announceTo: [] };
  #receiver: HostReceiver | undefined;
  #isUpdating = false;
  #isOutdated = false;
  #closing: Promise<void> | undefined;

  private constructor(options: UdpHostOptions) {
    this.#options = options;
    this.#plan = planNetwork(options, [], () => []);
    this.#timer = new HostTimer(
      now,
      POLL_MS,
      () => void this.refresh(),
      () => this.#backlog.isBehind,
    );
    const hosts = options.staticPeers.map(({ host }) => host);
    this.#names = new PeerNames({
      names: options.discoveryRange === 'off' ? [] : hosts.filter((host) => parseIpAddress(host) === undefined),
      now,
      lookup: options.lookup,
      onChanged: () => {
        this.#isOutdated = true;
        void this.refreshInterfaces();
      },
      onMissing: (name, error) => this.#warnings.peerNotFound(name, error),
    });
  }

  /** Rejects with ERR_RTPS_PORT_IN_USE, or ERR_RTPS_NO_INTERFACE when the lists leave none of this machine's interfaces. */
  static async open(options: UdpHostOptions): Promise<UdpHost> {
    const all = (options.listInterfaces ?? listNetworkInterfaces)();
    const { interfaces: allowed, deniedInterfaces: denied } = options;
    if ((allowed ?? denied) !== undefined && selectInterfaces(all, { allowed, denied }).used.length === 0) {
      const lists = [allowed && `one of: ${allowed.join(', ')}`, denied && `other than: ${denied.join(', ')}`];
      throw new RtpsError(
        RtpsErrorCode.NO_INTERFACE,
        `No network interface is ${lists.filter((list) => list !== undefined).join(', and ')}`,
      );
    }
    const host = new UdpHost(options);
    try {
      await host.#useInterfaces(all);
      void host.#names.refresh();
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
    return this.#plan.localAddresses;
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
    this.#warnings.listen((warning) => this.#receiver?.onNetworkWarning?.(warning));
  }

  send(datagram: Uint8Array, to: Locator): boolean {
    const transport = this.#transports.get(to.kind === LocatorKind.UDPv6 ? IpFamily.V6 : IpFamily.V4);
    const isSpoken = to.kind === LocatorKind.UDPv4 || to.kind === LocatorKind.UDPv6;
    if (transport === undefined || !isSpoken || to.port < 1 || to.port > 65_535) {
      this.statistics.datagramsUnsendable += 1;
      return true;
    }
    if (!isMulticast(to) && !this.#plan.admission.admits(to.address)) {
      this.statistics.datagramsFiltered += 1;
      return true;
    }
    const taken = transport.send(datagram, to);
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

  /** Looks, as the timer does every 5 s, for names that have no address yet and for what the interfaces are now. */
  async refresh(): Promise<void> {
    await Promise.all([this.#names.refresh(), this.refreshInterfaces()]);
  }

  /** Looks which interfaces there are now, and tells the participant when something has changed. */
  async refreshInterfaces(): Promise<void> {
    if (this.#isUpdating || this.#closing !== undefined) return;
    const all = (this.#options.listInterfaces ?? listNetworkInterfaces)();
    const isChanged = this.#isOutdated || !sameInterfaces(all, this.#interfaces);
    if (!isChanged && ![...this.#transports.values()].some(({ isIncomplete }) => isIncomplete)) return;
    this.#isUpdating = true;
    this.#isOutdated = false;
    try {
      await this.#useInterfaces(all);
    } catch (error) {
      this.#countError('bind', error);
    } finally {
      this.#isUpdating = false;
    }
    if (isChanged) this.#receiver?.onLocatorsChanged();
    if (this.#isOutdated) await this.refreshInterfaces();
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#receiver = undefined;
    this.#timer.stop();
    this.#names.stop();
    this.#warnings.stop();
    await Promise.all([...this.#transports.values()].map((transport) => transport.close()));
    this.#options.tap?.close();
  }

  /** Does what the plan for these interfaces says. */
  async #useInterfaces(all: readonly NetworkInterface[]): Promise<void> {
    const plan = planNetwork(this.#options, all, (name) => this.#names.addressesOf(name));
    this.#interfaces = all;
    this.#plan = plan;
    for (const family of plan.families) await this.#openTransport(family, plan.families);
    for (const [family, transport] of this.#transports)
      await transport.setLinks(plan.links.filter((link) => link.family === family));
    this.#locators = hostLocators(
      this.#options.domainId,
      plan,
      (family) => this.#transports.get(family)?.participantIndex,
    );
    this.statistics.multicastLinks = [...this.#transports.values()].reduce((sum, one) => sum + one.multicastLinks, 0);
    if (plan.links.length > 0 && this.statistics.multicastLinks === 0)
      this.#warnings.multicastUnavailable(this.statistics.socketErrors);
  }

  /** A machine without IPv6 is no error where there is IPv4. */
  async #openTransport(family: IpFamily, families: readonly IpFamily[]): Promise<void> {
    if (this.#transports.has(family) || this.#closing !== undefined) return;
    const { domainId, tap } = this.#options;
    try {
      const transport = await UdpTransport.open({
        family,
        domainId,
        onDatagram: (datagram, address, port, localPort) => {
          this.#backlog.note(localPort);
          this.statistics.datagramsReceived += 1;
          this.statistics.bytesReceived += datagram.length;
          tap?.onDatagram(
            'received',
            datagram,
            { address, port },
            { address: this.#receivingAddress(address, localPort), port: localPort },
            this.wallTime(),
          );
          if (!this.#plan.admission.admits(address)) this.statistics.datagramsFiltered += 1;
          else this.#receiver?.onDatagram(datagram, address, port);
        },
        onSent: (datagram, localAddress, localPort, to) => {
          this.statistics.datagramsSent += 1;
          this.statistics.bytesSent += datagram.length;
          if (tap === undefined) return;
          const isAny = localAddress === '0.0.0.0' || localAddress === '::';
          const address = isAny ? localAddressTowards(this.#plan.used, to.address) : canonicalAddress(localAddress);
          tap.onDatagram('sent', datagram, { address, port: localPort }, to, this.wallTime());
        },
        onWritable: () => this.#receiver?.onWritable(),
        onError: (operation, error) => this.#countError(operation, error),
      });
      this.#transports.set(family, transport);
      // Of what was still being opened, `close` has not known.
      if (this.#closing !== undefined) await transport.close();
    } catch (error) {
      if (families.length === 1 || (family === IpFamily.V4 && error instanceof RtpsError)) throw error;
      this.#countError('bind', error);
    }
  }

  #receivingAddress(remote: string, localPort: number): string {
    const [group = ''] = multicastGroups(familyOf(remote));
    if (localPort === spdpMulticastPort(this.#options.domainId)) return group;
    return this.#plan.admission.isLocal(remote) ? remote : localAddressTowards(this.#plan.used, remote);
  }

  #countError(operation: SocketOperation, error: unknown): void {
    const { code } = error as { code?: unknown };
    const key = `${operation} ${typeof code === 'string' ? code : 'unknown'}`;
    this.statistics.socketErrors.set(key, (this.statistics.socketErrors.get(key) ?? 0) + 1);
  }
}
