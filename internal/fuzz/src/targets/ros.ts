import { ParticipantEntitiesInfo } from '@rclts/interfaces/rmw_dds_common/msg/ParticipantEntitiesInfo';
import type { Participant, ReaderListener, RemoteEndpoint, RemoteParticipant, Sample } from '@rclts/rtps';
import { DiscoveryInfo } from '../../../../packages/node/src/graph/discovery-info.js';
import type { RemoteNode } from '../../../../packages/node/src/graph/remote-nodes.js';
import type { LocalEndpoint, LocalNode } from '../../../../packages/node/src/graph/local-graph.js';
import { ServiceDialects } from '../../../../packages/node/src/ros/service-mapping/select.js';
import { Verdict } from '../../../../packages/rtps/src/message/verdict.js';
import { decodeInlineQos, encodeInlineQos } from '../../../../packages/rtps/src/parameters/inline-qos.js';
import { createGuidPrefix } from '../../../../packages/rtps/src/types/guid.js';
import { check, type Target } from '../loop/target.js';
import type { Vectors } from './vectors.js';

const OUR_GUID = Uint8Array.from({ length: 16 }, (_, i) => 0xa0 + i);
const THEIR_GUID = Uint8Array.from({ length: 16 }, (_, i) => 0x10 + i);

/** `ros_discovery_info`: what other participants say about their nodes, through the graph's own intake. */
export function discoveryInfoTarget(vectors: Vectors): Target {
  const [ours, theirs] = [graphOf(OUR_GUID), graphOf(THEIR_GUID)];
  const userData = new Uint8Array(0);
  const guidPrefix = createGuidPrefix(THEIR_GUID, 0);
  const sender = { guidPrefix, guidOctets: THEIR_GUID, userData } as RemoteParticipant;
  const hear = (payload: Uint8Array): readonly RemoteNode[] => {
    ours.listener()?.onSample({ payload, writer: { participant: sender, userData } as RemoteEndpoint } as Sample);
    return ours.info.nodesOf(sender);
  };
  return {
    name: 'discovery-info',
    title: 'ros_discovery_info',
    modules: [
      'packages/node/src/graph/discovery-info.ts',
      'packages/node/src/graph/remote-nodes.ts',
      'packages/node/src/ros/discovery-info-form.ts',
    ],
    weight: 60,
    maxLength: 2_048,
    seeds: () => [
      ...vectors
        .samples()
        .filter(({ type }) => type === ParticipantEntitiesInfo.typeName)
        .map(({ payload }) => payload),
      ParticipantEntitiesInfo.codec.encode(ParticipantEntitiesInfo.codec.defaults()),
    ],
    run(input) {
      const nodes = hear(input);
      check(nodes.length * 12 <= input.length, 'a node takes twelve octets at least');
      for (const { readers, writers } of nodes)
        check((readers.size + writers.size) * 16 <= input.length, 'an endpoint takes sixteen octets');
      ours.info.forget(sender);
      const locals = nodes.map(localNode);
      for (const node of locals) theirs.info.addNode(node);
      theirs.info.publish();
      for (const node of locals) theirs.info.removeNode(node);
      check(textOf(hear(theirs.written())) === textOf(nodes), 'says of its nodes what is heard of them');
      ours.info.forget(sender);
      check(ours.info.nodesOf(sender).length === 0, 'forgets');
    },
  };
}

/** What a participant hears and says of nodes, without the participant. */
function graphOf(guidOctets: Uint8Array): {
  info: DiscoveryInfo;
  listener: () => ReaderListener | undefined;
  written: () => Uint8Array;
} {
  let listener: ReaderListener | undefined;
  let written: Uint8Array = new Uint8Array(0);
  const endpoint = { guidOctets, write: (payload: Uint8Array) => (written = payload), close: () => undefined };
  const participant = {
    guidOctets,
    isClosed: false,
    createReader: (_options: unknown, given: ReaderListener) => {
      listener = given;
      return endpoint;
    },
    createWriter: () => endpoint,
    defer: () => undefined,
  } as unknown as Participant;
  const info = new DiscoveryInfo(participant, () => undefined);
  return { info, listener: () => listener, written: () => written };
}

/** A node as one that has been heard of is. */
function localNode({ name, namespace, readers, writers }: RemoteNode): LocalNode {
  const endpoint =
    (kind: 'reader' | 'writer') =>
    (guid: string): LocalEndpoint =>
      ({ kind, guidOctets: Uint8Array.from(Buffer.from(guid.replace('.', ''), 'hex')) }) as LocalEndpoint;
  return {
    name,
    namespace,
    endpoints: [...[...readers].map(endpoint('reader')), ...[...writers].map(endpoint('writer'))],
  };
}

function textOf(nodes: readonly RemoteNode[]): string {
  return JSON.stringify(nodes, (_key, part: unknown) => (part instanceof Set ? [...part] : part));
}

/** Requests and replies of services: whose they are. An input is a vendor id, inline QoS, and the body. */
export function servicesTarget(vectors: Vectors): Target {
  const client = { requestWriterGuid: OUR_GUID, replyReaderGuid: THEIR_GUID, key: OUR_GUID.subarray(0, 8) };
  const bodies = vectors.samples().filter(({ type }) => /_(Request|Response)$/.test(type));
  return {
    name: 'services',
    title: 'headers of requests and replies',
    modules: ['packages/node/src/ros/service-mapping/'],
    weight: 150,
    maxLength: 1_024,
    dictionary: [OUR_GUID, THEIR_GUID],
    seeds: () =>
      bodies.slice(0, 12).flatMap(({ payload }, index) => {
        const guid = index % 2 === 0 ? OUR_GUID : THEIR_GUID;
        const qos = encodeInlineQos({ relatedSampleIdentity: { guid, sequenceNumber: index - 1 } });
        return [
          Uint8Array.of(1, 0x0f, ...qos, ...payload),
          Uint8Array.of(1, 0x10, 1, 0, 0, 0, ...payload.subarray(0, 4), ...guid, ...payload.subarray(4)),
          Uint8Array.of(1, 0x01, 1, 0, 0, 0, ...payload.subarray(0, 4), ...THEIR_GUID, ...payload.subarray(4)),
        ];
      }),
    run(input) {
      const { verdict, inlineQos, next } = decodeInlineQos(input, 2, input.length, true);
      if (verdict !== Verdict.OK || input.length - next < 4) return;
      const vendorId = ((input[0] ?? 0) << 8) | (input[1] ?? 0);
      const writer = { guidOctets: THEIR_GUID, userData: input, participant: { vendorId } };
      const sample = { ...inlineQos, payload: input.subarray(next), sequenceNumber: 5, writer } as unknown as Sample;
      const mapping = new ServiceDialects(vendorId % 2 === 0 ? 'basic' : 'extended').forSample(sample);
      const request = mapping.decodeRequest(sample);
      if (request !== undefined) {
        check(request.identity.clientGuid.length === 16, 'who asks is a GUID');
        check(
          request.headerLength >= 0 && request.headerLength + 4 <= sample.payload.length,
          'a header is in its payload',
        );
        mapping.findReplyReader(request.identity, {
          matchedReaders: [sample.writer],
          findMatchedReader: () => undefined,
        });
        mapping.encodeReply(request.identity);
      }
      const reply = mapping.decodeReply(sample, client);
      check(reply === undefined || Number.isSafeInteger(reply.requestNumber), 'a reply names its request');
    },
  };
}
