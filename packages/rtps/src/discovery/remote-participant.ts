import { Timing } from '../behavior/timing.js';
import { LIMITS } from '../limits.js';
import type { Arrival } from '../participant/arrival.js';
import type { Allowance, Destination } from '../participant/destination.js';
import { Deadline } from '../participant/deadlines.js';
import type { RemoteEndpoint, RemoteParticipant } from '../participant/remote-endpoint.js';
import { EntityIds, type EntityId } from '../types/entity-id.js';
import { guidToOctets, type GuidPrefix } from '../types/guid.js';
import { sameLocators, withoutZone, type Locator } from '../types/locator.js';
import { durationToMs } from '../types/time.js';
import type { ReaderLink, WriterLink } from './endpoint-links.js';
import { Farewell } from './farewell.js';
import type { ParticipantData } from './participant-data.js';
import { RemoteDestinations, type PathRules } from './remote-destinations.js';

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
  /** Not it has announced itself, but a server has told of it. */
  readonly isRelayed: boolean;
  /** A server holds its lease for us. */
  isVouchedFor = false;
  address: string;
  isLocalHost: boolean;

  readonly #destinations: RemoteDestinations;
  readonly #rules: PathRules;
  #data: ParticipantData;
  /** Of the announcement that was read last, as it was encoded; empty: of none. */
  digest: string = '';

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
  /** When it was last told of us, by unicast. */
  introducedAt: number = -Infinity;
  /** Monotonic ms of the last message from this participant. */
  lastHeard: number;
  /** Announcements from others of its addresses since it was heard where it is sent to. */
  #elsewhere = 0;
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
      readonly isRelayed: boolean;
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
    this.isRelayed = options.isRelayed;
    this.#isProven = options.isSelf;
    this.address = address;
    this.isLocalHost = options.isSelf || rules.isLocalHost(address);
    this.#rules = rules;
    this.#data = data;
    this.#destinations = new RemoteDestinations(
      prefix,
      rules,
      this.isSelf ? undefined : this,
      this.#maxDatagramBytes(),
    );
    this.#chooseDestinations();
    this.since = now;
    this.lastHeard = now;
    this.#receivedBytes = options.receivedBytes;
    this.lease = new Deadline((at) => options.onLease(this, at));
    this.farewell = new Farewell((at) => options.onFarewell(this, at));
  }

  /** Where discovery reaches it. */
  get metatraffic(): Destination {
    return this.#destinations.metatraffic;
  }

  /** Where samples for a reader of this participant go that announces `unicastLocators`. */
  destinationOf(unicastLocators: readonly Locator[]): Destination {
    return this.#destinations.of(unicastLocators, this.address);
  }

  get isProven(): boolean {
    return this.#isProven;
  }

  /** Something has come in its name: no sign of life unless from where it is. */
  onHeard(address: string, bytes: number, now: number): void {
    if (!this.#isProven) this.#receivedBytes += bytes;
    if (address === this.address) this.#elsewhere = 0;
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
      this.#destinations.choose(this.#data, address);
    } else if (!this.#announces(this.address) && !(this.isLocalHost && this.#rules.isLocalHost(address))) {
      return;
    }
    this.#isProven = true;
    this.#destinations.setMaxDatagramBytes(this.#maxDatagramBytes());
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

  /** Whether an announcement from `address` is the last one again, which needs no reading. */
  isRepeated(digest: string, address: string): boolean {
    const isLast =
      digest !== '' && digest === this.digest && (address === this.address || this.#announces(this.address));
    if (!isLast || !this.isHeardFrom(address)) return false;
    this.#moveDoubtedAt = Infinity;
    this.#countElsewhere(address);
    return !this.#isElsewhere;
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
    this.#countElsewhere(address);
    this.takeOver(data, address, bytes);
    return true;
  }

  #countElsewhere(address: string): void {
    if (address !== this.address && this.#announces(address)) this.#elsewhere += 1;
  }

  get #isElsewhere(): boolean {
    return this.#elsewhere >= Timing.announcementsElsewhere;
  }

  /** As `update`, where it is beyond doubt. */
  takeOver(data: ParticipantData, address: string, bytes: number): void {
    const moved =
      address !== this.address ||
      !sameLocators(data.metatrafficUnicastLocators, this.#data.metatrafficUnicastLocators) ||
      !sameLocators(data.defaultUnicastLocators, this.#data.defaultUnicastLocators);
    this.#data = data;
    this.digest = '';
    if (!moved) return;
    // A peer that is heard over several interfaces keeps the one that it was first heard from while it is announced and heard there.
    if (!this.#announces(this.address) || this.#isElsewhere) {
      this.#elsewhere = 0;
      this.address = address;
      this.isLocalHost = this.#rules.isLocalHost(address);
    }
    this.#chooseAnew(bytes);
  }

  /** This host's own addresses have changed: what reached this participant may not do so any more, or something better may. */
  onLocalAddressesChanged(): void {
    this.isLocalHost = this.isSelf || this.#rules.isLocalHost(this.address);
    // The next announcement decides.
    this.#elsewhere = Timing.announcementsElsewhere - 1;
    this.#chooseAnew(0);
  }

  /** @param bytes - received from it in the datagram that led to this. */
  #chooseAnew(bytes: number): void {
    const before = new Set(this.#destinations.addresses);
    this.#chooseDestinations();
    // Who has answered from one address says nothing of another: there it has to answer again.
    if (this.#destinations.addresses.some((chosen) => !before.has(chosen))) {
      this.#isProven = this.isSelf;
      this.#receivedBytes = bytes;
      this.#sentBytes = 0;
    }
    this.#destinations.setMaxDatagramBytes(this.#maxDatagramBytes());
  }

  /** Nothing came from where a relayed one is: until it answers, everything that it announces elsewhere is tried. */
  #chooseDestinations(): void {
    const isKnownPlace = !this.isRelayed || this.isLocalHost || this.#isProven;
    this.#destinations.choose(this.#data, isKnownPlace ? this.address : '');
  }

  /** What it announces. */
  get data(): ParticipantData {
    return this.#data;
  }

  /** Whether `address` is one that this participant announced or was heard from: a dispose from elsewhere is not its own. */
  isHeardFrom(address: string): boolean {
    return (
      address === this.address || (this.isLocalHost && this.#rules.isLocalHost(address)) || this.#announces(address)
    );
  }

  #announces(address: string): boolean {
    const { metatrafficUnicastLocators, defaultUnicastLocators } = this.#data;
    const announced = withoutZone(address);
    return (
      metatrafficUnicastLocators.some((locator) => locator.address === announced) ||
      defaultUnicastLocators.some((locator) => locator.address === announced)
    );
  }
}
