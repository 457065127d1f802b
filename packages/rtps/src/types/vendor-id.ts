/**
 * VendorId_t as a big-endian uint16 (RTPS 2.5 §8.3.3.1.3; assigned by OMG). Ours is UNKNOWN until OMG assigns one: an invented one
 * is squatting, and claiming another vendor's brings that vendor's treatment.
 */
export const VendorId = {
  UNKNOWN: 0x0000,
  CONNEXT: 0x0101,
  OPEN_DDS: 0x0103,
  FAST_DDS: 0x010f,
  CYCLONE_DDS: 0x0110,
  RUST_DDS: 0x0112,
} as const;
/** Any uint16: the network may name vendors that we do not. */
export type VendorId = number;
