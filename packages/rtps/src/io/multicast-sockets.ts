import { spdpMulticastPort } from '../discovery/ports.js';
import { bindSocket, type BoundSocket } from './bound-socket.js';
import { multicastGroups } from './host-locators.js';
import type { IpFamily } from './ip-addresses.js';
import type { MulticastLink } from './network-plan.js';

/** As Fast DDS: announcements stay on the link. */
const MULTICAST_TTL = 1;

export interface MulticastOptions {
  readonly domainId: number;
  readonly family: IpFamily;
  /** A socket that shall be listened to. */
  onListening(socket: BoundSocket): void;
  onError(operation: 'bind' | 'join' | 'multicast' | 'receive', error: unknown): void;
}

interface JoinedLink {
  readonly link: MulticastLink;
  isJoined: boolean;
  sender: BoundSocket | undefined;
}

/**
 * The multicast half of a family's sockets: one that receives what comes to the groups by any link, one per link that sends.
 * `setMulticastInterface` between two sends would send both by the same link. What cannot be had is reported and tried again the
 * next time: addresses are there before they can be used (RFC 4862 §5.4), and some containers and runtimes have no multicast at all.
 */
export class MulticastSockets {
  readonly #options: MulticastOptions;
  #receiver: BoundSocket | undefined;
  #links = new Map<string, JoinedLink>();
  #closed = false;

  constructor(options: MulticastOptions) {
    this.#options = options;
  }

  get senders(): readonly BoundSocket[] {
    return this.#senders;
  }
  #senders: readonly BoundSocket[] = [];

  /** Links that are both heard and sent on. */
  get working(): number {
    return [...this.#links.values()].filter(({ isJoined, sender }) => isJoined && sender !== undefined).length;
  }

  /** Whether something of what was asked for is missing. */
  get isIncomplete(): boolean {
    return this.working < this.#links.size;
  }

  /** Opens and joins what is new or missing, closes what is gone. */
  async setLinks(links: readonly MulticastLink[]): Promise<void> {
    const wanted = new Map(links.map((link) => [link.key, link]));
    for (const [key, { link, sender }] of this.#links) {
      if (wanted.has(key)) continue;
      this.#links.delete(key);
      this.#updateSenders();
      this.#leave(link);
      await sender?.close();
    }
    if (links.length > 0) await this.#listen();
    for (const [key, link] of wanted) {
      if (this.#closed) return;
      const joined = this.#links.get(key) ?? { link, isJoined: false, sender: undefined };
      this.#links.set(key, joined);
      if (!joined.isJoined) joined.isJoined = this.#join(link);
      joined.sender ??= await this.#openSender(link);
      this.#updateSenders();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const all = [this.#receiver, ...this.#senders];
    this.#links.clear();
    this.#updateSenders();
    await Promise.all(all.map(async (socket) => socket?.close()));
  }

  #updateSenders(): void {
    this.#senders = [...this.#links.values()].map(({ sender }) => sender).filter((sender) => sender !== undefined);
  }

  /** When another program holds the port for itself, unicast still works. */
  async #listen(): Promise<void> {
    if (this.#receiver !== undefined || this.#closed) return;
    const { domainId, family, onError } = this.#options;
    try {
      const receiver = await bindSocket({
        family,
        port: spdpMulticastPort(domainId),
        reuseAddr: true,
        onError: (error) => onError('receive', error),
      });
      if (this.#closed) return await receiver.close();
      this.#receiver = receiver;
      this.#options.onListening(receiver);
    } catch (error) {
      onError('bind', error);
    }
  }

  /** True: all groups of the family are heard on this link. */
  #join({ link }: MulticastLink): boolean {
    if (this.#receiver === undefined) return false;
    let isJoined = true;
    for (const group of multicastGroups(this.#options.family)) {
      try {
        this.#receiver.socket.addMembership(group, link);
      } catch (error) {
        // Twice on one link, by two addresses of it.
        if ((error as { code?: unknown }).code === 'EADDRINUSE') continue;
        isJoined = false;
        this.#options.onError('join', error);
      }
    }
    return isJoined;
  }

  /** A membership outlives its address, and the operating system gives a socket some twenty. */
  #leave({ link }: MulticastLink): void {
    for (const group of multicastGroups(this.#options.family)) {
      try {
        this.#receiver?.socket.dropMembership(group, link);
      } catch {
        // It went with its link.
      }
    }
  }

  async #openSender({ address, link }: MulticastLink): Promise<BoundSocket | undefined> {
    const { family, onError } = this.#options;
    let sender: BoundSocket | undefined;
    try {
      sender = await bindSocket({ family, port: 0, address, onError: (error) => onError('receive', error) });
      sender.socket.setMulticastInterface(link);
      sender.socket.setMulticastTTL(MULTICAST_TTL);
      sender.socket.setMulticastLoopback(true);
      if (!this.#closed) return sender;
    } catch (error) {
      onError('multicast', error);
    }
    await sender?.close();
    return undefined;
  }
}
