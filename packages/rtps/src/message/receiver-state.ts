import type { GuidPrefix } from '../types/guid.js';
import { fractionToNanosec, type Time } from '../types/time.js';
import { VendorId } from '../types/vendor-id.js';
import { u8 } from './bytes.js';
import { HEADER_PREFIX_OFFSET, HEADER_VENDOR_OFFSET, readVendorId } from './header.js';

/** Finds the interned prefix for 12 octets: a {@link GuidPrefixTable} is one. */
export interface PrefixResolver {
  find(bytes: Uint8Array, offset: number): GuidPrefix | undefined;
}

/**
 * The Receiver of RTPS 2.5 §8.3.4: what the header and the INFO_* submessages have said so far about the submessages that follow.
 * One per participant, reused for every datagram; its fields hold during a handler's call only.
 *
 * Reply locators are not in it: INFO_REPLY is ignored (submessages/info-reply.ts).
 */
export class ReceiverState {
  readonly #resolver: PrefixResolver;
  #majorVersion = 0;
  #minorVersion = 0;
  #vendorId: number = VendorId.UNKNOWN;
  #bytes: Uint8Array = NO_BYTES;
  #prefixOffset = 0;
  #prefix: GuidPrefix | undefined;
  #destinationBytes: Uint8Array = UNKNOWN_PREFIX;
  #destinationOffset = 0;
  #hasTimestamp = false;
  #seconds = 0;
  #fraction = 0;

  /** Whether the submessages are for us: no INFO_DST yet, or one with our prefix or the unknown one. */
  destinationIsUs = true;

  constructor(resolver: PrefixResolver) {
    this.#resolver = resolver;
  }

  /** For a new message, of which `bytes` has the header at 0. */
  reset(bytes: Uint8Array): void {
    this.setSource(bytes, u8(bytes, 4), u8(bytes, 5), readVendorId(bytes, HEADER_VENDOR_OFFSET), HEADER_PREFIX_OFFSET);
    this.setDestination(UNKNOWN_PREFIX, 0, true);
  }

  setDestination(bytes: Uint8Array, prefixOffset: number, isUs: boolean): void {
    this.#destinationBytes = bytes;
    this.#destinationOffset = prefixOffset;
    this.destinationIsUs = isUs;
  }

  /** INFO_SRC also forgets the timestamp (RTPS 2.5 §8.3.8.10.4). */
  setSource(
    bytes: Uint8Array,
    majorVersion: number,
    minorVersion: number,
    vendorId: number,
    prefixOffset: number,
  ): void {
    this.#majorVersion = majorVersion;
    this.#minorVersion = minorVersion;
    this.#vendorId = vendorId;
    this.#bytes = bytes;
    this.#prefixOffset = prefixOffset;
    this.#prefix = this.#resolver.find(bytes, prefixOffset);
    this.#hasTimestamp = false;
  }

  setTimestamp(seconds: number, fraction: number): void {
    this.#hasTimestamp = !(seconds === 0xffff_ffff && fraction === 0xffff_ffff);
    this.#seconds = seconds;
    this.#fraction = fraction;
  }

  clearTimestamp(): void {
    this.#hasTimestamp = false;
  }

  get sourceVersion(): { readonly major: number; readonly minor: number } {
    return { major: this.#majorVersion, minor: this.#minorVersion };
  }

  get sourceVendorId(): number {
    return this.#vendorId;
  }

  /** The source's interned prefix; undefined for a participant that is not discovered. */
  get sourcePrefix(): GuidPrefix | undefined {
    return this.#prefix;
  }

  /** The array that holds the source's 12 prefix octets, at {@link sourcePrefixOffset}. */
  get sourcePrefixBytes(): Uint8Array {
    return this.#bytes;
  }

  get sourcePrefixOffset(): number {
    return this.#prefixOffset;
  }

  /** The 12 octets of the prefix that INFO_DST named, in a new array; all zero: whoever reads this. */
  copyDestinationPrefix(): Uint8Array {
    return this.#destinationBytes.slice(this.#destinationOffset, this.#destinationOffset + UNKNOWN_PREFIX.length);
  }

  /** The source's timestamp in a new object, that may be kept; undefined when there is none. */
  get timestamp(): Time | undefined {
    return this.#hasTimestamp ? { sec: this.#seconds, nanosec: fractionToNanosec(this.#fraction) } : undefined;
  }
}

const NO_BYTES = new Uint8Array(0);
const UNKNOWN_PREFIX = new Uint8Array(12);
