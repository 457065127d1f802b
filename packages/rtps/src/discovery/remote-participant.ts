import type { ReaderProxy } from '../behavior/reader-proxy.js';
import type { StatefulReader } from '../behavior/stateful-reader.js';
import type { StatefulWriter } from '../behavior/stateful-writer.js';
import { Timing } from '../behavior/timing.js';
import type { WriterProxy } from '../behavior/writer-proxy.js';
import { LIMITS } from '../limits.js';
import type { Arrival } from '../participant/arrival.js';
import type { Allowance, Destination } from '../participant/destination.js';
import { Deadline } from '../participant/deadlines.js';
import type { RemoteEndpoint, RemoteParticipant } from '../participant/remote-endpoint.js';
import { EntityIds, type EntityId } from '../types/entity-id.js';
import { guidToOctets, type GuidPrefix } from '../types/guid.js';
import { locatorKey, type Locator } from '../types/locator.js';
import { durationToMs } from '../types/time.js';
import { Farewell } from './farewell.js';
import type { ParticipantData } from './participant-data.js';

/** One of our readers and what it knows of a writer of this participant. */
export interface ReaderLink {
  readonly reader: StatefulReader;
  readonly proxy: WriterProxy;
}

/** One of our writers and what it knows of a reader of this participant. */
export interface WriterLink {
  readonly writer: StatefulWriter;
  readonly proxy: ReaderProxy;
}

/** How locators are chosen and how large datagrams to them may be; fixed by the participant. */
export interface PathRules {
  select(announced: readonly Locator[], sourceAddress: string): readonly Locator[];
  maxDatagramBytes(isLocalHost: boolean): number;
  isLocalHost(sourceAddress: string): boolean;
}

/** Everything kept about one remote participant: its lease, where it is reached, and the links between its endpoints and ours. */
export class RemoteParticipantState implements RemoteParticipant, Allowance {
  readonly guidPrefix: GuidPrefix;
  readonly guidOctets: Uint8Array;
  readonly vendorId: number;
  readonly entityName: string;
  readonly userData: Uint8Array;
  readonly properties: ReadonlyMap<string, string>;
  readonly leaseDurationMs: number;
  readonly availableBuiltinEndpoints: number;
  readonly isSelf: boolean;
  address: string;
  isLocalHost: boolean;

  readonly metatraffic: Destination;
  readonly #default: Destination;
  readonly #perEndpoint: Map<string, Destination> = new Map();
  readonly #rules: PathRules;
  #data: ParticipantData;

  /** By entity id; what SEDP has told. */
  readonly endpoints: Map<EntityId, RemoteEndpoint> = new Map();
  /** By the remote writer's entity id. */
  readonly readerLinks: Map<EntityId, ReaderLink[]> = new Map();
  /** By the remote reader's entity id. */
  readonly writerLinks: Map<EntityId, WriterLink[]> = new Map();

  /** Monotonic ms of its discovery. */
  readonly since: number;
  readonly lease: Deadline;
  readonly farewell: Farewell;
  /** What its endpoints take here; see LIMITS.endpointBytesPerParticipant. */
  endpointBytes: number = 0;
  /** Monotonic ms of the last message from this participant. */
  lastHeard: number;
  /** Since when somebody announces it elsewhere, and it has not been heard where it was; Infinity: nobody does. */
  #moveDoubtedAt = Infinity;
  /** Whether it has answered from an address that it is sent to. Until then it gets little: it may be somebody's target. */
  #isProven: boolean;
  #receivedBytes: number;
  #sentBytes = 0;
  /** After a stall of our own the lease does not fall before this. */
  notBefore: number = 0;

