import type { ReceiverState } from '../message/receiver-state.js';
import type { AckNackSubmessage } from '../message/submessages/acknack.js';
import type { DataSubmessage } from '../message/submessages/data.js';
import type { HeartbeatSubmessage } from '../message/submessages/heartbeat.js';
import type { CoreOptions } from '../participant/core-options.js';
import type { Destination } from '../participant/destination.js';
import type { LossReason } from '../participant/events.js';
import type { RemoteParticipant } from '../participant/remote-endpoint.js';
import { EntityIds, isBuiltin, readEntityId } from '../types/entity-id.js';
import type { Locator } from '../types/locator.js';
import { guidToOctets, isPrefixAt, type GuidPrefix } from '../types/guid.js';
import type { EndpointData } from './endpoint-data.js';
import { roomFor } from './admission.js';
import type { DiscoveryEnvironment } from './discovery-environment.js';
import { Departures } from './departures.js';
import { Liveliness } from './liveliness.js';
import type { ParticipantData } from './participant-data.js';
import { RemoteParticipantState } from './remote-participant.js';
import type { Roster } from './roster.js';
import { Sedp } from './sedp.js';
import { sampleIdentity } from './servers/sample-identity.js';
import { ServerDiscovery } from './servers/server-discovery.js';
import { Spdp, StatelessAnnouncement, statelessFarewell } from './spdp.js';
import { SpdpReader } from './spdp-reader.js';

/** Who is there (RTPS 2.5 §8.5): tells others of us, keeps those that tell us of themselves, and forgets those that leave. */
export class Discovery implements Roster {
  /** Our own participant, which is one of the participants. */
  readonly self: RemoteParticipantState;
  readonly #options: CoreOptions;
  readonly #env: DiscoveryEnvironment;
  readonly #participants: Map<GuidPrefix, RemoteParticipantState> = new Map();
  readonly #announcement: Destination & { locators: readonly Locator[] };
  readonly #spdp: Spdp;
  readonly #spdpReader: SpdpReader;
  readonly #sedp: Sedp;
  readonly #liveliness: Liveliness;
  readonly #departures: Departures;
  /** Undefined: everybody announces himself. */
  readonly #servers: ServerDiscovery | undefined;

