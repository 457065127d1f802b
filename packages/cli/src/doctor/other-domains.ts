// Who announces themselves in other domains: a graph that is empty here is often one domain away.
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { dissectMessage, SPDP_MULTICAST_ADDRESS, spdpMulticastPort } from '@rclts/rtps';

export interface OtherDomain {
  readonly domainId: number;
  /** GUID prefixes of those who were heard. */
  readonly participants: Set<string>;
  readonly addresses: Set<string>;
}

/** Those that ROS_DOMAIN_ID can name on every platform (https://docs.ros.org/en/kilted/Concepts/Intermediate/About-Domain-ID.html). */
const LAST_DOMAIN = 101;

/** Listens to the groups of all domains but ours; where a port is taken for good, to the others. */
export class OtherDomains {
  readonly #sockets: Socket[] = [];
  readonly #heard = new Map<number, OtherDomain>();

  static async open(ownDomainId: number): Promise<OtherDomains> {
    const domains = new OtherDomains();
    const ids = Array.from({ length: LAST_DOMAIN + 1 }, (_, id) => id).filter((id) => id !== ownDomainId);
    await Promise.all(ids.map((id) => domains.#listen(id)));
    return domains;
  }

  get heard(): readonly OtherDomain[] {
    return [...this.#heard.values()].sort((left, right) => left.domainId - right.domainId);
  }

  async close(): Promise<void> {
    await Promise.all(
      this.#sockets.map(async (socket) => {
        const closed = once(socket, 'close');
        socket.close();
        await closed;
      }),
    );
  }

  async #listen(domainId: number): Promise<void> {
    const socket = createSocket({ type: 'udp4', reuseAddr: true });
    socket.on('error', () => undefined);
    socket.on('message', (datagram, { address }) => this.#note(domainId, datagram, address));
    const bound = await new Promise<boolean>((resolve) => {
      socket.once('error', () => resolve(false));
      socket.bind(spdpMulticastPort(domainId), () => resolve(true));
    });
    if (!bound) return;
    this.#sockets.push(socket);
    for (const address of ipv4Addresses()) {
      try {
        socket.addMembership(SPDP_MULTICAST_ADDRESS, address);
      } catch {
        // An interface without multicast has nothing to tell.
      }
    }
  }

  #note(domainId: number, datagram: Uint8Array, address: string): void {
    const message = dissectMessage(datagram);
    if (message === undefined) return;
    const domain = this.#heard.get(domainId) ?? { domainId, participants: new Set(), addresses: new Set() };
    this.#heard.set(domainId, domain);
    domain.participants.add(message.prefix);
    domain.addresses.add(address);
  }
}

function ipv4Addresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((all) =>
    (all ?? []).filter(({ family }) => family === 'IPv4').map(({ address }) => address),
  );
}