  constructor(
    prefix: GuidPrefix,
    data: ParticipantData,
    address: string,
    now: number,
    rules: PathRules,
    options: {
      readonly isSelf: boolean;
      /** Of the datagram that told of it. */
      readonly receivedBytes: number;
      readonly onLease: (participant: RemoteParticipantState, now: number) => void;
      readonly onFarewell: (participant: RemoteParticipantState, now: number) => void;
    },
  ) {
    this.guidPrefix = prefix;
    this.guidOctets = guidToOctets({ prefix, entityId: EntityIds.PARTICIPANT });
    this.vendorId = data.vendorId;
    this.entityName = data.entityName;
    this.userData = data.userData;
    this.properties = data.properties;
    this.leaseDurationMs = durationToMs(data.leaseDuration);
    this.availableBuiltinEndpoints = data.availableBuiltinEndpoints;
    this.isSelf = options.isSelf;
    this.#isProven = options.isSelf;
    this.address = address;
    this.isLocalHost = options.isSelf || rules.isLocalHost(address);
    this.#rules = rules;
    this.#data = data;
    this.metatraffic = this.#createDestination();
    this.#default = this.#createDestination();
    this.#chooseLocators();
    this.since = now;
    this.lastHeard = now;
    this.#receivedBytes = options.receivedBytes;
    this.lease = new Deadline((at) => options.onLease(this, at));
    this.farewell = new Farewell((at) => options.onFarewell(this, at));
  }