  constructor(prefix: GuidPrefix, options: CoreOptions, env: DiscoveryEnvironment) {
    this.#options = options;
    this.#env = env;
    const { outbox, deadlines } = env.writers;
    this.#announcement = {
      prefix: undefined,
      locators: options.announceTo(),
      maxDatagramBytes: options.paths.maxDatagramBytes(false),
      groupKey: '',
      isLoopback: false,
      allowance: undefined,
    };
    const guid = guidToOctets({ prefix, entityId: EntityIds.PARTICIPANT });
    const { discoveryRole } = options;
    this.#servers = discoveryRole && new ServerDiscovery(env, { ...options, discoveryRole }, { prefix, guid }, this);
    const statelessAnnouncement = new StatelessAnnouncement();
    this.#spdp = new Spdp({
      outbox,
      deadlines,
      announcement: () =>
        this.#servers?.announcement(env.arrival.now) ?? statelessAnnouncement.of(options.participantData()),
      farewell: () => this.#servers?.farewell() ?? statelessFarewell(guid),
      announceTo: () => this.#announcement,
      knownParticipants: () => this.#servers?.connected ?? this.participants,
      announceMs: options.announceMs,
      phase: options.seed / 2 ** 32,
    });
    this.#spdpReader = new SpdpReader(env, prefix, options.domainId, this);
    this.#sedp = new Sedp(env.writers, env.readers, {
      onEndpoint: (participant, kind, data, payload) => this.#onEndpoint(participant, kind, data, payload),
      onEndpointDisposed: (participant, endpoint) => this.#onEndpointDisposed(participant, endpoint),
      onRejected: () => (env.statistics.discoveryRejected += 1),
      ...(this.#servers === undefined ? {} : { identify: (writerId, sn) => sampleIdentity(guid, writerId, sn) }),
    });
    this.#liveliness = new Liveliness(env.writers, env.readers, (participant, now) => {
      if (participant.isRelayed) {
        // It owes us no sign of life, and no server that would know is left: it has to be asked.
        this.renewLease(participant);
        this.doubt(participant);
        return;
      }
      env.statistics.leasesExpired += 1;
      this.remove(participant, 'leaseExpired');
      this.#spdp.seek(now);
    });
    this.#departures = new Departures({
      deadlines,
      statistics: env.statistics,
      probe: (participant) => (participant.isRelayed ? this.#liveliness : this.#sedp).probe(participant),
      onLeft: (participant) => this.remove(participant, participant.isRelayed ? 'leaseExpired' : 'disposed'),
    });
    this.self = this.#create(prefix, options.participantData(), '', { isSelf: true, isRelayed: false });
    this.#participants.set(prefix, this.self);
  }

  /** The participants that discovery knows, without our own. */
  get participants(): readonly RemoteParticipantState[] {
    return [...this.#participants.values()].filter((participant) => !participant.isSelf);
  }

  /** This host has other addresses now. */
  onLocatorsChanged(now: number): void {
    for (const participant of this.participants) participant.onLocalAddressesChanged();
    this.start(now);
  }

  /** Starts to announce, or announces anew what has changed. */
  start(now: number): void {
    this.#announcement.locators = this.#options.announceTo();
    this.#spdp.start(now);
  }

  /** Whose submessages these are. */
  source(receiver: ReceiverState): RemoteParticipantState | undefined {
    // Unknown at the header, perhaps known by now: SPDP comes with what follows from it in one datagram.
    const prefix =
      receiver.sourcePrefix ?? this.#env.prefixes.find(receiver.sourcePrefixBytes, receiver.sourcePrefixOffset);
    return prefix === undefined ? undefined : this.#participants.get(prefix);
  }

  /** Our own event loop stood still for `lateMs`. */
  onStall(lateMs: number, now: number): void {
    this.#liveliness.onStall(this.#participants.values(), lateMs, now);
  }

  announceEndpoint(now: number, kind: 'reader' | 'writer', data: EndpointData): void {
    const payload = this.#sedp.announce(now, kind, data, this.#options.wallTime());
    this.#env.registry.addRemote(this.self, kind, data, payload);
  }

  disposeEndpoint(now: number, kind: 'reader' | 'writer', guid: Uint8Array): void {
    this.#sedp.dispose(now, kind, guid, this.#options.wallTime());
    this.#env.registry.removeRemote(this.self, readEntityId(guid, 12));
  }

  /** Whether every participant that still answers has all of our announcements. */
  get isAcknowledged(): boolean {
    return this.#sedp.isAcknowledged;
  }

  /** Whether the participant has acknowledged to know of our endpoint; 16 octets. */
  isKnownTo(participant: RemoteParticipant, kind: 'reader' | 'writer', guid: Uint8Array): boolean {
    if (participant === this.self) return true;
    const hasIt = (one: RemoteParticipant): boolean => this.#sedp.isKnownTo(one, kind, guid);
    return this.#servers?.isKnownTo(participant, kind, readEntityId(guid, 12), hasIt) ?? hasIt(participant);
  }

  /** Says farewell and forgets everybody. */
  close(): void {
    this.#spdp.dispose();
    for (const participant of [...this.#participants.values()]) this.remove(participant, 'closed');
  }

  /** After our endpoints are gone. */
  closeEndpoints(): void {
    this.#servers?.close();
    this.#sedp.close();
    this.#liveliness.close();
  }

  onSpdp(receiver: ReceiverState, data: DataSubmessage): void {
    if (this.#servers !== undefined) {
      this.#servers.onSpdp(this.source(receiver), receiver, data);
      return;
    }
    this.#spdpReader.onData(this.source(receiver), data);
  }

  isCurrent(source: RemoteParticipantState, word: AckNackSubmessage | HeartbeatSubmessage): boolean {
    return this.#servers?.isCurrent(source, word) ?? true;
  }

  introduce(participant: RemoteParticipantState): void {
    participant.introducedAt = this.#env.arrival.now;
    this.#spdp.announceTo(participant);
  }

  find(octets: Uint8Array): RemoteParticipantState | undefined {
    const prefix = this.#env.prefixes.find(octets, 0);
    return prefix === undefined ? undefined : this.#participants.get(prefix);
  }

  get hasRoom(): boolean {
    return roomFor(this.#participants, this.#env.arrival) !== 'none';
  }

  probe(participant: RemoteParticipantState): void {
    this.#sedp.probe(participant);
  }

  befriend(participant: RemoteParticipantState): void {
    this.#liveliness.addParticipant(participant);
  }

  renewLease(participant: RemoteParticipantState): void {
    this.#liveliness.renew(participant, this.#env.arrival.now);
  }

  doubt(participant: RemoteParticipantState): void {
    this.#departures.doubt(participant, this.#env.arrival.now);
  }

  /** See `Participant.doubtPredecessor`. */
  doubtPredecessor({ guidPrefix }: RemoteParticipant, newcomer: RemoteParticipant, now: number): void {
    const [one, other] = [this.#participants.get(guidPrefix), this.#participants.get(newcomer.guidPrefix)];
    if (one !== undefined && other !== undefined) this.#departures.doubtPredecessor(one, other, now);
  }

  welcome(participant: RemoteParticipantState): void {
    // Before our endpoints: it must know us, or it drops what we say of them.
    this.introduce(participant);
    this.#sedp.addParticipant(participant);
    this.#liveliness.addParticipant(participant);
  }

  admit(data: ParticipantData, address: string, isRelayed: boolean): RemoteParticipantState | undefined {
    const { arrival } = this.#env;
    const room = roomFor(this.#participants, { ...arrival, address });
    if (typeof room === 'object') this.remove(room, 'evicted');
    const prefix = room === 'none' ? undefined : this.#env.prefixes.intern(data.guidPrefix, 0);
    if (prefix === undefined) {
      this.#env.statistics.discoveryRefused += 1;
      return undefined;
    }
    const participant = this.#create(prefix, data, address, { isSelf: false, isRelayed });
    this.#departures.doubtPredecessorsOf(participant, this.#participants.values(), arrival.now);
    this.#participants.set(prefix, participant);
    this.#env.emit({ kind: 'participantDiscovered', participant });
    return participant;
  }

  #create(
    prefix: GuidPrefix,
    data: ParticipantData,
    address: string,
    origin: { readonly isSelf: boolean; readonly isRelayed: boolean },
  ): RemoteParticipantState {
    const { arrival } = this.#env;
    return new RemoteParticipantState(prefix, data, address, arrival.now, this.#options.paths, {
      ...origin,
      receivedBytes: arrival.bytes,
      onLease: (participant, at) => this.#liveliness.onLease(participant, at),
      onFarewell: (participant, at) => this.#departures.onDeadline(participant, at),
    });
  }

  remove(participant: RemoteParticipantState, reason: LossReason): void {
    this.#participants.delete(participant.guidPrefix);
    this.#departures.forget(participant);
    this.#liveliness.removeParticipant(participant);
    this.#env.registry.removeParticipant(participant);
    if (participant.isSelf) return;
    this.#env.prefixes.remove(participant.guidPrefix);
    this.#env.emit({ kind: 'participantLost', participant, reason });
    if (reason !== 'closed') this.#servers?.onRemoved(participant);
  }

  #onEndpoint(
    participant: RemoteParticipantState,
    kind: 'reader' | 'writer',
    data: EndpointData,
    payload: Uint8Array,
  ): void {
    // An endpoint of somebody else's participant is not this one's to announce, nor are those that discovery itself uses.
    const owner = this.#ownerOf(data.guid, participant);
    if (owner === undefined || isBuiltin(readEntityId(data.guid, 12))) this.#env.statistics.discoveryRejected += 1;
    else this.#env.registry.addRemote(owner, kind, data, payload);
  }

  #onEndpointDisposed(participant: RemoteParticipantState, guid: Uint8Array): void {
    const owner = this.#ownerOf(guid, participant);
    if (owner !== undefined) this.#env.registry.removeRemote(owner, readEntityId(guid, 12));
  }

  /** Whose the endpoint is of which `teller` has told. */
  #ownerOf(guid: Uint8Array, teller: RemoteParticipantState): RemoteParticipantState | undefined {
    return isPrefixAt(guid, 0, teller.guidPrefix) ? teller : this.#servers?.ownerOf(guid, teller);
  }
}
