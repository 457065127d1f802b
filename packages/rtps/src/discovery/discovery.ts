import type { ReaderEnvironment } from '../behavior/stateful-reader.js';
import type { WriterEnvironment } from '../behavior/stateful-writer.js';
import type { ReceiverState } from '../message/receiver-state.js';
import type { DataSubmessage } from '../message/submessages/data.js';
import type { Arrival } from '../participant/arrival.js';
import type { CoreOptions } from '../participant/core-options.js';
import type { Destination } from '../participant/destination.js';
import type { EndpointRegistry } from '../participant/endpoint-registry.js';
import type { LossReason, ParticipantEvent } from '../participant/events.js';
import type { RemoteParticipant } from '../participant/remote-endpoint.js';
import type { Statistics } from '../participant/statistics.js';
import { EntityIds, isBuiltin, readEntityId } from '../types/entity-id.js';
import type { Locator } from '../types/locator.js';
import type { GuidPrefixTable } from '../types/guid-prefix-table.js';
import { guidToOctets, isPrefixAt, type GuidPrefix } from '../types/guid.js';
import type { EndpointData } from './endpoint-data.js';
import { roomFor } from './admission.js';
import { Departures } from './departures.js';
import { Liveliness } from './liveliness.js';
import {
  decodeParticipantData,
  decodeParticipantKey,
  encodeParticipantData,
  type ParticipantData,
} from './participant-data.js';
import { RemoteParticipantState } from './remote-participant.js';
import { Sedp } from './sedp.js';
import { Spdp } from './spdp.js';

/** What discovery needs of its participant. */
export interface DiscoveryEnvironment {
  readonly writers: WriterEnvironment;
  readonly readers: ReaderEnvironment;
  readonly prefixes: GuidPrefixTable;
  readonly registry: EndpointRegistry;
  readonly statistics: Statistics;
  readonly arrival: Arrival;
  emit(event: ParticipantEvent): void;
}

