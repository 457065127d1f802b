import type { ReceiverState } from '../../message/receiver-state.js';
import type { AckNackSubmessage } from '../../message/submessages/acknack.js';
import type { DataSubmessage } from '../../message/submessages/data.js';
import type { HeartbeatSubmessage } from '../../message/submessages/heartbeat.js';
import type { CoreOptions } from '../../participant/core-options.js';
import type { RemoteParticipant } from '../../participant/remote-endpoint.js';
import type { EntityId } from '../../types/entity-id.js';
import { GUID_PREFIX_LENGTH, isPrefixAt, sameOctets, type GuidPrefix } from '../../types/guid.js';
import type { DiscoveryEnvironment } from '../discovery-environment.js';
import { decodeParticipantData, type ParticipantData } from '../participant-data.js';
import type { RemoteParticipantState } from '../remote-participant.js';
import type { Roster } from '../roster.js';
import type { SpdpSample } from '../spdp.js';
import { encodeClient, isDiscoveryServer, type DiscoveryRole } from './discovery-role.js';
import { DiscoveryServers } from './discovery-servers.js';
import { addressOfRelayed } from './relayed-address.js';
import { Vouching } from './vouching.js';

/** Discovery where servers tell of everybody (docs/adr/0010-discovery-servers.md): nobody else is listened to. */
export class ServerDiscovery {
  readonly #env: DiscoveryEnvironment;
  readonly #options: CoreOptions;
  readonly #self: GuidPrefix;
  readonly #roster: Roster;
  readonly #servers: DiscoveryServers;
  readonly #vouching = new Vouching();

