import { defineMessage, type MessageType } from '@rclts/idl';
import { participantIdentity } from '@rclts/node';
import { Participant, type ReaderListener, VendorId, type WriteOptions } from '@rclts/rtps';
import { FeedbackFilter } from './feedback-filter.js';
import type { SimHostOptions } from './sim-host.js';
import type { SimNetwork } from './sim-network.js';
import { type DatagramHooks, VendorHost } from './vendor-host.js';

/**
 * A distribution with rmw_fastrtps: what its rmw does between DDS and rcl, after its sources; nobody has it to run.
 * - `humble`: GIDs of 24 octets, no USER_DATA on endpoints, request identities under 0x800f only
 *   (ros2/rmw_dds_common and ros2/rmw_fastrtps, branches humble; Fast DDS 2.6.x, ParameterTypes.hpp).
 * - `jazzy`: GIDs of 16 octets, type hashes, identities under 0x0083 and 0x800f.
 * - `lyrical`: as `jazzy`, and an action client's feedback reader has a content filter (ros2/rcl, rolling, action_client.c).
 */
export type PeerEra = 'humble' | 'jazzy' | 'lyrical';

/** A participant that looks like a peer's, for nodes of ours to stand in for the peer's rcl. */
export interface SimulatedPeer {
  readonly participant: Participant;
  /** `ros_discovery_info` that its rmw could not read: the real one throws, or asks for the memory of 2^32 strings. */
  readonly misread: readonly Uint8Array[];
  /** Feedback of goals that its filter does not name. */
  readonly unwanted: readonly Uint8Array[];
}

const DISCOVERY_INFO = 'ros_discovery_info';
/** Of a parameter in inline QoS: PID_RELATED_SAMPLE_IDENTITY with its length, and one that nobody knows. */
const IDENTITY = [0x83, 0x00, 0x18, 0x00] as const;
const UNKNOWN_PID = 0xbf83;

// ros2/rmw_dds_common, rmw_dds_common/msg: of branch humble, and of iron and later. Nothing but the length is another.
const NODE = 'string<=256 node_namespace\nstring<=256 node_name\nGid[] reader_gid_seq\nGid[] writer_gid_seq';
const PARTICIPANT = 'Gid gid\nNodeEntitiesInfo[] node_entities_info_seq';
const HumbleGid = defineMessage('rmw_dds_common/msg/Gid', 'char[24] data');
const HumbleNode = defineMessage('rmw_dds_common/msg/NodeEntitiesInfo', NODE, { deps: [HumbleGid] });
const HumbleInfo = defineMessage('rmw_dds_common/msg/ParticipantEntitiesInfo', PARTICIPANT, {
  deps: [HumbleGid, HumbleNode],
});
const IronGid = defineMessage('rmw_dds_common/msg/Gid', 'char[16] data');
const IronNode = defineMessage('rmw_dds_common/msg/NodeEntitiesInfo', NODE, { deps: [IronGid] });
const IronInfo = defineMessage('rmw_dds_common/msg/ParticipantEntitiesInfo', PARTICIPANT, {
  deps: [IronGid, IronNode],
});
type Info = ReturnType<typeof IronInfo.codec.decode>;

