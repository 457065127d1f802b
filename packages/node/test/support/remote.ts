import { type RemoteEndpoint, type RemoteParticipant, type Sample, VendorId } from '@rclts/rtps';

/** A participant as discovery would show it; `seed` makes its GUID. */
export function remoteParticipant(seed: number, vendorId: number = VendorId.UNKNOWN): RemoteParticipant {
  const guidOctets = Uint8Array.of(...Array<number>(12).fill(seed), 0, 0, 1, 0xc1);
  return { guidOctets, vendorId, userData: new Uint8Array(0) } as Partial<RemoteParticipant> as RemoteParticipant;
}

/** One of its endpoints; `key` makes its entity id. */
export function remoteEndpoint(
  participant: RemoteParticipant,
  kind: 'reader' | 'writer',
  key: number,
  userData = '',
): RemoteEndpoint {
  const entityKind = kind === 'writer' ? 0x03 : 0x04;
  const guidOctets = Uint8Array.of(...participant.guidOctets.subarray(0, 12), 0, 0, key, entityKind);
  return {
    guidOctets,
    kind,
    participant,
    userData: new Uint8Array(Buffer.from(userData)),
  } as Partial<RemoteEndpoint> as RemoteEndpoint;
}

export function sampleOf(
  writer: RemoteEndpoint,
  sequenceNumber: number,
  relatedSampleIdentity?: Sample['relatedSampleIdentity'],
  payload: Uint8Array = Uint8Array.of(0, 1, 0, 0, 42),
): Sample {
  return { writer, sequenceNumber, relatedSampleIdentity, payload } as Partial<Sample> as Sample;
}