  /**
   * Where samples for a reader of this participant go: its own locators if it announced any (Fast DDS gives `ros_discovery_info`
   * a port of its own). Other ports, that is, where the participant is reached anyway: an address that has never answered us
   * may be somebody's who wants none of it.
   */
  destinationOf(unicastLocators: readonly Locator[]): Destination {
    if (this.isSelf || unicastLocators.length === 0) return this.#default;
    const isReachedAt = ({ address }: Locator): boolean =>
      this.#default.locators.some((own) => own.address === address) ||
      (this.isLocalHost && this.#rules.isLocalHost(address));
    const locators = this.#rules.select(unicastLocators.filter(isReachedAt), this.address);
    if (locators.length === 0) return this.#default;
    const key = locators.map(locatorKey).join(' ');
    if (key === this.#default.locators.map(locatorKey).join(' ')) return this.#default;
    let destination = this.#perEndpoint.get(key);
    if (destination === undefined) {
      if (this.#perEndpoint.size >= LIMITS.destinationsPerParticipant.value) return this.#default;
      destination = this.#createDestination();
      this.#setLocators(destination, locators);
      this.#perEndpoint.set(key, destination);
    }
    return destination;
  }

  get isProven(): boolean {
    return this.#isProven;
  }

  /** Something has come in its name: no sign of life unless from where it is. */
  onHeard(address: string, bytes: number, now: number): void {
    if (!this.#isProven) this.#receivedBytes += bytes;
    if (!this.maySpeakFrom(address)) return;
    this.lastHeard = now;
    this.farewell.onHeard(now);
    if (this.#moveDoubtedAt !== Infinity && this.isHeardFrom(address)) this.#moveDoubtedAt = Infinity;
  }

  /**
   * Whether what comes from `address` in its name may be its own. As `isHeardFrom`, unless it has announced as many addresses
   * as are kept: then there may be more.
   */
  maySpeakFrom(address: string): boolean {
    return (
      this.isSelf ||
      this.isHeardFrom(address) ||
      this.#data.metatrafficUnicastLocators.length >= LIMITS.unicastLocators.value
    );
  }

  /**
   * It has acknowledged something. From an address that it announces: then that is where it is reached. From another one,
   * which happens on hosts with two cards in one network: that is good if what we send goes where its announcement came from.
   */
  onAnswer(address: string): void {
    if (this.#isProven) return;
    if (this.#announces(address)) {
      this.address = address;
      this.#chooseLocators();
    } else if (!this.#announces(this.address) && !(this.isLocalHost && this.#rules.isLocalHost(address))) {
      return;
    }
    this.#isProven = true;
    for (const one of [this.metatraffic, this.#default, ...this.#perEndpoint.values()])
      one.maxDatagramBytes = this.#maxDatagramBytes();
  }

  /** For a stranger, whatever it says to be, no buffers as large as this host takes them. */
  #maxDatagramBytes(): number {
    return this.#rules.maxDatagramBytes(this.isLocalHost && this.#isProven);
  }

  /** RFC 9000 §8.1: as long as it has not answered, no more than a few times what came from it. */
  take(bytes: number): boolean {
    if (this.#isProven) return true;
    if (this.#sentBytes + bytes > this.#receivedBytes * LIMITS.reflectionFactor.value) return false;
    this.#sentBytes += bytes;
    return true;
  }

  /**
   * A repeated announcement: moved locators are taken over, for all endpoints at once. From an address that is not its
   * own they count only if it is silent at the old one. False: that is not known yet; it should be asked.
   */
  update(data: ParticipantData, { address, bytes, now }: Arrival): boolean {
    if (!this.isHeardFrom(address)) {
      if (this.#moveDoubtedAt === Infinity) this.#moveDoubtedAt = now;
      if (now - this.#moveDoubtedAt < Timing.moveSilenceMs) return false;
    }
    this.#moveDoubtedAt = Infinity;
    const moved =
      address !== this.address ||
      !sameLocators(data.metatrafficUnicastLocators, this.#data.metatrafficUnicastLocators) ||
      !sameLocators(data.defaultUnicastLocators, this.#data.defaultUnicastLocators);
    this.#data = data;
    if (!moved) return true;
    // A peer that is heard over several interfaces keeps the one that it was first heard from while it is announced.
    if (!this.#announces(this.address)) {
      this.address = address;
      this.isLocalHost = this.#rules.isLocalHost(address);
    }
    const before = new Set(this.#destinationAddresses());
    this.#chooseLocators();
    // Who has answered from one address says nothing of another: there it has to answer again.
    if (this.#destinationAddresses().some((chosen) => !before.has(chosen))) {
      this.#isProven = this.isSelf;
      this.#receivedBytes = bytes;
      this.#sentBytes = 0;
    }
    return true;
  }

  /** Whether `address` is one that this participant announced or was heard from: a dispose from elsewhere is not its own. */
  isHeardFrom(address: string): boolean {
    return (
      address === this.address || (this.isLocalHost && this.#rules.isLocalHost(address)) || this.#announces(address)
    );
  }

  #destinationAddresses(): readonly string[] {
    return [...this.metatraffic.locators, ...this.#default.locators].map(({ address }) => address);
  }

  #announces(address: string): boolean {
    const { metatrafficUnicastLocators, defaultUnicastLocators } = this.#data;
    return (
      metatrafficUnicastLocators.some((locator) => locator.address === address) ||
      defaultUnicastLocators.some((locator) => locator.address === address)
    );
  }

  #chooseLocators(): void {
    const { metatrafficUnicastLocators, defaultUnicastLocators } = this.#data;
    const metatraffic = this.#rules.select(metatrafficUnicastLocators, this.address);
    const fallback = this.#rules.select(defaultUnicastLocators, this.address);
    // A participant that announces one kind only is reached there for both (Cyclone DDS does the same).
    this.#setLocators(this.metatraffic, metatraffic.length > 0 ? metatraffic : fallback);
    this.#setLocators(this.#default, fallback.length > 0 ? fallback : metatraffic);
  }

  #createDestination(): Destination {
    const { guidPrefix: prefix, isSelf: isLoopback } = this;
    return {
      prefix,
      locators: [],
      maxDatagramBytes: this.#maxDatagramBytes(),
      groupKey: prefix.text,
      allowance: isLoopback ? undefined : this,
      isLoopback,
    };
  }

  #setLocators(destination: Destination, locators: readonly Locator[]): void {
    destination.locators = locators;
    destination.maxDatagramBytes = this.#maxDatagramBytes();
    const [first] = locators;
    // Kept when the participant moves: what was written for its group is still for it.
    if (first !== undefined && destination.groupKey === this.guidPrefix.text) destination.groupKey = locatorKey(first);
  }
}

/** Adds `link` to the list under `id`. */
export function addLink<Link>(links: Map<EntityId, Link[]>, id: EntityId, link: Link): void {
  const list = links.get(id);
  if (list === undefined) links.set(id, [link]);
  else list.push(link);
}

/** Removes the links under `id` that `matches` and returns them. */
export function removeLinks<Link>(
  links: Map<EntityId, Link[]>,
  id: EntityId,
  matches: (link: Link) => boolean,
): Link[] {
  const list = links.get(id) ?? [];
  const kept = list.filter((link) => !matches(link));
  if (kept.length === 0) links.delete(id);
  else links.set(id, kept);
  return list.filter(matches);
}

function sameLocators(left: readonly Locator[], right: readonly Locator[]): boolean {
  return (
    left.length === right.length &&
    left.every((locator, i) => {
      const other = right[i];
      return other !== undefined && locatorKey(locator) === locatorKey(other);
    })
  );
}
