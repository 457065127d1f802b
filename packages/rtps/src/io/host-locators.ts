import {
  metatrafficUnicastPort,
  SPDP_MULTICAST_ADDRESS,
  SPDP_MULTICAST_ADDRESSES_V6,
  spdpMulticastPort,
  userUnicastPort,
} from '../discovery/ports.js';
import type { HostLocators } from '../participant/participant-host.js';
import { createLocator, LocatorKind, type Locator } from '../types/locator.js';
import { canonicalAddress, familyOf, IpFamily } from './ip-addresses.js';
import type { NetworkPlan, PeerAddress } from './network-plan.js';

const LOOPBACK = { [IpFamily.V4]: '127.0.0.1', [IpFamily.V6]: canonicalAddress('::1') } as const;
/** As Fast DDS and Cyclone DDS: a participant in range LOCALHOST is looked for under the first 32 participant indices. */
const LOCALHOST_PARTICIPANTS = 32;
/** As Fast DDS: a static peer without a port is looked for under the first 4 (Cyclone DDS: 32). */
const STATIC_PEER_PARTICIPANTS = 4;

/** The groups that participants announce themselves to: IPv6 has none that is standard, so both that are in use. */
export function multicastGroups(family: IpFamily): readonly string[] {
  return family === IpFamily.V4 ? [SPDP_MULTICAST_ADDRESS] : SPDP_MULTICAST_ADDRESSES_V6;
}

/**
 * The plan as locators: where a participant is reached and where it announces itself.
 *
 * @param participantIndex - of a family's pair of ports; undefined where it has no sockets.
 */
export function hostLocators(
  domainId: number,
  plan: NetworkPlan,
  participantIndex: (family: IpFamily) => number | undefined,
): HostLocators {
  const families = plan.families.filter((family) => participantIndex(family) !== undefined);
  const reachable = (portOf: (domainId: number, index: number) => number): readonly Locator[] =>
    plan.announced
      .filter((address) => families.includes(familyOf(address)))
      .map((address) => locator(address, portOf(domainId, participantIndex(familyOf(address)) ?? 0)));
  const isSpoken = ({ address }: PeerAddress): boolean => families.includes(familyOf(address));
  return {
    metatrafficUnicast: reachable(metatrafficUnicastPort),
    defaultUnicast: reachable(userUnicastPort),
    announceTo: [
      ...families
        .filter((family) => plan.links.some((link) => link.family === family))
        .flatMap((family) => multicastGroups(family).map((group) => locator(group, spdpMulticastPort(domainId)))),
      ...(plan.looksOnThisHost
        ? families.flatMap((family) => firstParticipants(LOOPBACK[family], domainId, LOCALHOST_PARTICIPANTS))
        : []),
      ...plan.peers
        .filter(isSpoken)
        .flatMap(({ address, port }) =>
          port === undefined
            ? firstParticipants(address, domainId, STATIC_PEER_PARTICIPANTS)
            : [locator(address, port)],
        ),
    ],
  };
}

function firstParticipants(address: string, domainId: number, count: number): readonly Locator[] {
  return Array.from({ length: count }, (_, index) => locator(address, metatrafficUnicastPort(domainId, index)));
}

function locator(address: string, port: number): Locator {
  return createLocator(familyOf(address) === IpFamily.V4 ? LocatorKind.UDPv4 : LocatorKind.UDPv6, address, port);
}
