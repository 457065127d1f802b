import {
  metatrafficUnicastPort,
  SPDP_MULTICAST_ADDRESS,
  spdpMulticastPort,
  userUnicastPort,
} from '../discovery/ports.js';
import type { HostLocators } from '../participant/participant-host.js';
import { createLocator, LocatorKind, type Locator } from '../types/locator.js';
import { addressesToAnnounce, type NetworkInterface } from './network-interfaces.js';
import { DiscoveryRange, type StaticPeer } from './network-options.js';

const LOOPBACK_ADDRESS = '127.0.0.1';
/** As Fast DDS and Cyclone DDS: a participant in range LOCALHOST is looked for under the first 32 participant indices. */
const LOCALHOST_PARTICIPANTS = 32;
/** As Fast DDS: a static peer without a port is looked for under the first 4 (Cyclone DDS: 32). */
const STATIC_PEER_PARTICIPANTS = 4;

export interface Reach {
  readonly domainId: number;
  readonly discoveryRange: DiscoveryRange;
  readonly staticPeers: readonly StaticPeer[];
}

/**
 * Where a participant is reached and where it announces itself. As Fast DDS does it: in range SUBNET by multicast and to
 * the static peers; in range LOCALHOST by unicast to the ports of this host, without multicast; OFF is silent. Unlike
 * Fast DDS, which announces the address of the network card even then, LOCALHOST announces 127.0.0.1: it stays when the
 * network goes.
 */
export function hostLocators(
  reach: Reach,
  participantIndex: number,
  interfaces: readonly NetworkInterface[],
): HostLocators {
  const { domainId, discoveryRange, staticPeers } = reach;
  if (discoveryRange === DiscoveryRange.OFF) return { metatrafficUnicast: [], defaultUnicast: [], announceTo: [] };
  const local = discoveryRange === DiscoveryRange.LOCALHOST;
  const addresses = local ? [LOOPBACK_ADDRESS] : addressesToAnnounce(interfaces);
  const metatrafficPort = metatrafficUnicastPort(domainId, participantIndex);
  const userPort = userUnicastPort(domainId, participantIndex);
  return {
    metatrafficUnicast: addresses.map((address) => udpv4(address, metatrafficPort)),
    defaultUnicast: addresses.map((address) => udpv4(address, userPort)),
    announceTo: local
      ? firstParticipants(LOOPBACK_ADDRESS, domainId, LOCALHOST_PARTICIPANTS)
      : [
          udpv4(SPDP_MULTICAST_ADDRESS, spdpMulticastPort(domainId)),
          ...staticPeers.flatMap(({ address, port }) =>
            port === undefined
              ? firstParticipants(address, domainId, STATIC_PEER_PARTICIPANTS)
              : [udpv4(address, port)],
          ),
        ],
  };
}

function firstParticipants(address: string, domainId: number, count: number): readonly Locator[] {
  return Array.from({ length: count }, (_, index) => udpv4(address, metatrafficUnicastPort(domainId, index)));
}

function udpv4(address: string, port: number): Locator {
  return createLocator(LocatorKind.UDPv4, address, port);
}
