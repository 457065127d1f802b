import { isMulticast, LocatorKind, type Locator } from '../types/locator.js';

/** Locators of one peer that datagrams are sent to at most, while it is not clear which of them reaches it. */
const MAX_TRIED = 4;

/**
 * Which of a peer's announced unicast locators to send to. Every container host announces 172.17.0.1 and its like, so:
 * the address that its announcement came from; for a peer on this host, one of this host's addresses; else all.
 */
export function selectLocators(
  announced: readonly Locator[],
  sourceAddress: string,
  localAddresses: readonly string[],
): readonly Locator[] {
  const isOnThisHost = localAddresses.includes(sourceAddress);
  const usable = announced.filter((locator) => isUsable(locator) && (isOnThisHost || !isLoopback(locator.address)));
  const fromSource = usable.find((locator) => locator.address === sourceAddress);
  if (fromSource !== undefined) return [fromSource];
  if (isOnThisHost) {
    const onThisHost = usable.find((locator) => localAddresses.includes(locator.address));
    if (onThisHost !== undefined) return [onThisHost];
  }
  return usable.slice(0, MAX_TRIED);
}

function isUsable(locator: Locator): boolean {
  const { kind, port, address } = locator;
  return kind === LocatorKind.UDPv4 && port > 0 && !UNADDRESSED.has(address) && !isMulticast(locator);
}

/** Another host cannot be reached there; who announces that wants us to talk to ourselves. */
function isLoopback(address: string): boolean {
  return address.startsWith('127.');
}

const UNADDRESSED: ReadonlySet<string> = new Set(['0.0.0.0', '255.255.255.255']);
