import { VendorId } from '../types/vendor-id.js';

/** Vendor ids as the OMG has assigned them (https://www.dds-foundation.org/dds-rtps-vendor-and-product-ids/). */
const NAMES: ReadonlyMap<number, string> = new Map([
  [VendorId.UNKNOWN, 'no vendor'],
  [VendorId.CONNEXT, 'RTI Connext'],
  [0x0102, 'OpenSplice'],
  [VendorId.OPEN_DDS, 'OpenDDS'],
  [0x0105, 'InterCOM DDS'],
  [0x0106, 'CoreDX'],
  [0x010a, 'RTI Connext Micro'],
  [VendorId.FAST_DDS, 'Fast DDS'],
  [VendorId.CYCLONE_DDS, 'Cyclone DDS'],
  [0x0111, 'GurumDDS'],
  [VendorId.RUST_DDS, 'RustDDS'],
]);

/** What people call the implementation; `vendor 01.20` for one that we do not know. */
export function vendorName(vendorId: number): string {
  const name = NAMES.get(vendorId);
  if (name !== undefined) return name;
  const octet = (value: number): string => (value & 0xff).toString(16).padStart(2, '0');
  return `vendor ${octet(vendorId >>> 8)}.${octet(vendorId)}`;
}
