import { BULK_THRESHOLD, hasTag, writeWideArray } from './arrays.js';
import type { CdrWriterOptions } from './cdr-writer-options.js';
import { ENCAPSULATION_SIZE, isXcdr2 } from './encapsulation.js';
import { CdrError, CdrErrorCode } from './errors.js';
import { utf8Length, writeAscii, writeUtf8, writeWide } from './strings.js';

/** Up to this size `finish` copies, so that the buffer serves again; above, it gives the buffer away unless it is much too large. */
const COPY_LIMIT = 4096;

/** A buffer above this size does not stay for what comes next. */
const KEEP_LIMIT = 65_536;

const NOTHING = new Uint8Array(0);

/**
 * A growing cursor that writes CDR. Padding is always zero, also when the buffer serves again: what we send never depends on
 * what we sent before.
 */
export class CdrWriter {
  readonly littleEndian: boolean;
  readonly #encapsulation: NonNullable<CdrWriterOptions['encapsulation']>;
  readonly #mask64: number;
  readonly #initialCapacity: number;
  #bytes: Uint8Array = NOTHING;
  #view: DataView = new DataView(this.#bytes.buffer);
  #offset = 0;
  #origin = 0;

  constructor(options: CdrWriterOptions = {}) {
    const { encapsulation = false, maxAlignment = 8, littleEndian = true } = options;
    this.#encapsulation = encapsulation;
    this.littleEndian = encapsulation === false ? littleEndian : (encapsulation & 1) === 1;
    this.#mask64 = (encapsulation === false ? maxAlignment : isXcdr2(encapsulation) ? 4 : 8) - 1;
    this.#initialCapacity = options.initialCapacity ?? 256;
    this.reset();
  }

  /** Octets written, the encapsulation header among them. */
  get offset(): number {
    return this.#offset;
  }

  /** Makes alignment count from here on: the value of a parameter is a stream of its own (RTPS 2.5 §9.4.2.11). */
  startOrigin(): void {
    this.#origin = this.#offset;
  }

  /** Starts over in the same buffer. */
  reset(): void {
    this.#offset = 0;
    this.#origin = 0;
    if (this.#encapsulation !== false) {
      const at = this.#take(0, ENCAPSULATION_SIZE);
      this.#view.setUint32(at, this.#encapsulation << 16);
      this.#origin = ENCAPSULATION_SIZE;
    }
  }

  /**
   * The octets written, in an ArrayBuffer of their own that the writer never touches again, and a fresh start. `spare` is a whole
   * ArrayBuffer that nobody needs any more: it saves making one, for these octets or the next.
   */
  finish(spare?: Uint8Array): Uint8Array {
    const bytes = this.#bytes;
    const length = this.#offset;
    const isGivenAway = length > COPY_LIMIT && (bytes.length - length) * 4 <= length;
    const takes = !isGivenAway && spare !== undefined && length <= spare.length && spare.length <= 2 * length;
    if (takes) spare.set(bytes.subarray(0, length));
    const result = takes ? spare.subarray(0, length) : isGivenAway ? bytes.subarray(0, length) : bytes.slice(0, length);
    if (isGivenAway || bytes.length > KEEP_LIMIT) {
      this.#bytes = takes || spare === undefined ? new Uint8Array(this.#initialCapacity) : spare;
      this.#view = new DataView(this.#bytes.buffer);
    }
    this.reset();
    return result;
  }

  /** Pads with zeros to the next multiple of `alignment` (a power of two) from the origin. */
  align(alignment: number): void {
    this.#take(alignment - 1, 0);
  }

  bool(value: boolean): void {
    this.uint8(value ? 1 : 0);
  }

  octet(value: number): void {
    this.uint8(value);
  }

  uint8(value: number): void {
    const at = this.#take(0, 1);
    this.#bytes[at] = value;
  }

  int8(value: number): void {
    this.uint8(value);
  }

  uint16(value: number): void {
    const at = this.#take(1, 2);
    this.#view.setUint16(at, value, this.littleEndian);
  }

