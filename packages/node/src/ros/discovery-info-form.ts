import { defineMessage } from '@rclts/idl';
import { ParticipantEntitiesInfo } from '@rclts/interfaces/rmw_dds_common/msg/ParticipantEntitiesInfo';
import { Era } from './era.js';

/** Humble's definitions (ros2/rmw_dds_common, branch humble, rmw_dds_common/msg): all as today, but for `Gid.data`. */
const HumbleGid = defineMessage('rmw_dds_common/msg/Gid', 'char[24] data');
const HumbleNodeEntitiesInfo = defineMessage(
  'rmw_dds_common/msg/NodeEntitiesInfo',
  'string<=256 node_namespace\nstring<=256 node_name\nGid[] reader_gid_seq\nGid[] writer_gid_seq',
  { deps: [HumbleGid] },
);
const HumbleParticipantEntitiesInfo = defineMessage(
  'rmw_dds_common/msg/ParticipantEntitiesInfo',
  'Gid gid\nNodeEntitiesInfo[] node_entities_info_seq',
  { deps: [HumbleGid, HumbleNodeEntitiesInfo] },
);

const codecs = {
  [Era.HUMBLE]: HumbleParticipantEntitiesInfo.codec,
  [Era.IRON]: ParticipantEntitiesInfo.codec,
} as const;

/** A participant's nodes, whatever the era. A GID has 16 octets here: it is a GUID, which Humble pads with zeros. */
export type EntitiesInfo = ReturnType<typeof ParticipantEntitiesInfo.codec.decode>;
type Gid = EntitiesInfo['gid'];

const GUID_LENGTH = 16;
const HUMBLE_GID_LENGTH = 24;
/** What a DATA submessage is padded to. */
const PADDING = 4;

export function encodeDiscoveryInfo(info: EntitiesInfo, era: Era): Uint8Array {
  if (era === Era.IRON) return codecs.iron.encode(info);
  return codecs.humble.encode(mapGids(info, padGid));
}

/**
 * In which form it came, and what it says; `era` is undefined for one that decodes but fits neither form octet by octet.
 * Undefined for what is in no form.
 */
export function decodeDiscoveryInfo(
  payload: Uint8Array,
): { readonly info: EntitiesInfo; readonly era: Era | undefined } | undefined {
  let partial: EntitiesInfo | undefined;
  for (const era of [Era.IRON, Era.HUMBLE]) {
    let info;
    let rest;
    try {
      info = mapGids(codecs[era].decode(payload), cutGid);
      // One read in the other's form ends early, if it ends well at all: its padding is taken for a count of zero. Names that
      // cannot be written, such as one with a NUL in it, are in no form either.
      rest = payload.length - encodeDiscoveryInfo(info, era).length;
    } catch {
      continue;
    }
    if (rest >= 0 && rest < PADDING) return { info, era };
    if (rest >= 0) partial ??= info;
  }
  return partial && { info: partial, era: undefined };
}

function padGid({ data }: Gid): Gid {
  const padded = new Uint8Array(HUMBLE_GID_LENGTH);
  padded.set(data.subarray(0, GUID_LENGTH));
  return { data: padded };
}

function cutGid({ data }: Gid): Gid {
  return { data: data.slice(0, GUID_LENGTH) };
}

function mapGids(info: EntitiesInfo, map: (gid: Gid) => Gid): EntitiesInfo {
  return {
    gid: map(info.gid),
    node_entities_info_seq: info.node_entities_info_seq.map((node) => ({
      ...node,
      reader_gid_seq: node.reader_gid_seq.map(map),
      writer_gid_seq: node.writer_gid_seq.map(map),
    })),
  };
}
