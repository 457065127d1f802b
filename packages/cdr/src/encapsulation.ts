import { CdrError, CdrErrorCode } from './errors.js';

/** Representation identifiers (RTPS 2.5 §10.2, XTypes 1.3 §7.6.3.1.2): the first two octets of a serialized payload, big-endian. */
export const RepresentationId = {
  CDR_BE: 0x0000,
  CDR_LE: 0x0001,
  PL_CDR_BE: 0x0002,
  PL_CDR_LE: 0x0003,
  CDR2_BE: 0x0006,
  CDR2_LE: 0x0007,
  D_CDR2_BE: 0x0008,
  D_CDR2_LE: 0x0009,
  PL_CDR2_BE: 0x000a,
  PL_CDR2_LE: 0x000b,
} as const;
export type RepresentationId = (typeof RepresentationId)[keyof typeof RepresentationId];

/** Octets before the data: the identifier and the options. Alignment counts from the octet after them. */
export const ENCAPSULATION_SIZE = 4;

/** What the first four octets of a payload say. */
export interface Encapsulation {
  readonly representationId: RepresentationId;
  readonly littleEndian: boolean;
  /** XCDR1 aligns 64-bit values to 8 octets, XCDR2 to 4 (XTypes 1.3 §7.4.3.2.3). */
  readonly maxAlignment: 4 | 8;
  /** Its two low bits count the padding octets after the data; everything else is 0 today. */
  readonly options: number;
}

/** Whether a representation is of the second encoding version. */
export function isXcdr2(representationId: RepresentationId): boolean {
  return representationId >= RepresentationId.CDR2_BE;
}

/** Reads the encapsulation header at `offset`. Throws {@link CdrError} where it is cut short or unknown (XML, vendors' own). */
export function readEncapsulation(bytes: Uint8Array, offset = 0): Encapsulation {
  if (offset + ENCAPSULATION_SIZE > bytes.length) {
    throw new CdrError(CdrErrorCode.BAD_ENCAPSULATION, 'the payload is too short for an encapsulation header', offset);
  }
  const representationId = (bytes[offset]! << 8) | bytes[offset + 1]!;
  if (!isRepresentationId(representationId)) {
    const shown = representationId.toString(16).padStart(4, '0');
    throw new CdrError(CdrErrorCode.BAD_ENCAPSULATION, `unknown representation 0x${shown}`, offset);
  }
  return {
    representationId,
    littleEndian: (representationId & 1) === 1,
    maxAlignment: isXcdr2(representationId) ? 4 : 8,
    options: (bytes[offset + 2]! << 8) | bytes[offset + 3]!,
  };
}

function isRepresentationId(value: number): value is RepresentationId {
  return value <= RepresentationId.PL_CDR2_LE && value !== 0x0004 && value !== 0x0005;
}
