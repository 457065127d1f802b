import type { Sample } from '../../behavior/sample.js';
import type { ReaderEnvironment } from '../../behavior/stateful-reader.js';
import type { WriterEnvironment } from '../../behavior/stateful-writer.js';
import type { AckNackSubmessage } from '../../message/submessages/acknack.js';
import type { DataSubmessage } from '../../message/submessages/data.js';
import type { HeartbeatSubmessage } from '../../message/submessages/heartbeat.js';
import { encodeInlineQos } from '../../parameters/inline-qos.js';
import type { Arrival } from '../../participant/arrival.js';
import { EntityIds } from '../../types/entity-id.js';
import { sameOctets } from '../../types/guid.js';
import type { Locator } from '../../types/locator.js';
import { StatusInfo } from '../../types/status-info.js';
import type { Time } from '../../types/time.js';
import { BuiltinTopics } from '../builtin-endpoints.js';
import { BuiltinPair } from '../builtin-pair.js';
import { decodeParticipantData, decodeParticipantKey, type ParticipantData } from '../participant-data.js';
import type { RemoteParticipantState } from '../remote-participant.js';
import type { SpdpSample } from '../spdp.js';
import { isDiscoveryServer } from './discovery-role.js';
import { RestartWatch, type Freshness } from './restart-watch.js';
import { sampleIdentity } from './sample-identity.js';

export interface DiscoveryServersEnvironment {
  readonly writers: WriterEnvironment;
  readonly readers: ReaderEnvironment;
  /** Our participant's; 16 octets. */
  readonly guid: Uint8Array;
  /** Our announcement, encoded now. */
  participantData(): Uint8Array;
  wallTime(): Time;
  /** Where the servers are said to be. */
  configured(): readonly Locator[];
  isLocalHost(address: string): boolean;
  /** A server says that a participant is there; perhaps itself. */
  onParticipant(server: RemoteParticipantState, data: ParticipantData): void;
  /** A server says that a participant has left, perhaps itself; 16 octets. */
  onLeft(server: RemoteParticipantState, guid: Uint8Array): void;
  onRejected(): void;
}

/**
 * The discovery servers of Fast DDS that we are a client of (docs/adr/0010-discovery-servers.md). With a server SPDP is reliable, on
 * the same two entity ids: it gets our announcement, says who else is there, and relays what they say of their endpoints by SEDP.
 */
export class DiscoveryServers {
  readonly #env: DiscoveryServersEnvironment;
  readonly #pair: BuiltinPair;
  readonly #watches = new Map<RemoteParticipantState, RestartWatch>();
  #announced: { readonly payload: Uint8Array; readonly sample: SpdpSample } | undefined;

  constructor(env: DiscoveryServersEnvironment) {
    this.#env = env;
    this.#pair = new BuiltinPair(BuiltinTopics.PARTICIPANTS, env.writers, env.readers, (sample) =>
      this.#onSample(sample),
    );
  }

  /** Those that have answered. */
  get connected(): readonly RemoteParticipantState[] {
    return [...this.#watches.keys()];
  }

  has(participant: RemoteParticipantState): boolean {
    return this.#watches.has(participant);
  }

  /**
   * Whether this is the announcement of one of our servers: it says so itself, and it is, or was heard, where one was said to be. One
   * on this host is reached by several addresses.
   */
  isOurs(data: ParticipantData, { address }: Arrival): boolean {
    if (!isDiscoveryServer(data)) return false;
    const isLocal = (place: string): boolean => this.#env.isLocalHost(place);
    const isThere = (place: string): boolean =>
      this.#env
        .configured()
        .some((locator) => locator.address === place || (isLocal(locator.address) && isLocal(place)));
    return isThere(address) || data.metatrafficUnicastLocators.some((locator) => isThere(locator.address));
  }

  add(server: RemoteParticipantState): void {
    this.#watches.set(server, new RestartWatch());
    this.#pair.addParticipant(server);
  }

  /** True: it was a server. */
  remove(server: RemoteParticipantState): boolean {
    return this.#watches.delete(server);
  }

  /** Our announcement, in the words and under the number that the servers get it by. */
  announcement(now: number): SpdpSample {
    const payload = this.#env.participantData();
    if (this.#announced === undefined || !sameOctets(this.#announced.payload, payload)) {
      const writerSn = this.#pair.writer.lastSn + 1;
      const inlineQos = encodeInlineQos({ relatedSampleIdentity: this.#identity(writerSn) });
      this.#pair.writer.write(now, payload, { inlineQos, instance: 'self', sourceTimestamp: this.#env.wallTime() });
      this.#announced = { payload, sample: { writerSn, payload, inlineQos } };
    }
    return this.#announced.sample;
  }

  /** That we leave. It is not waited for: the next number, so that a server that has all before takes it. */
  farewell(): SpdpSample {
    const writerSn = this.#pair.writer.lastSn + 1;
    const inlineQos = encodeInlineQos({
      relatedSampleIdentity: this.#identity(writerSn),
      keyHash: this.#env.guid,
      statusInfo: StatusInfo.DISPOSED | StatusInfo.UNREGISTERED,
    });
    return { writerSn, inlineQos };
  }

  onData(server: RemoteParticipantState, data: DataSubmessage, timestamp: Time | undefined, now: number): void {
    for (const { reader, proxy } of server.readerLinks.get(data.writerId) ?? [])
      reader.onData(proxy, data, timestamp, now);
  }

  /** What an answer or a HEARTBEAT of a server's discovery is worth. */
  freshnessOf(server: RemoteParticipantState, word: AckNackSubmessage | HeartbeatSubmessage, now: number): Freshness {
    const watch = this.#watches.get(server);
    if (watch === undefined) return 'fresh';
    return 'readerSnState' in word
      ? watch.onAckNack(word.writerId, word.readerSnState.base, now)
      : watch.onHeartbeat(word.writerId, word.count, now);
  }

  close(): void {
    this.#pair.close();
  }

  #onSample(sample: Sample): void {
    const server = sample.writer.participant as RemoteParticipantState;
    if (sample.statusInfo !== 0) {
      const guid = sample.keyHash ?? decodeParticipantKey(sample.payload);
      if (guid === undefined) this.#env.onRejected();
      else this.#env.onLeft(server, guid);
      return;
    }
    const data = decodeParticipantData(sample.payload);
    if (data === undefined) this.#env.onRejected();
    else this.#env.onParticipant(server, data);
  }

  #identity(writerSn: number): ReturnType<typeof sampleIdentity> {
    return sampleIdentity(this.#env.guid, EntityIds.SPDP_BUILTIN_PARTICIPANT_WRITER, writerSn);
  }
}