/** A peer in a network of ours. */
export function openPeer(
  network: SimNetwork,
  era: PeerEra,
  options: { readonly host?: SimHostOptions; readonly hooks?: DatagramHooks } = {},
): SimulatedPeer {
  const { hooks = {} } = options;
  const isHumble = era === 'humble';
  const host = new VendorHost(network.createHost(options.host ?? {}), VendorId.FAST_DDS, {
    onSend: (datagram, to) => {
      if (isHumble) hideIdentity(datagram);
      hooks.onSend?.(datagram, to);
    },
    onReceive: (datagram) => {
      hooks.onReceive?.(datagram);
      if (isHumble) hideIdentity(datagram);
    },
  });
  const participant = new Participant(host, { domainId: 0, ...participantIdentity('/') });
  const misread: Uint8Array[] = [];
  const filter = era === 'lyrical' ? new FeedbackFilter() : undefined;
  const form = isHumble ? HumbleInfo : IronInfo;

  const createWriter = participant.createWriter.bind(participant);
  participant.createWriter = (writerOptions) => {
    const isInfo = writerOptions.topicName === DISCOVERY_INFO;
    const writer = createWriter({ ...writerOptions, userData: userDataOf(writerOptions.userData, era) });
    const write = writer.write.bind(writer);
    writer.write = (payload, writeOptions = {}) => {
      filter?.onWrite(writer, payload);
      const sn = isInfo ? write(toForm(payload, form)) : write(payload, withBothIdentities(writeOptions));
      filter?.onWritten(writer, payload, sn);
      return sn;
    };
    return writer;
  };

  const createReader = participant.createReader.bind(participant);
  participant.createReader = (readerOptions, listener) => {
    const userData = userDataOf(readerOptions.userData, era);
    if (readerOptions.topicName === DISCOVERY_INFO) listener = readingForm(listener, form, misread);
    else if (filter !== undefined) listener = filter.listener(readerOptions.topicName, listener);
    const reader = createReader({ ...readerOptions, userData }, listener);
    filter?.addReader(reader);
    return reader;
  };
  return { participant, misread, unwanted: filter?.unwanted ?? [] };
}

/** Our ids of clients and servers are rmw_cyclonedds' invention, type hashes Iron's. */
function userDataOf(ours: Uint8Array | undefined, era: PeerEra): Uint8Array {
  if (era === 'humble') return new Uint8Array(0);
  const hash = /typehash=[^;]*;/.exec(new TextDecoder('latin1').decode(ours))?.[0] ?? '';
  return Uint8Array.from(hash, (character) => character.charCodeAt(0));
}

/** Fast DDS says it twice, whoever listens. */
function withBothIdentities(options: WriteOptions): WriteOptions {
  const variants = options.variants?.map((variant) => ({ ...variant, standardIdentityOnly: false }));
  return { ...options, standardIdentityOnly: false, ...(variants === undefined ? {} : { variants }) };
}

function hideIdentity(datagram: Uint8Array): void {
  for (let at = datagram.indexOf(IDENTITY[0]); at >= 0; at = datagram.indexOf(IDENTITY[0], at + 1))
    if (IDENTITY.every((octet, index) => datagram[at + index] === octet)) datagram[at + 1] = UNKNOWN_PID >>> 8;
}

/** Its rmw writes one form, to everybody. */
function toForm(payload: Uint8Array, form: MessageType<Info>): Uint8Array {
  return form.codec.encode(resizeGids(IronInfo.codec.decode(payload), form === HumbleInfo ? 24 : 16));
}

/** Its rmw knows one form, and takes whatever comes for it. */
function readingForm(listener: ReaderListener, form: MessageType<Info>, misread: Uint8Array[]): ReaderListener {
  return {
    ...listener,
    onSample: (sample) => {
      let info;
      try {
        info = form.codec.decode(sample.payload);
      } catch {
        misread.push(sample.payload);
        return;
      }
      const left = sample.payload.length - form.codec.encode(info).length;
      if (left < 0 || left > 3) misread.push(sample.payload);
      else listener.onSample({ ...sample, payload: IronInfo.codec.encode(resizeGids(info, 16)) });
    },
  };
}

function resizeGids(info: Info, length: number): Info {
  const resize = ({ data }: { data: Uint8Array }): { data: Uint8Array } => {
    const resized = new Uint8Array(length);
    resized.set(data.subarray(0, length));
    return { data: resized };
  };
  return {
    gid: resize(info.gid),
    node_entities_info_seq: info.node_entities_info_seq.map((node) => ({
      ...node,
      reader_gid_seq: node.reader_gid_seq.map(resize),
      writer_gid_seq: node.writer_gid_seq.map(resize),
    })),
  };
}
