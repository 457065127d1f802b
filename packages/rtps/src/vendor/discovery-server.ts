import { VendorId } from '../types/vendor-id.js';

/**
 * Whose discovery servers there are: Fast DDS's. They serve participants alone whose announcement says in PID_VENDOR_ID to be of
 * Fast DDS (PDPServerListener: "different vendor is not supported for Discover-Server operation"; 2.6 to 3.6), whatever the header of
 * the message says. So that one parameter says so where a server is to read it, and a property beside it says who we are.
 */
export const SERVED_VENDOR_ID: number = VendorId.FAST_DDS;

/** Name and value of that property: the vendor whose wire behaviour a participant really has. */
export const TRUE_VENDOR: readonly [name: string, value: string] = ['rclts.vendor', '00.00'];

/** What a participant says to be, undone where it is one of ours that says otherwise for the sake of a server. */
export function trueVendorId(vendorId: number, properties: ReadonlyMap<string, string>): number {
  const [name, value] = TRUE_VENDOR;
  return vendorId === SERVED_VENDOR_ID && properties.get(name) === value ? VendorId.UNKNOWN : vendorId;
}