  int16(value: number): void {
    const at = this.#take(1, 2);
    this.#view.setInt16(at, value, this.littleEndian);
  }

  uint32(value: number): void {
    const at = this.#take(3, 4);
    this.#view.setUint32(at, value, this.littleEndian);
  }

  int32(value: number): void {
    const at = this.#take(3, 4);
    this.#view.setInt32(at, value, this.littleEndian);
  }

  uint64(value: bigint): void {
    const at = this.#take(this.#mask64, 8);
    this.#view.setBigUint64(at, value, this.littleEndian);
  }

  int64(value: bigint): void {
    const at = this.#take(this.#mask64, 8);
    this.#view.setBigInt64(at, value, this.littleEndian);
  }

  float32(value: number): void {
    const at = this.#take(3, 4);
    this.#view.setFloat32(at, value, this.littleEndian);
  }

  float64(value: number): void {
    const at = this.#take(this.#mask64, 8);
    this.#view.setFloat64(at, value, this.littleEndian);
  }

  /** A string: its length with the NUL, UTF-8, NUL. `bound` counts octets without the NUL. */
  string(value: string, bound: number = Infinity): void {
    const units = value.length;
    if (units > bound) this.#tooLong(units, bound);
    const start = this.#offset;
    const countAt = this.#take(3, 5 + units);
    if (writeAscii(this.#bytes, countAt + 4, value)) {
      this.#view.setUint32(countAt, units + 1, this.littleEndian);
      this.#bytes[countAt + 4 + units] = 0;
      return;
    }
    this.#offset = start;
    const length = utf8Length(value);
    if (length > bound) this.#tooLong(length, bound);
    this.uint32(length + 1);
    const at = this.#take(0, length + 1);
    writeUtf8(this.#bytes, at, value, length);
    this.#bytes[at + length] = 0;
  }

  /** A wide string as Fast CDR writes it: a count, then 4 octets for each UTF-16 unit, no NUL. */
  wstring(value: string, bound: number = Infinity): void {
    this.sequenceLength(value.length, bound);
    const at = this.#takeArray(3, 4, value.length);
    writeWide(this.#view, at, value, this.littleEndian);
  }

  sequenceLength(count: number, bound: number = Infinity): void {
    if (count > bound) this.#tooLong(count, bound);
    this.uint32(count);
  }

  /** Leaves room for a uint32 that is known later; returns what {@link patchUint32} wants. */
  reserveUint32(): number {
    const at = this.#take(3, 4);
    this.#view.setUint32(at, 0);
    return at;
  }

  patchUint32(position: number, value: number): void {
    this.#view.setUint32(position, value, this.littleEndian);
  }

  patchUint16(position: number, value: number): void {
    this.#view.setUint16(position, value, this.littleEndian);
  }

  boolArray(values: ArrayLike<boolean>): void {
    const at = this.#takeArray(0, 1, values.length);
    for (let i = 0; i < values.length; i++) this.#bytes[at + i] = values[i] ? 1 : 0;
  }

  uint8Array(values: ArrayLike<number>): void {
    const at = this.#takeArray(0, 1, values.length);
    if (values.length > BULK_THRESHOLD) this.#bytes.set(values, at);
    else for (let i = 0; i < values.length; i++) this.#bytes[at + i] = values[i]!;
  }

  int8Array(values: ArrayLike<number>): void {
    this.uint8Array(values);
  }

  uint16Array(values: ArrayLike<number>): void {
    const at = this.#takeArray(1, 2, values.length);
    if (values.length > BULK_THRESHOLD && hasTag<Uint16Array>(values, 'Uint16Array')) {
      return writeWideArray(this.#bytes, at, values, this.littleEndian);
    }
    for (let i = 0; i < values.length; i++) this.#view.setUint16(at + 2 * i, values[i]!, this.littleEndian);
  }

  int16Array(values: ArrayLike<number>): void {
    const at = this.#takeArray(1, 2, values.length);
    if (values.length > BULK_THRESHOLD && hasTag<Int16Array>(values, 'Int16Array')) {
      return writeWideArray(this.#bytes, at, values, this.littleEndian);
    }
    for (let i = 0; i < values.length; i++) this.#view.setInt16(at + 2 * i, values[i]!, this.littleEndian);
  }

  uint32Array(values: ArrayLike<number>): void {
    const at = this.#takeArray(3, 4, values.length);
    if (values.length > BULK_THRESHOLD && hasTag<Uint32Array>(values, 'Uint32Array')) {
      return writeWideArray(this.#bytes, at, values, this.littleEndian);
    }
    for (let i = 0; i < values.length; i++) this.#view.setUint32(at + 4 * i, values[i]!, this.littleEndian);
  }

  int32Array(values: ArrayLike<number>): void {
    const at = this.#takeArray(3, 4, values.length);
    if (values.length > BULK_THRESHOLD && hasTag<Int32Array>(values, 'Int32Array')) {
      return writeWideArray(this.#bytes, at, values, this.littleEndian);
    }
    for (let i = 0; i < values.length; i++) this.#view.setInt32(at + 4 * i, values[i]!, this.littleEndian);
  }

  float32Array(values: ArrayLike<number>): void {
    const at = this.#takeArray(3, 4, values.length);
    if (values.length > BULK_THRESHOLD && hasTag<Float32Array>(values, 'Float32Array')) {
      return writeWideArray(this.#bytes, at, values, this.littleEndian);
    }
    for (let i = 0; i < values.length; i++) this.#view.setFloat32(at + 4 * i, values[i]!, this.littleEndian);
  }

  float64Array(values: ArrayLike<number>): void {
    const at = this.#takeArray(this.#mask64, 8, values.length);
    if (values.length > BULK_THRESHOLD && hasTag<Float64Array>(values, 'Float64Array')) {
      return writeWideArray(this.#bytes, at, values, this.littleEndian);
    }
    for (let i = 0; i < values.length; i++) this.#view.setFloat64(at + 8 * i, values[i]!, this.littleEndian);
  }

  bigInt64Array(values: ArrayLike<bigint>): void {
    const at = this.#takeArray(this.#mask64, 8, values.length);
    if (hasTag<BigInt64Array>(values, 'BigInt64Array'))
      return writeWideArray(this.#bytes, at, values, this.littleEndian);
    for (let i = 0; i < values.length; i++) this.#view.setBigInt64(at + 8 * i, values[i]!, this.littleEndian);
  }

  bigUint64Array(values: ArrayLike<bigint>): void {
    const at = this.#takeArray(this.#mask64, 8, values.length);
    if (hasTag<BigUint64Array>(values, 'BigUint64Array')) {
      return writeWideArray(this.#bytes, at, values, this.littleEndian);
    }
    for (let i = 0; i < values.length; i++) this.#view.setBigUint64(at + 8 * i, values[i]!, this.littleEndian);
  }

  /** Aligns with zeros (`mask` is the alignment less one), makes room, advances; returns where the value starts. */
  #take(mask: number, size: number): number {
    const from = this.#offset;
    const at = from + ((this.#origin - from) & mask);
    const end = at + size;
    if (end > this.#bytes.length) this.#grow(end);
    for (let i = from; i < at; i++) this.#bytes[i] = 0;
    this.#offset = end;
    return at;
  }

  /** No element, no alignment: an empty sequence ends with its count. */
  #takeArray(mask: number, size: number, count: number): number {
    return count === 0 ? this.#offset : this.#take(mask, size * count);
  }

  #grow(needed: number): void {
    // An eighth on top, so that the fields after a large array do not copy it again.
    const bytes = new Uint8Array(Math.max(this.#initialCapacity, 2 * this.#bytes.length, needed + (needed >> 3)));
    bytes.set(this.#bytes.subarray(0, this.#offset));
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }

  #tooLong(length: number, bound: number): never {
    throw new CdrError(CdrErrorCode.SEQUENCE_TOO_LONG, `length ${length} is above the bound ${bound}`, this.#offset);
  }
}
