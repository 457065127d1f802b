import { ParticipantEntitiesInfo } from '@rclts/interfaces/rmw_dds_common/msg/ParticipantEntitiesInfo';
import {
  guidOctetsToString,
  HistoryKind,
  type Participant,
  type Reader,
  type RemoteEndpoint,
  type RemoteParticipant,
  type Sample,
  sameOctets,
  type Writer,
} from '@rclts/rtps';
import { DISCOVERY_INFO_TOPIC, toDdsTypeName } from '../ros/dds-names.js';
import { decodeDiscoveryInfo, encodeDiscoveryInfo, type EntitiesInfo } from '../ros/discovery-info-form.js';
import { encodeEndpointData } from '../ros/endpoint-user-data.js';
import { Era, Eras } from '../ros/era.js';
import { discoveryInfoQos, toQosPolicies } from '../ros/qos-profiles.js';
import type { LocalNode } from './local-graph.js';
import { type RemoteNode, RemoteNodes } from './remote-nodes.js';

/**
 * `ros_discovery_info`: DDS knows participants and endpoints, but no nodes, so each participant tells on this topic which
 * endpoints are whose (https://design.ros2.org/articles/Node_to_Participant_mapping.html). Without it, nothing but graph
 * queries suffers. Each reader gets it in the form of its era, and each writer may use either (docs/adr/0009).
 */
export class DiscoveryInfo {
  readonly #participant: Participant;
  readonly #onChanged: () => void;
  readonly #writer: Writer;
  readonly #reader: Reader;
  readonly #localNodes = new Set<LocalNode>();
  /** By the participant's GUID prefix. */
  readonly #remoteNodes = new RemoteNodes();
  readonly #eras = new Eras();
  #publishing = false;
  #closed = false;
  /** Samples in no form that we know, and those for which there is no room. */
  rejectedSamples = 0;

  constructor(participant: Participant, onChanged: () => void) {
    this.#participant = participant;
    this.#onChanged = onChanged;
    const names = { topicName: DISCOVERY_INFO_TOPIC, typeName: toDdsTypeName(ParticipantEntitiesInfo.typeName) };
    const userData = encodeEndpointData(ParticipantEntitiesInfo.typeHash);
    const qos = toQosPolicies(discoveryInfoQos);
    this.#reader = participant.createReader(
      { ...names, userData, qos: { ...qos, history: HistoryKind.KEEP_ALL } },
      { onSample: (sample) => this.#onSample(sample) },
    );
    this.#writer = participant.createWriter({ ...names, userData, qos });
  }

  get localNodes(): Iterable<LocalNode> {
    return this.#localNodes;
  }

  addNode(node: LocalNode): void {
    this.#localNodes.add(node);
    this.publishSoon();
  }

  removeNode(node: LocalNode): void {
    if (this.#localNodes.delete(node)) this.publishSoon();
  }

  nodesOf(participant: RemoteParticipant): readonly RemoteNode[] {
    return this.#remoteNodes.get(participant.guidPrefix.text);
  }

  /** Undefined for an endpoint of another topic: it may be of no ROS at all. */
  eraOf(endpoint: RemoteEndpoint): Era | undefined {
    return endpoint.topicName === DISCOVERY_INFO_TOPIC ? this.#eras.of(endpoint) : undefined;
  }

  forget(participant: RemoteParticipant): void {
    this.#remoteNodes.delete(participant.guidPrefix.text);
    this.#eras.forget(participant);
  }

  /** Once per turn, however many endpoints come and go in it. */
  publishSoon(): void {
    if (this.#publishing || this.#closed) return;
    this.#publishing = true;
    this.#participant.defer(() => {
      this.#publishing = false;
      if (!this.#closed && !this.#participant.isClosed) this.publish();
    });
  }

  publish(): void {
    const gid = (octets: Uint8Array): { data: Uint8Array } => ({ data: octets });
    const info: EntitiesInfo = {
      gid: gid(this.#participant.guidOctets),
      node_entities_info_seq: [...this.#localNodes].map((node) => {
        const endpoints = [...node.endpoints];
        const gidsOf = (kind: 'reader' | 'writer'): { data: Uint8Array }[] =>
          endpoints.filter((endpoint) => endpoint.kind === kind).map((endpoint) => gid(endpoint.guidOctets));
        return {
          node_namespace: node.namespace,
          node_name: node.name,
          reader_gid_seq: gidsOf('reader'),
          writer_gid_seq: gidsOf('writer'),
        };
      }),
    };
    this.#writer.write(encodeDiscoveryInfo(info, Era.IRON), {
      variants: [
        { to: (reader) => this.#eras.of(reader) === Era.HUMBLE, payload: encodeDiscoveryInfo(info, Era.HUMBLE) },
      ],
    });
  }

  close(): void {
    this.#closed = true;
    this.#reader.close();
    this.#writer.close();
  }

  #onSample(sample: Sample): void {
    if (sample.payload.length === 0) return;
    // Filed under who wrote it, so that nobody speaks for another participant, and it goes when that one goes.
    const author = sample.writer.participant.guidPrefix.text;
    const bytes = sample.payload.length;
    const decoded = this.#remoteNodes.hasRoomFor(author, bytes) ? decodeDiscoveryInfo(sample.payload) : undefined;
    if (!decoded) {
      this.rejectedSamples++;
      return;
    }
    const { info, era } = decoded;
    // It has been sent the other form: what replaces that must not wait for a turn in which it could be sent again.
    if (era !== undefined && this.#eras.learn(sample.writer, era)) this.publish();
    if (sameOctets(info.gid.data, this.#participant.guidOctets)) return;
    const keys = (gids: readonly { readonly data: Uint8Array }[]): ReadonlySet<string> =>
      new Set(gids.map(({ data }) => guidOctetsToString(data)));
    this.#remoteNodes.set(
      author,
      info.node_entities_info_seq.map((node) => ({
        name: node.node_name,
        namespace: node.node_namespace,
        readers: keys(node.reader_gid_seq),
        writers: keys(node.writer_gid_seq),
      })),
      bytes,
    );
    this.#onChanged();
  }
}
