import { Timing } from '../behavior/timing.js';
import type { DataSubmessage } from '../message/submessages/data.js';
import { isPrefixAt, type GuidPrefix } from '../types/guid.js';
import { announcementDigest } from './announcement-digest.js';
import type { DiscoveryEnvironment } from './discovery-environment.js';
import { decodeParticipantData, decodeParticipantKey } from './participant-data.js';
import type { RemoteParticipantState } from './remote-participant.js';
import type { Roster } from './roster.js';

/** The hearing half of SPDP (RTPS 2.5 §8.5.3), a stateless best-effort reader: everybody tells of itself. */
export class SpdpReader {
  readonly #env: DiscoveryEnvironment;
  readonly #self: GuidPrefix;
  readonly #domainId: number;
  readonly #roster: Roster;

  constructor(env: DiscoveryEnvironment, self: GuidPrefix, domainId: number, roster: Roster) {
    this.#env = env;
    this.#self = self;
    this.#domainId = domainId;
    this.#roster = roster;
  }

  /** An announcement or a farewell, in the name of `source` if that is known. */
  onData(source: RemoteParticipantState | undefined, { inlineQos, payload }: DataSubmessage): void {
    const { arrival, statistics } = this.#env;
    if (inlineQos !== undefined && inlineQos.statusInfo !== 0) {
      const guid = inlineQos.keyHash ?? (payload === undefined ? undefined : decodeParticipantKey(payload));
      if (guid !== undefined) this.#onDisposed(guid);
      return;
    }
    // In a flood, a newcomer for whom there is no room anyway is not worth to be read.
    if (source === undefined && !this.#roster.hasRoom) {
      statistics.discoveryRefused += 1;
      return;
    }
    const digest = payload === undefined ? '' : announcementDigest(payload);
    if (source?.isRepeated(digest, arrival.address) === true) {
      this.#answer(source);
      return;
    }
    const announced = payload === undefined ? undefined : decodeParticipantData(payload);
    if (announced === undefined) {
      statistics.discoveryRejected += 1;
      return;
    }
    if (announced.domainId !== undefined && announced.domainId !== this.#domainId) return;
    if (isPrefixAt(announced.guidPrefix, 0, this.#self)) return;
    const known = this.#roster.find(announced.guidPrefix);
    if (known === undefined) {
      const newcomer = this.#roster.admit(announced, arrival.address, false);
      if (newcomer === undefined) return;
      newcomer.digest = digest;
      this.#roster.welcome(newcomer);
    } else if (known.update(announced, arrival)) {
      known.digest = digest;
      this.#answer(known);
    } else {
      statistics.unknownSource += 1;
      this.#roster.probe(known);
    }
  }

  /**
   * A participant that we know goes on announcing itself: our first answer may have got lost, or its own. Or it has not got to
   * it yet, as when many come at once, and each is heard several times before it does.
   */
  #answer(known: RemoteParticipantState): void {
    const { arrival, readers } = this.#env;
    const patienceMs = Math.max(Timing.reintroduceMs, 2 * readers.roundTrips.ms);
    if (known.isProven || arrival.now < known.introducedAt + patienceMs) return;
    this.#roster.introduce(known);
    this.#roster.probe(known);
  }

  #onDisposed(guid: Uint8Array): void {
    const { arrival, statistics } = this.#env;
    arrival.isFarewell = true;
    const participant = this.#roster.find(guid);
    if (participant === undefined || participant.isSelf) return;
    if (!participant.isHeardFrom(arrival.address)) {
      statistics.unknownSource += 1;
    } else if (!participant.isProven) {
      this.#roster.remove(participant, 'disposed');
    } else {
      this.#roster.doubt(participant);
    }
  }
}
