import { BULK_THRESHOLD, readOctets, readWideArray } from './arrays.js';
import { ENCAPSULATION_SIZE, readEncapsulation } from './encapsulation.js';
import { CdrError, CdrErrorCode } from './errors.js';
import { readUtf8, readWide } from './strings.js';

export interface CdrReaderOptions {
  /** Byte order of the data. Default: true. */
  readonly littleEndian?: boolean;
  /** What 64-bit values are aligned to: 8 in XCDR1 (default), 4 in XCDR2. */
  readonly maxAlignment?: 4 | 8;
  /** Where reading starts. Default: 0. */
  readonly offset?: number;
  /** What alignment counts from. Default: `offset`. */
  readonly origin?: number;
}

/**
 * A cursor over CDR that never reads outside of its bytes: whatever they hold, a verb returns a value or throws {@link CdrError},
 * and nothing is allocated before the bytes that justify it are known to be there.
 */
export class CdrReader {
  readonly littleEndian: boolean;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #origin: number;
  /** Alignment of 64-bit values, less one. */
  readonly #mask64: number;
  #offset: number;

  constructor(bytes: Uint8Array, options: CdrReaderOptions = {}) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.littleEndian = options.littleEndian ?? true;
    this.#mask64 = (options.maxAlignment ?? 8) - 1;
    this.#offset = options.offset ?? 0;
    this.#origin = options.origin ?? this.#offset;
  }

  /** A reader of the data after the encapsulation header, as that header says. */
  static ofPayload(payload: Uint8Array): CdrReader {
    const { littleEndian, maxAlignment } = readEncapsulation(payload);
    return new CdrReader(payload, { littleEndian, maxAlignment, offset: ENCAPSULATION_SIZE });
  }

  get offset(): number {
    return this.#offset;
  }

  /** Octets not read yet. */
  get remaining(): number {
    return this.#bytes.length - this.#offset;
  }

  /** Moves to the next multiple of `alignment` (a power of two) from the origin. */
  align(alignment: number): void {
    this.#take(alignment - 1, 0);
  }

  skip(length: number): void {
    this.#take(0, length);
  }

  bool(): boolean {
    return this.uint8() !== 0;
  }

  octet(): number {
    return this.uint8();
  }

  uint8(): number {
    return this.#view.getUint8(this.#take(0, 1));
  }

  int8(): number {
    return this.#view.getInt8(this.#take(0, 1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#take(1, 2), this.littleEndian);
  }

  int16(): number {
    return this.#view.getInt16(this.#take(1, 2), this.littleEndian);
  }

  uint32(): number {
    return this.#view.getUint32(this.#take(3, 4), this.littleEndian);
  }

  int32(): number {
    return this.#view.getInt32(this.#take(3, 4), this.littleEndian);
  }

  uint64(): bigint {
    return this.#view.getBigUint64(this.#take(this.#mask64, 8), this.littleEndian);
  }

  int64(): bigint {
    return this.#view.getBigInt64(this.#take(this.#mask64, 8), this.littleEndian);
  }

  float32(): number {
    return this.#view.getFloat32(this.#take(3, 4), this.littleEndian);
  }

  float64(): number {
    return this.#view.getFloat64(this.#take(this.#mask64, 8), this.littleEndian);
  }

  /**
   * A string: its length with the NUL, UTF-8, NUL. Length 0, which some writers use for the empty string, is read as that.
   * `bound` counts octets without the NUL.
   */
  string(bound: number = Infinity): string {
    const length = this.uint32();
    if (length === 0) return '';
    if (length - 1 > bound) this.#tooLong(length - 1, bound);
    const at = this.#take(0, length);
    if (this.#bytes[at + length - 1] !== 0) {
      throw new CdrError(CdrErrorCode.BAD_STRING, 'a string without its terminating NUL', at + length - 1);
    }
    return readUtf8(this.#bytes, at, length - 1);
  }

  /** A wide string as Fast CDR writes it: a count, then 4 octets for each UTF-16 unit, no NUL. */
  wstring(bound: number = Infinity): string {
    const count = this.sequenceLength(4, bound);
    return readWide(this.#view, this.#takeArray(3, 4, count), count, this.littleEndian);
  }

  /**
   * The element count of a sequence, checked against `bound` and against the bytes that remain for elements of at least
   * `minElementSize` octets: what it returns is safe to allocate.
   */
  sequenceLength(minElementSize: number, bound: number = Infinity): number {
    const count = this.uint32();
    if (count > bound) this.#tooLong(count, bound);
    this.expect(count, minElementSize);
    return count;
  }

  /** Throws unless `count` elements of at least `minElementSize` octets can follow. */
  expect(count: number, minElementSize: number): void {
    if (count * minElementSize > this.remaining) this.#outOfBounds(this.#offset, count * minElementSize);
  }

  /**
   * Reads past the octet count that XCDR2, and only XCDR2, puts before arrays and sequences of strings and structures
   * (DHEADER, XTypes 1.3 §7.4.3.5).
   */
  delimiter(): void {
    if (this.#mask64 === 3) this.expect(this.uint32(), 1);
  }

  /**
   * Enters an appendable structure of XCDR2, which begins with the number of its octets (DHEADER, XTypes 1.3 §7.4.3.5.3).
   * Returns where it ends.
   */
  enterDelimited(): number {
    const length = this.uint32();
    this.expect(length, 1);
    return this.#offset + length;
  }

  /** Leaves it, past members that a later version of its type has appended. */
  leaveDelimited(end: number): void {
    if (this.#offset > end) this.#outOfBounds(end, this.#offset - end);
    this.#offset = end;
  }

  boolArray(count: number): boolean[] {
    const at = this.#takeArray(0, 1, count);
    const values = new Array<boolean>(count);
    for (let i = 0; i < count; i++) values[i] = this.#bytes[at + i] !== 0;
    return values;
  }

  /** May be a view of the payload: see {@link readOctets}. So may all the wider arrays. */
  uint8Array(count: number): Uint8Array {
    return readOctets(this.#bytes, this.#takeArray(0, 1, count), count);
  }

  int8Array(count: number): Int8Array {
    const octets = this.uint8Array(count);
    return new Int8Array(octets.buffer, octets.byteOffset, count);
  }

  uint16Array(count: number): Uint16Array {
    const at = this.#takeArray(1, 2, count);
    if (count > BULK_THRESHOLD) return readWideArray(Uint16Array, this.#bytes, at, count, this.littleEndian);
    const values = new Uint16Array(count);
    for (let i = 0; i < count; i++) values[i] = this.#view.getUint16(at + 2 * i, this.littleEndian);
    return values;
  }

  int16Array(count: number): Int16Array {
    const at = this.#takeArray(1, 2, count);
    if (count > BULK_THRESHOLD) return readWideArray(Int16Array, this.#bytes, at, count, this.littleEndian);
    const values = new Int16Array(count);
    for (let i = 0; i < count; i++) values[i] = this.#view.getInt16(at + 2 * i, this.littleEndian);
    return values;
  }

  uint32Array(count: number): Uint32Array {
    const at = this.#takeArray(3, 4, count);
    if (count > BULK_THRESHOLD) return readWideArray(Uint32Array, this.#bytes, at, count, this.littleEndian);
    const values = new Uint32Array(count);
    for (let i = 0; i < count; i++) values[i] = this.#view.getUint32(at + 4 * i, this.littleEndian);
    return values;
  }

  int32Array(count: number): Int32Array {
    const at = this.#takeArray(3, 4, count);
    if (count > BULK_THRESHOLD) return readWideArray(Int32Array, this.#bytes, at, count, this.littleEndian);
    const values = new Int32Array(count);
    for (let i = 0; i < count; i++) values[i] = this.#view.getInt32(at + 4 * i, this.littleEndian);
    return values;
  }

  float32Array(count: number): Float32Array {
    const at = this.#takeArray(3, 4, count);
    if (count > BULK_THRESHOLD) return readWideArray(Float32Array, this.#bytes, at, count, this.littleEndian);
    const values = new Float32Array(count);
    for (let i = 0; i < count; i++) values[i] = this.#view.getFloat32(at + 4 * i, this.littleEndian);
    return values;
  }

  float64Array(count: number): Float64Array {
    const at = this.#takeArray(this.#mask64, 8, count);
    if (count > BULK_THRESHOLD) return readWideArray(Float64Array, this.#bytes, at, count, this.littleEndian);
    const values = new Float64Array(count);
    for (let i = 0; i < count; i++) values[i] = this.#view.getFloat64(at + 8 * i, this.littleEndian);
    return values;
  }

  bigInt64Array(count: number): BigInt64Array {
    const at = this.#takeArray(this.#mask64, 8, count);
    return readWideArray(BigInt64Array, this.#bytes, at, count, this.littleEndian);
  }

  bigUint64Array(count: number): BigUint64Array {
    const at = this.#takeArray(this.#mask64, 8, count);
    return readWideArray(BigUint64Array, this.#bytes, at, count, this.littleEndian);
  }

  /** Aligns (`mask` is the alignment less one), checks, advances; returns where the value starts. */
  #take(mask: number, size: number): number {
    const at = this.#offset + ((this.#origin - this.#offset) & mask);
    const end = at + size;
    if (end > this.#bytes.length) this.#outOfBounds(at, size);
    this.#offset = end;
    return at;
  }

  /** No element, no alignment: an empty sequence ends with its count. */
  #takeArray(mask: number, size: number, count: number): number {
    return count === 0 ? this.#offset : this.#take(mask, size * count);
  }

  #outOfBounds(at: number, size: number): never {
    const message = `${size} octets are needed, ${Math.max(0, this.#bytes.length - at)} are left`;
    throw new CdrError(CdrErrorCode.OUT_OF_BOUNDS, message, at);
  }

  #tooLong(length: number, bound: number): never {
    throw new CdrError(
      CdrErrorCode.SEQUENCE_TOO_LONG,
      `length ${length} is above the bound ${bound}`,
      this.#offset - 4,
    );
  }
}
