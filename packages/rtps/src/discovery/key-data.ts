import { RepresentationId, walkParameterList } from '@rclts/cdr';
import { ParameterId } from '../parameters/parameter-id.js';
import { GUID_LENGTH } from '../types/guid.js';

/**
 * The GUID in the key payload of a dispose, as Cyclone DDS sends it: a parameter list with the one parameter that is the
 * key (RTPS 2.5 §9.6.3). 16 octets; undefined when it is not there.
 */
function decodeKey(payload: Uint8Array, key: ParameterId): Uint8Array | undefined {
  const representation = ((payload[0] ?? 0xff) << 8) | (payload[1] ?? 0xff);
  const littleEndian = representation === RepresentationId.PL_CDR_LE;
  if (!littleEndian && representation !== RepresentationId.PL_CDR_BE) return undefined;
  let guid: Uint8Array | undefined;
  const next = walkParameterList(payload, 4, payload.byteLength, littleEndian, (pid, offset, length) => {
    if (pid === key && length >= GUID_LENGTH) guid = payload.slice(offset, offset + GUID_LENGTH);
  });
  return next < 0 ? undefined : guid;
}

export function decodeEndpointKey(payload: Uint8Array): Uint8Array | undefined {
  return decodeKey(payload, ParameterId.ENDPOINT_GUID);
}

export function decodeParticipantKey(payload: Uint8Array): Uint8Array | undefined {
  return decodeKey(payload, ParameterId.PARTICIPANT_GUID);
}
