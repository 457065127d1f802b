import { LocatorKind } from '../../types/locator.js';
import type { AnnouncedLocators, PathRules } from '../remote-destinations.js';

/**
 * Where a participant is that only a server has told of: what it announces is all there is. It is on this host if no address of its
 * own is elsewhere; that it names some of ours besides says nothing, for every host of containers announces 172.17.0.1.
 */
export function addressOfRelayed(announced: AnnouncedLocators, rules: Pick<PathRules, 'isLocalHost'>): string {
  const addresses = [...announced.metatrafficUnicastLocators, ...announced.defaultUnicastLocators]
    .filter(({ kind }) => kind === LocatorKind.UDPv4 || kind === LocatorKind.UDPv6)
    .map(({ address }) => address);
  return addresses.find((address) => !rules.isLocalHost(address)) ?? addresses[0] ?? '';
}
