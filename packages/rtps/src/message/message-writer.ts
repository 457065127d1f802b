import type { GuidPrefix } from '../types/guid.js';
import type { Time } from '../types/time.js';
import { VendorId } from '../types/vendor-id.js';
import { HEADER_LENGTH, writeHeader } from './header.js';
import { type AckNackFields, ackNackSize, writeAckNack } from './submessages/acknack.js';
import { type DataFields, dataSize, writeData } from './submessages/data.js';
import { type DataFragFields, dataFragSize, writeDataFrag } from './submessages/data-frag.js';
import { type GapFields, gapSize, writeGap } from './submessages/gap.js';
import { HEARTBEAT_SIZE, type HeartbeatFields, writeHeartbeat } from './submessages/heartbeat.js';
import { HEARTBEAT_FRAG_SIZE, type HeartbeatFragFields, writeHeartbeatFrag } from './submessages/heartbeat-frag.js';
import { INFO_DST_SIZE, writeInfoDst } from './submessages/info-dst.js';
import { INFO_TS_SIZE, writeInfoTs } from './submessages/info-ts.js';
import { type NackFragFields, nackFragSize, writeNackFrag } from './submessages/nack-frag.js';

export {
  ackNackSize,
  dataFragSize,
  dataSize,
  gapSize,
  HEARTBEAT_FRAG_SIZE,
  HEARTBEAT_SIZE,
  INFO_DST_SIZE,
  INFO_TS_SIZE,
  nackFragSize,
};
export { HEADER_LENGTH };

/** A GAP of one range, whose set has no members. */
export const GAP_SIZE = 32;

/**
 * Builds one RTPS message at a time in one buffer, little-endian, every submessage padded to 4 octets with zeros.
 *
 * The caller knows the sizes beforehand (`HEARTBEAT_SIZE`, `dataSize()` and their kin) and what fits; writing past the capacity is its
 * mistake and throws before anything is written.
 */
export class MessageWriter {
  readonly #buffer: Uint8Array;
  #length = HEADER_LENGTH;

  /** `capacity`: octets of the largest datagram, with the 20 of the header. */
  constructor(capacity: number) {
    if (!(capacity >= HEADER_LENGTH && capacity <= MAX_DATAGRAM)) throw new RangeError(`capacity ${capacity}`);
    this.#buffer = new Uint8Array(capacity);
  }

  /** Starts a message. Until then, and after {@link bytes}, the content is the previous one. */
  begin(prefix: GuidPrefix, vendorId: number = VendorId.UNKNOWN): void {
    writeHeader(this.#buffer, prefix, vendorId);
    this.#length = HEADER_LENGTH;
  }

  /** Goes on with the message that `other` has begun, in this buffer. */
  continue(other: MessageWriter): void {
    this.#buffer.set(other.bytes());
    this.#length = other.#length;
  }

  get capacity(): number {
    return this.#buffer.length;
  }

  /** Octets so far. */
  get length(): number {
    return this.#length;
  }

  /** Octets that still fit. */
  get remaining(): number {
    return this.#buffer.length - this.#length;
  }

  /** Only the header yet. */
  get isEmpty(): boolean {
    return this.#length === HEADER_LENGTH;
  }

  /** The message: a view that the next {@link begin} overwrites. */
  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  infoDst(prefix: GuidPrefix): void {
    this.#length = writeInfoDst(this.#buffer, this.#place(INFO_DST_SIZE), prefix);
  }

  infoTs(time: Time): void {
    this.#length = writeInfoTs(this.#buffer, this.#place(INFO_TS_SIZE), time);
  }

  data(fields: DataFields): void {
    const size = dataSize(fields.inlineQos?.length ?? 0, fields.payload?.length ?? 0);
    this.#length = writeData(this.#buffer, this.#place(size), fields);
  }

  dataFrag(fields: DataFragFields): void {
    const size = dataFragSize(fields.inlineQos?.length ?? 0, fields.fragments.length);
    this.#length = writeDataFrag(this.#buffer, this.#place(size), fields);
  }

  heartbeat(fields: HeartbeatFields): void {
    this.#length = writeHeartbeat(this.#buffer, this.#place(HEARTBEAT_SIZE), fields);
  }

  heartbeatFrag(fields: HeartbeatFragFields): void {
    this.#length = writeHeartbeatFrag(this.#buffer, this.#place(HEARTBEAT_FRAG_SIZE), fields);
  }

  gap(fields: GapFields): void {
    this.#length = writeGap(this.#buffer, this.#place(gapSize(fields.gapList)), fields);
  }

  ackNack(fields: AckNackFields): void {
    this.#length = writeAckNack(this.#buffer, this.#place(ackNackSize(fields.readerSnState)), fields);
  }

  nackFrag(fields: NackFragFields): void {
    this.#length = writeNackFrag(this.#buffer, this.#place(nackFragSize(fields.fragmentNumberState)), fields);
  }

  /** Where the next submessage of `size` octets goes. */
  #place(size: number): number {
    if (size > this.remaining) throw new RangeError(`a submessage of ${size} octets does not fit in ${this.remaining}`);
    return this.#length;
  }
}

/** 65 535 less the IPv4 and UDP headers. */
const MAX_DATAGRAM = 65_507;