  constructor(
    env: DiscoveryEnvironment,
    options: CoreOptions & { readonly discoveryRole: DiscoveryRole },
    self: { readonly prefix: GuidPrefix; readonly guid: Uint8Array },
    roster: Roster,
  ) {
    this.#env = env;
    this.#options = options;
    this.#self = self.prefix;
    this.#roster = roster;
    const { participantData, announceTo, paths, wallTime, discoveryRole } = options;
    this.#servers = new DiscoveryServers({
      writers: env.writers,
      readers: env.readers,
      guid: self.guid,
      participantData: () => encodeClient(participantData(), discoveryRole),
      wallTime,
      configured: announceTo,
      isLocalHost: (address) => paths.isLocalHost(address),
      onParticipant: (server, data) => this.#onParticipant(server, data),
      onLeft: (server, guid) => this.#onLeft(server, guid),
      onRejected: () => (env.statistics.discoveryRejected += 1),
    });
  }

  /** The servers that have answered. */
  get connected(): readonly RemoteParticipantState[] {
    return this.#servers.connected;
  }

  announcement(now: number): SpdpSample {
    return this.#servers.announcement(now);
  }

  farewell(): SpdpSample {
    return this.#servers.farewell();
  }

  onSpdp(source: RemoteParticipantState | undefined, receiver: ReceiverState, data: DataSubmessage): void {
    const { arrival, statistics } = this.#env;
    if (source !== undefined && this.#servers.has(source)) {
      if (source.maySpeakFrom(arrival.address)) this.#servers.onData(source, data, receiver.timestamp, arrival.now);
      else statistics.unknownSource += 1;
      return;
    }
    const announced = data.payload === undefined ? undefined : decodeParticipantData(data.payload);
    if (announced === undefined) {
      statistics.discoveryRejected += 1;
      return;
    }
    const { sourcePrefixBytes, sourcePrefixOffset } = receiver;
    const speaker = sourcePrefixBytes.subarray(sourcePrefixOffset, sourcePrefixOffset + GUID_PREFIX_LENGTH);
    const isItself = sameOctets(speaker, announced.guidPrefix);
    if (isItself && source === undefined && this.#servers.isOurs(announced, arrival))
      this.#admitServer(announced, arrival.address);
    else statistics.discoveryRefused += 1;
  }

  /** Whether what a participant's discovery says may be heard; see {@link RestartWatch}. */
  isCurrent(source: RemoteParticipantState, word: AckNackSubmessage | HeartbeatSubmessage): boolean {
    const freshness = this.#servers.freshnessOf(source, word, this.#env.arrival.now);
    if (freshness === 'restarted') this.#onRestarted(source);
    return freshness === 'fresh';
  }

  /** Whose the endpoint is that `teller` tells of and that is not its own: anybody's of whom a server has told. */
  ownerOf(guid: Uint8Array, teller: RemoteParticipantState): RemoteParticipantState | undefined {
    const owner = this.#servers.has(teller) ? this.#roster.find(guid) : undefined;
    return owner?.isRelayed === true ? owner : undefined;
  }

  /**
   * Whether the participant knows of our endpoint. Where it has a matched one, that has to have answered ours; else it is enough that a
   * server which vouches for the participant knows.
   *
   * @param isKnownByItself - whether one with which we speak SEDP has acknowledged the endpoint.
   */
  isKnownTo(
    participant: RemoteParticipant,
    kind: 'reader' | 'writer',
    entityId: EntityId,
    isKnownByItself: (one: RemoteParticipant) => boolean,
  ): boolean {
    const known = this.#roster.find(participant.guidOctets);
    if (known?.isRelayed !== true) return isKnownByItself(participant);
    return hasAnswered(known, kind, entityId) ?? [...this.#vouching.vouchersOf(known)].some(isKnownByItself);
  }

  /** Somebody has been forgotten. */
  onRemoved(participant: RemoteParticipantState): void {
    this.#vouching.removeParticipant(participant);
    if (!this.#servers.remove(participant)) return;
    for (const orphan of this.#vouching.removeServer(participant)) this.#roster.renewLease(orphan);
  }

  close(): void {
    this.#servers.close();
  }

  #onRestarted(source: RemoteParticipantState): void {
    const { data, address } = source;
    this.#roster.remove(source, 'disposed');
    this.#admitServer(data, address);
  }

  #admitServer(data: ParticipantData, address: string): void {
    const server = this.#roster.admit(data, address, false);
    if (server === undefined) return;
    this.#servers.add(server);
    this.#roster.welcome(server);
  }

  #onParticipant(server: RemoteParticipantState, data: ParticipantData): void {
    const { arrival } = this.#env;
    if (isPrefixAt(data.guidPrefix, 0, this.#self)) return;
    const known = this.#roster.find(data.guidPrefix);
    if (known === server) {
      server.update(data, arrival);
      return;
    }
    // Of other servers we know by ourselves, or not at all.
    if (isDiscoveryServer(data) || known?.isRelayed === false) return;
    const address = addressOfRelayed(data, this.#options.paths);
    if (known !== undefined) {
      known.takeOver(data, address, arrival.bytes);
      this.#vouching.vouch(server, known);
      return;
    }
    const participant = this.#roster.admit(data, address, true);
    if (participant === undefined) return;
    this.#vouching.vouch(server, participant);
    this.#roster.befriend(participant);
  }

  #onLeft(server: RemoteParticipantState, guid: Uint8Array): void {
    const participant = this.#roster.find(guid);
    if (participant === server) {
      this.#env.arrival.isFarewell = true;
      this.#roster.doubt(server);
    } else if (participant?.isRelayed === true && this.#vouching.withdraw(server, participant)) {
      this.#roster.remove(participant, 'disposed');
    }
  }
}

/** Whether a matched endpoint of the participant has answered ours; undefined: there is none that would. */
function hasAnswered(
  participant: RemoteParticipantState,
  kind: 'reader' | 'writer',
  entityId: EntityId,
): boolean | undefined {
  const answers: boolean[] = [];
  if (kind === 'reader') {
    for (const links of participant.readerLinks.values())
      for (const { reader, proxy } of links)
        if (reader.entityId === entityId && proxy.isReliable) answers.push(proxy.isSynchronized);
  } else {
    for (const links of participant.writerLinks.values())
      for (const { writer, proxy } of links)
        if (writer.entityId === entityId && proxy.isReliable) answers.push(proxy.isHeard);
  }
  return answers.length === 0 ? undefined : answers.includes(true);
}
