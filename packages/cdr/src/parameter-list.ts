import { CdrWriter } from './cdr-writer.js';

const PID_PAD = 0x0000;
const PID_SENTINEL = 0x0001;
const HEADER_SIZE = 4;
const MAX_PARAMETER_LENGTH = 0xfffc;

/**
 * Walks a parameter list (PL_CDR, RTPS 2.5 §9.4.2.11) in `bytes[offset, end)` and shows each parameter but padding to `visit`.
 * For bytes from the network: it never throws (unless `visit` does). Returns the offset after the sentinel, or -1 where a length
 * runs past the end, is no multiple of 4, or the sentinel is missing; what was visited before that has to be discarded.
 */
export function walkParameterList(
  bytes: Uint8Array,
  offset: number,
  end: number,
  littleEndian: boolean,
  visit: (pid: number, offset: number, length: number) => void,
): number {
  const low = littleEndian ? 0 : 1;
  const high = 1 - low;
  const limit = Math.min(end, bytes.length);
  let at = offset;
  while (at + HEADER_SIZE <= limit) {
    const pid = bytes[at + low]! | (bytes[at + high]! << 8);
    const length = bytes[at + 2 + low]! | (bytes[at + 2 + high]! << 8);
    at += HEADER_SIZE;
    if (pid === PID_SENTINEL) return at; // its length is to be ignored
    if (length % 4 !== 0 || at + length > limit) return -1;
    if (pid !== PID_PAD) visit(pid, at, length);
    at += length;
  }
  return -1;
}

/** Writes a parameter list. Each value is aligned from its own start and padded with zeros to a multiple of 4. */
export class ParameterListWriter {
  readonly #writer: CdrWriter;

  constructor(littleEndian = true) {
    this.#writer = new CdrWriter({ littleEndian });
  }

  /** Adds a parameter whose value `write` puts into the writer it is given. Throws RangeError where it exceeds 65 532 octets. */
  parameter(pid: number, write: (writer: CdrWriter) => void): this {
    const writer = this.#writer;
    writer.uint16(pid);
    const lengthAt = writer.offset;
    writer.uint16(0);
    writer.startOrigin();
    const start = writer.offset;
    write(writer);
    writer.align(4);
    const length = writer.offset - start;
    if (length > MAX_PARAMETER_LENGTH) throw new RangeError(`parameter 0x${pid.toString(16)} has ${length} octets`);
    writer.patchUint16(lengthAt, length);
    return this;
  }

  /** Adds a parameter with this value as it is. */
  bytes(pid: number, value: Uint8Array): this {
    return this.parameter(pid, (writer) => writer.uint8Array(value));
  }

  /** The list with its sentinel, without an encapsulation header. The writer can serve again. */
  finish(): Uint8Array {
    this.#writer.uint16(PID_SENTINEL);
    this.#writer.uint16(0);
    return this.#writer.finish();
  }
}
