import {
  DataRepresentation,
  type MatchTest,
  type Participant,
  PolicyId,
  type Reader,
  type ReaderListener,
  type ReaderOptions,
  type RemoteEndpoint,
  type Writer,
  type WriterOptions,
} from '@rclts/rtps';
import { limits } from '../limits.js';
import { fromDdsTopicName, fromDdsTypeName } from '../ros/dds-names.js';
import { encodeEndpointData, type EndpointId, typeHashOf } from '../ros/endpoint-user-data.js';
import type { LocalEndpoint, LocalNode } from './local-graph.js';

/** What messages may be encoded in; ours are written in the first, which every distribution reads. */
const READ: readonly number[] = [DataRepresentation.XCDR1, DataRepresentation.XCDR2];
const LINGER_POLL_MS = 5;

/** DDS endpoints of one node: it creates and closes them, keeps the graph informed, and watches the peers' type hashes. */
export class NodeEndpoints implements LocalNode {
  readonly name: string;
  readonly namespace: string;
  readonly #participant: Participant;
  readonly #onChanged: () => void;
  readonly #warn: (message: string) => void;
  readonly #refusesOtherHashes: boolean;
  readonly #endpoints = new Map<Reader | Writer, LocalEndpoint>();
  /** Writers that linger. */
  readonly #closing = new Set<Promise<void>>();
  /** Topics that were warned about, so that a mismatch is logged once and not once per peer. */
  readonly #warned = new Set<string>();

  constructor(
    identity: { readonly name: string; readonly namespace: string },
    participant: Participant,
    onChanged: () => void,
    warn: (message: string) => void,
    refusesOtherHashes: boolean,
  ) {
    this.name = identity.name;
    this.namespace = identity.namespace;
    this.#participant = participant;
    this.#onChanged = onChanged;
    this.#warn = warn;
    this.#refusesOtherHashes = refusesOtherHashes;
    participant.on('incompatibleQos', this.#onIncompatibleQos);
  }

  get endpoints(): Iterable<LocalEndpoint> {
    return this.#endpoints.values();
  }

  /** `typeHash` goes into USER_DATA, and so does the id of the client or server that it is an endpoint of. */
  createWriter(options: Omit<WriterOptions, 'userData'>, typeHash: string, id?: EndpointId): Writer {
    const { onMatched } = options;
    const writer = this.#participant.createWriter({
      ...options,
      userData: encodeEndpointData(typeHash, id),
      accepts: this.#hashTest(typeHash),
      onMatched: (reader) => {
        this.#compareHash(reader, typeHash);
        onMatched?.(reader);
      },
    });
    this.#add(writer, 'writer', typeHash);
    return writer;
  }

  createReader(
    options: Omit<ReaderOptions, 'userData'>,
    typeHash: string,
    listener: ReaderListener,
    id?: EndpointId,
  ): Reader {
    const reader = this.#participant.createReader(
      {
        ...options,
        qos: { dataRepresentation: READ, ...options.qos },
        userData: encodeEndpointData(typeHash, id),
        accepts: this.#hashTest(typeHash),
      },
      {
        ...listener,
        onMatched: (writer) => {
          this.#compareHash(writer, typeHash);
          listener.onMatched?.(writer);
        },
      },
    );
    this.#add(reader, 'reader', typeHash);
    return reader;
  }

  close(endpoint: Reader | Writer): void {
    const local = this.#endpoints.get(endpoint);
    if (!local) return;
    this.#endpoints.delete(endpoint);
    if (local.kind === 'reader') endpoint.close();
    else if (this.#participant.isClosed) endpoint.close();
    else this.#closeSoon(endpoint as Writer);
    this.#onChanged();
  }

  /** Resolves when the writers that were closed are so: what was written just before has arrived, or had time to. */
  async settled(): Promise<void> {
    await Promise.all(this.#closing);
  }

  /** The node is closed. */
  dispose(): void {
    this.#participant.off('incompatibleQos', this.#onIncompatibleQos);
  }

  /** A writer takes with it what its readers have not got yet, so it stays until they have, or for a moment. */
  #closeSoon(writer: Writer): void {
    writer.finish();
    const participant = this.#participant;
    const start = participant.now();
    const isDone = (): boolean => {
      if (writer.isAcknowledged) return true;
      const elapsed = participant.now() - start;
      return elapsed >= limits.closeLingerMs || (elapsed >= limits.closeSilentLingerMs && !writer.isWaitingForReaders);
    };
    const closed = new Promise<void>((resolve) => {
      const look = (): void => {
        if (!isDone() && !participant.isClosed) return void participant.schedule(LINGER_POLL_MS, look);
        writer.close();
        resolve();
      };
      participant.defer(look);
    }).then(() => void this.#closing.delete(closed));
    this.#closing.add(closed);
  }

  /** In rclpy's words, which users look for. */
  readonly #onIncompatibleQos = (
    local: Writer | Reader,
    remote: RemoteEndpoint,
    policies: readonly PolicyId[],
  ): void => {
    const kind = this.#endpoints.get(local)?.kind;
    if (kind === undefined) return;
    const topic = fromDdsTopicName(remote.topicName)?.name ?? remote.topicName;
    const last = policies.at(-1);
    const policy = Object.entries(PolicyId).find(([, id]) => id === last)?.[0] ?? String(last);
    this.#warn(
      kind === 'reader'
        ? `New publisher discovered on topic '${topic}', offering incompatible QoS. ` +
            `No messages will be received from it. Last incompatible policy: ${policy}`
        : `New subscription discovered on topic '${topic}', requesting incompatible QoS. ` +
            `No messages will be sent to it. Last incompatible policy: ${policy}`,
    );
  };

  #add(endpoint: Reader | Writer, kind: LocalEndpoint['kind'], typeHash: string): void {
    const { guidOctets, topicName, typeName, qos } = endpoint;
    this.#endpoints.set(endpoint, { kind, guidOctets, topicName, typeName, qos, typeHash });
    this.#onChanged();
  }

  /** Undefined where everybody is matched. */
  #hashTest(typeHash: string): MatchTest | undefined {
    if (!this.#refusesOtherHashes) return undefined;
    return (peer) => {
      const isOurs = !hasOtherHash(peer, typeHash);
      // A test is asked from inside the protocol, and whoever is warned is not to be called there.
      if (!isOurs) this.#participant.defer(() => this.#compareHash(peer, typeHash));
      return isOurs;
    };
  }

  /** ROS matches by name alone (REP-2016 leaves the rest to the user): say it once, receive what decodes. */
  #compareHash(peer: RemoteEndpoint, typeHash: string): void {
    if (!hasOtherHash(peer, typeHash) || this.#warned.has(peer.topicName)) return;
    this.#warned.add(peer.topicName);
    const topic = fromDdsTopicName(peer.topicName)?.name ?? peer.topicName;
    const type = fromDdsTypeName(peer.typeName) ?? peer.typeName;
    this.#warn(
      `A ${peer.kind === 'writer' ? 'publisher' : 'subscription'} of '${topic}' has another definition of ${type}: ` +
        `its hash is ${typeHashOf(peer.userData)}, ours is ${typeHash}. ` +
        (this.#refusesOtherHashes ? 'It is refused.' : 'Messages may be rejected or misread.'),
    );
  }
}

/** Peers before Iron announce no hash. */
function hasOtherHash(peer: RemoteEndpoint, typeHash: string): boolean {
  const theirs = typeHashOf(peer.userData);
  return theirs !== undefined && theirs !== typeHash;
}
