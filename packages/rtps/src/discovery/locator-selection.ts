import { LocatorKind, type Locator } from '../types/locator.js';

/** Locators of one peer that datagrams are sent to at most, while it is not clear which of them reaches it. */
const MAX_TRIED = 4;

/**
 * Which of a peer's announced unicast locators to send to. Every container host announces 172.17.0.1 and its like, so:
 * the address that its announcement came from; for a peer on this host, one of this host's addresses; else all that are not
 * this host's own, where we would only talk to ourselves.
 *
 * @param ownPorts - where we listen ourselves: nobody else on this host can.
 */
export function selectLocators(
  announced: readonly Locator[],
  sourceAddress: string,
  localAddresses: readonly string[],
  ownPorts: readonly number[] = [],
): readonly Locator[] {
  const isHere = (address: string): boolean => isLoopback(address) || localAddresses.includes(address);
  const isOnThisHost = localAddresses.includes(sourceAddress);
  const usable = announced.filter(
    (locator) => isUsable(locator) && (!isHere(locator.address) || (isOnThisHost && !ownPorts.includes(locator.port))),
  );
  const fromSource = usable.find((locator) => locator.address === sourceAddress);
  if (fromSource !== undefined) return [fromSource];
  if (isOnThisHost) {
    const onThisHost = usable.find((locator) => localAddresses.includes(locator.address));
    if (onThisHost !== undefined) return [onThisHost];
  }
  return usable.slice(0, MAX_TRIED);
}

/** 0.0.0.0/8 is nobody, 224.0.0.0/4 everybody, 240.0.0.0/4 with the broadcast address nobody or everybody (RFC 6890). */
function isUsable({ kind, port, address }: Locator): boolean {
  if (kind !== LocatorKind.UDPv4 || port <= 0) return false;
  const firstOctet = Number.parseInt(address, 10);
  return firstOctet > 0 && firstOctet < 224;
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.');
}
