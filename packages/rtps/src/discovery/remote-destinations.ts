import { LIMITS } from '../limits.js';
import type { Allowance, Destination } from '../participant/destination.js';
import type { GuidPrefix } from '../types/guid.js';
import { locatorKey, withoutZone, type Locator } from '../types/locator.js';
import type { ParticipantData } from './participant-data.js';

/** How locators are chosen and how large datagrams to them may be; fixed by the participant. */
export interface PathRules {
  select(announced: readonly Locator[], sourceAddress: string): readonly Locator[];
  maxDatagramBytes(isLocalHost: boolean): number;
  isLocalHost(sourceAddress: string): boolean;
}

/** The locators that a participant announces. */
export type AnnouncedLocators = Pick<ParticipantData, 'metatrafficUnicastLocators' | 'defaultUnicastLocators'>;

/** Where one remote participant is reached: for discovery, for samples, and for readers with a port of their own. */
export class RemoteDestinations {
  readonly metatraffic: Destination;
  readonly default: Destination;
  readonly #perEndpoint: Map<string, Destination> = new Map();
  readonly #prefix: GuidPrefix;
  readonly #rules: PathRules;
  readonly #allowance: Allowance | undefined;
  #maxDatagramBytes: number;

  /** Without an allowance: our own participant. */
  constructor(prefix: GuidPrefix, rules: PathRules, allowance: Allowance | undefined, maxDatagramBytes: number) {
    this.#prefix = prefix;
    this.#rules = rules;
    this.#allowance = allowance;
    this.#maxDatagramBytes = maxDatagramBytes;
    this.metatraffic = this.#create();
    this.default = this.#create();
  }

  /** Whether we ourselves are meant. */
  get isLoopback(): boolean {
    return this.#allowance === undefined;
  }

  /** Addresses of discovery and of samples, some perhaps twice. */
  get addresses(): readonly string[] {
    return [...this.metatraffic.locators, ...this.default.locators].map(({ address }) => address);
  }

  /** Chooses where the participant is reached, of what it announces; `address` is where its announcement came from. */
  choose(announced: AnnouncedLocators, address: string): void {
    const metatraffic = this.#rules.select(announced.metatrafficUnicastLocators, address);
    const fallback = this.#rules.select(announced.defaultUnicastLocators, address);
    // A participant that announces one kind only is reached there for both (Cyclone DDS does the same).
    this.#setLocators(this.metatraffic, metatraffic.length > 0 ? metatraffic : fallback);
    this.#setLocators(this.default, fallback.length > 0 ? fallback : metatraffic);
  }

  /** UDP payload bytes that one datagram may have from now on. */
  setMaxDatagramBytes(bytes: number): void {
    this.#maxDatagramBytes = bytes;
    for (const one of [this.metatraffic, this.default, ...this.#perEndpoint.values()]) one.maxDatagramBytes = bytes;
  }

  /**
   * Where samples for a reader of the participant go: its own locators if it announced any (Fast DDS gives `ros_discovery_info`
   * a port of its own). Other ports, that is, where the participant is reached anyway: an address that has never answered us
   * may be somebody's who wants none of it.
   */
  of(unicastLocators: readonly Locator[], address: string): Destination {
    if (this.isLoopback || unicastLocators.length === 0) return this.default;
    const isLocalHost = this.#rules.isLocalHost(address);
    const isReachedAt = (locator: Locator): boolean =>
      this.default.locators.some((own) => withoutZone(own.address) === locator.address) ||
      (isLocalHost && this.#rules.isLocalHost(locator.address));
    const locators = this.#rules.select(unicastLocators.filter(isReachedAt), address);
    if (locators.length === 0) return this.default;
    const key = locators.map(locatorKey).join(' ');
    if (key === this.default.locators.map(locatorKey).join(' ')) return this.default;
    let destination = this.#perEndpoint.get(key);
    if (destination === undefined) {
      if (this.#perEndpoint.size >= LIMITS.destinationsPerParticipant.value) return this.default;
      destination = this.#create();
      this.#setLocators(destination, locators);
      this.#perEndpoint.set(key, destination);
    }
    return destination;
  }

  #create(): Destination {
    return {
      prefix: this.#prefix,
      locators: [],
      maxDatagramBytes: this.#maxDatagramBytes,
      groupKey: this.#prefix.text,
      allowance: this.#allowance,
      isLoopback: this.isLoopback,
    };
  }

  #setLocators(destination: Destination, locators: readonly Locator[]): void {
    destination.locators = locators;
    const [first] = locators;
    // Kept when the participant moves: what was written for its group is still for it.
    if (first !== undefined && destination.groupKey === this.#prefix.text) destination.groupKey = locatorKey(first);
  }
}
