import { LIMITS } from '../limits.js';
import { isLoopback } from '../types/locator.js';
import { isInRanges, subnetOf, type AddressRange } from './address-ranges.js';
import { parseIpAddress } from './ip-addresses.js';
import type { InterfaceSelection } from './interface-selection.js';
import { linkZone, type NetworkInterface } from './network-interfaces.js';

export interface AdmissionRules extends InterfaceSelection {
  /** This host and `peers` alone. */
  readonly isLocalOnly: boolean;
  /** Addresses that the caller looks for. */
  readonly peers: readonly string[];
  /** Who besides this host; everybody when undefined. */
  readonly allowedPeers?: readonly AddressRange[] | undefined;
}

/**
 * With which addresses datagrams are exchanged, both ways. A socket hears what comes to its port by any interface (Linux delivers
 * the multicast of a group that some other program has joined elsewhere), and does not tell by which; so who is not to be heard is
 * known by where it must come from: the subnet of an interface that is not used, unless one that is used has it too.
 */
export class Admission {
  readonly #rules: AdmissionRules;
  readonly #own: ReadonlySet<string>;
  readonly #used: readonly AddressRange[];
  readonly #unused: readonly AddressRange[];
  readonly #usedZones: ReadonlySet<string>;
  readonly #isEverybody: boolean;
  readonly #known = new Map<string, boolean>();

  constructor(rules: AdmissionRules) {
    this.#rules = rules;
    this.#isEverybody = !rules.isLocalOnly && rules.allowedPeers === undefined && rules.unused.length === 0;
    this.#own = new Set([...rules.used, ...rules.unused].map(({ address }) => address));
    this.#used = subnetsOf(rules.used);
    this.#unused = subnetsOf(rules.unused);
    this.#usedZones = new Set(rules.used.map(linkZone));
  }

  /** `address` in canonical form, of a source or of a unicast destination. */
  admits(address: string): boolean {
    if (this.#isEverybody) return true;
    const known = this.#known.get(address);
    if (known !== undefined) return known;
    // Strangers choose what is looked up here.
    if (this.#known.size >= LIMITS.rememberedAddresses.value) this.#known.clear();
    const admitted = this.#judge(address);
    this.#known.set(address, admitted);
    return admitted;
  }

  /** Loopback, or an address of one of this host's interfaces, whether it is used or not: what is sent there crosses no link. */
  isLocal(address: string): boolean {
    return isLoopback(address) || this.#own.has(address);
  }

  #judge(address: string): boolean {
    if (this.isLocal(address)) return true;
    const { isLocalOnly, peers, allowedPeers } = this.#rules;
    const parsed = parseIpAddress(address);
    if (parsed === undefined) return false;
    if (isLocalOnly) return peers.includes(address);
    if (allowedPeers !== undefined && !isInRanges(allowedPeers, parsed)) return false;
    // All links have the one subnet fe80::/64.
    if (parsed.zone !== '') return this.#usedZones.has(parsed.zone);
    return isInRanges(this.#used, parsed) || !isInRanges(this.#unused, parsed);
  }
}

function subnetsOf(interfaces: readonly NetworkInterface[]): readonly AddressRange[] {
  return interfaces.map(({ address, netmask }) => subnetOf(address, netmask)).filter((range) => range !== undefined);
}
