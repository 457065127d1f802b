import { VendorId } from '../types/vendor-id.js';
import { connext } from './connext.js';
import { cycloneDds } from './cyclone-dds.js';
import { fastDds } from './fast-dds.js';

/**
 * How implementations differ from one another on the wire, as named facts: who asks, asks for the fact, never for the vendor.
 * Each vendor's file says what was seen and where.
 *
 * Not here, because we do the same towards all: disposes carry KEY_HASH and STATUS_INFO, both forms
 * are read; a related sample identity is written under both of its ids; readerId ENTITYID_UNKNOWN means every matched reader.
 */
export interface VendorQuirks {
  /** The base of the empty, non-final ACKNACK that makes a writer send a HEARTBEAT; each vendor ignores the other's form. */
  readonly solicitingAckNackBase: 0 | 1;
  /** It takes a GAP for one of its readers as one for every reader of its process: directed writes go by group. */
  readonly appliesGapToWholeProcess: boolean;
  /** It takes a short key payload for the instance's hash, encapsulation header and all: it is sent the hash alone. */
  readonly takesKeyForHash: boolean;
  /** What got lost it offers again after seconds, not before: it is worth to be asked. */
  readonly repairsLate: boolean;
  /** Of a sample in fragments it reads the inline QoS of the one that comes first, whichever that is, and no other's. */
  readonly takesQosOfFirstFragmentHeard: boolean;
  /**
   * A GAP over a sample of which it has some fragments kills its reader: that such a sample is gone is told by the firstSN of a
   * HEARTBEAT.
   */
  readonly diesOfGapAmongFragments: boolean;
  /** The participants of one process have one port between them. */
  readonly sharesPort: boolean;
}

/**
 * What we expect of an implementation that we know nothing about: the specification's letter where it has one (ports of each
 * participant's own, RTPS 2.5 §9.6.2.3), else caution. Ours is one: our vendor id says nothing.
 */
const unknownVendor: VendorQuirks = Object.freeze({
  solicitingAckNackBase: 1,
  appliesGapToWholeProcess: true,
  takesKeyForHash: false,
  repairsLate: false,
  takesQosOfFirstFragmentHeard: false,
  diesOfGapAmongFragments: false,
  sharesPort: false,
});

const QUIRKS: ReadonlyMap<number, VendorQuirks> = new Map([
  [VendorId.FAST_DDS, fastDds],
  [VendorId.CYCLONE_DDS, cycloneDds],
  [VendorId.CONNEXT, connext],
]);

/** Whether implementations of a vendor id, unless they are asked, offer again what got lost only after seconds. */
export function repairsLate(vendorId: number): boolean {
  return quirksOf(vendorId).repairsLate;
}

/** The facts about a vendor id, from a message header or PID_VENDOR_ID. */
export function quirksOf(vendorId: number): VendorQuirks {
  return QUIRKS.get(vendorId) ?? unknownVendor;
}