/** Who is there (RTPS 2.5 §8.5): tells others of us, keeps those that tell us of themselves, and forgets those that leave. */
export class Discovery {
  /** Our own participant, which is one of the participants. */
  readonly self: RemoteParticipantState;
  readonly #options: CoreOptions;
  readonly #env: DiscoveryEnvironment;
  readonly #participants: Map<GuidPrefix, RemoteParticipantState> = new Map();
  readonly #announcement: Destination & { locators: readonly Locator[] };
  readonly #spdp: Spdp;
  readonly #sedp: Sedp;
  readonly #liveliness: Liveliness;
  readonly #departures: Departures;

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
    this.#spdp = new Spdp({
      outbox,
      deadlines,
      participantData: () => encodeParticipantData(options.participantData()),
      participantGuid: guidToOctets({ prefix, entityId: EntityIds.PARTICIPANT }),
      announceTo: () => this.#announcement,
      knownParticipants: () => this.participants,
      announceMs: options.announceMs,
    });
    this.#sedp = new Sedp(env.writers, env.readers, {
      onEndpoint: (participant, kind, data, payload) => this.#onEndpoint(participant, kind, data, payload),
      onEndpointDisposed: (participant, guid) => env.registry.removeRemote(participant, readEntityId(guid, 12)),
      onRejected: () => (env.statistics.discoveryRejected += 1),
    });
    this.#liveliness = new Liveliness(env.writers, env.readers, (participant, now) => {
      env.statistics.leasesExpired += 1;
      this.#remove(participant, 'leaseExpired');
      this.#spdp.seek(now);
    });
    this.#departures = new Departures({
      deadlines,
      statistics: env.statistics,
      probe: (participant) => this.#sedp.probe(participant),
      onLeft: (participant) => this.#remove(participant, 'disposed'),
    });
    this.self = this.#create(prefix, options.participantData(), '', true);
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
    return participant === this.self || this.#sedp.isKnownTo(participant, kind, guid);
  }

  /** Says farewell and forgets everybody. */
  close(): void {
    this.#spdp.dispose();
    for (const participant of [...this.#participants.values()]) this.#remove(participant, 'closed');
  }

  /** After our endpoints are gone. */
  closeEndpoints(): void {
    this.#sedp.close();
    this.#liveliness.close();
  }

  onSpdp(receiver: ReceiverState, data: DataSubmessage): void {
    const { inlineQos, payload } = data;
    const { arrival, statistics } = this.#env;
    if (inlineQos !== undefined && inlineQos.statusInfo !== 0) {
      const guid = inlineQos.keyHash ?? (payload === undefined ? undefined : decodeParticipantKey(payload));
      if (guid !== undefined) this.#onDisposed(guid);
      return;
    }
    // In a flood, a newcomer for whom there is no room anyway is not worth to be read.
    if (this.source(receiver) === undefined && roomFor(this.#participants, arrival) === 'none') {
      statistics.discoveryRefused += 1;
      return;
    }
    const decoded = payload === undefined ? undefined : decodeParticipantData(payload);
    if (decoded === undefined) {
      statistics.discoveryRejected += 1;
      return;
    }
    if (decoded.domainId !== undefined && decoded.domainId !== this.#options.domainId) return;
    if (isPrefixAt(decoded.guidPrefix, 0, this.self.guidPrefix)) return;
    const known = this.#find(decoded.guidPrefix);
    if (known === undefined) {
      this.#add(decoded);
    } else if (!known.update(decoded, arrival)) {
      statistics.unknownSource += 1;
      this.#sedp.probe(known);
    } else if (!known.isProven) {
      // It goes on announcing itself: our first answer may have got lost, or its own.
      this.#spdp.announceTo(known);
      this.#sedp.probe(known);
    }
  }

  #find(octets: Uint8Array): RemoteParticipantState | undefined {
    const prefix = this.#env.prefixes.find(octets, 0);
    return prefix === undefined ? undefined : this.#participants.get(prefix);
  }

  #add(data: ParticipantData): void {
    const { arrival } = this.#env;
    const room = roomFor(this.#participants, arrival);
    if (typeof room === 'object') this.#remove(room, 'evicted');
    const prefix = room === 'none' ? undefined : this.#env.prefixes.intern(data.guidPrefix, 0);
    if (prefix === undefined) {
      this.#env.statistics.discoveryRefused += 1;
      return;
    }
    const participant = this.#create(prefix, data, arrival.address, false);
    this.#departures.doubtPredecessorsOf(participant, this.#participants.values(), arrival.now);
    this.#participants.set(prefix, participant);
    this.#env.emit({ kind: 'participantDiscovered', participant });
    // Before our endpoints: it must know us, or it drops what we say of them.
    this.#spdp.announceTo(participant);
    this.#sedp.addParticipant(participant);
    this.#liveliness.addParticipant(participant);
  }

  #create(prefix: GuidPrefix, data: ParticipantData, address: string, isSelf: boolean): RemoteParticipantState {
    const { arrival } = this.#env;
    return new RemoteParticipantState(prefix, data, address, arrival.now, this.#options.paths, {
      isSelf,
      receivedBytes: arrival.bytes,
      onLease: (participant, at) => this.#liveliness.onLease(participant, at),
      onFarewell: (participant, at) => this.#departures.onDeadline(participant, at),
    });
  }

  #onDisposed(guid: Uint8Array): void {
    const { arrival, statistics } = this.#env;
    arrival.isFarewell = true;
    const participant = this.#find(guid);
    if (participant === undefined || participant.isSelf) return;
    if (!participant.isHeardFrom(arrival.address)) {
      statistics.unknownSource += 1;
    } else if (!participant.isProven) {
      this.#remove(participant, 'disposed');
    } else {
      this.#departures.doubt(participant, arrival.now);
    }
  }

  #remove(participant: RemoteParticipantState, reason: LossReason): void {
    this.#participants.delete(participant.guidPrefix);
    this.#departures.forget(participant);
    this.#liveliness.removeParticipant(participant);
    this.#env.registry.removeParticipant(participant);
    if (participant.isSelf) return;
    this.#env.prefixes.remove(participant.guidPrefix);
    this.#env.emit({ kind: 'participantLost', participant, reason });
  }

  #onEndpoint(
    participant: RemoteParticipantState,
    kind: 'reader' | 'writer',
    data: EndpointData,
    payload: Uint8Array,
  ): void {
    // An endpoint of somebody else's participant is not this one's to announce, nor are those that discovery itself uses.
    const isItsOwn = isPrefixAt(data.guid, 0, participant.guidPrefix) && !isBuiltin(readEntityId(data.guid, 12));
    if (isItsOwn) this.#env.registry.addRemote(participant, kind, data, payload);
    else this.#env.statistics.discoveryRejected += 1;
  }
}
