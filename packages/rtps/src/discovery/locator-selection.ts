import {
  createLocator,
  isLinkLocal,
  isLoopback,
  isUnicast,
  LocatorKind,
  withoutZone,
  zoneOf,
  type Locator,
} from '../types/locator.js';

/** Locators of one peer that datagrams are sent to at most, while it is not clear which of them reaches it. */
const MAX_TRIED = 4;

/** What one has to know of this host to choose. */
export interface LocalSide {
  readonly addresses: readonly string[];
  /** Where we listen ourselves: nobody else on this host can. */
  readonly ports: readonly number[];
  /** Kinds of locators under which we are reached: who is elsewhere could not answer. */
  readonly kinds: readonly LocatorKind[];
}

/**
 * Which of a peer's announced unicast locators to send to. Every container host announces 172.17.0.1 and its like, so:
 * the address that its announcement came from; for a peer on this host, one of this host's addresses; else all that are not
 * this host's own, where we would only talk to ourselves. A link-local address is on the link that the announcement came by.
 */
export function selectLocators(
  announced: readonly Locator[],
  sourceAddress: string,
  local: LocalSide,
): readonly Locator[] {
  const isHere = (address: string): boolean => isLoopback(address) || local.addresses.includes(address);
  const isOnThisHost = local.addresses.includes(sourceAddress);
  const zone = zoneOf(sourceAddress);
  const usable = announced
    .map((locator) => (isLinkLocal(locator.address) ? onLink(locator, zone) : locator))
    .filter((locator) => locator !== undefined)
    .filter(
      (locator) =>
        local.kinds.includes(locator.kind) &&
        locator.port > 0 &&
        isUnicast(locator) &&
        (!isHere(locator.address) || (isOnThisHost && !local.ports.includes(locator.port))),
    );
  const fromSource = usable.find((locator) => locator.address === sourceAddress);
  if (fromSource !== undefined) return [fromSource];
  if (isOnThisHost) {
    const onThisHost = usable.find((locator) => local.addresses.includes(locator.address));
    if (onThisHost !== undefined) return [onThisHost];
  }
  return usable.slice(0, MAX_TRIED);
}

/** Undefined: on which link it is, nobody knows. */
function onLink({ kind, address, port }: Locator, zone: string): Locator | undefined {
  return zone === '' ? undefined : createLocator(kind, `${withoutZone(address)}%${zone}`, port);
}
