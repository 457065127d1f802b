import type { CdrReader, CdrWriter } from '@rclts/cdr';
import type { PrimitiveName } from '../definition.js';

/** The verbs of the CDR cursors, by name, so that generated source and closures use the same table. */
export type ScalarVerb =
  'bool' | 'uint8' | 'int8' | 'uint16' | 'int16' | 'uint32' | 'int32' | 'uint64' | 'int64' | 'float32' | 'float64';
export type ArrayVerb =
  | 'boolArray'
  | 'uint8Array'
  | 'int8Array'
  | 'uint16Array'
  | 'int16Array'
  | 'uint32Array'
  | 'int32Array'
  | 'float32Array'
  | 'float64Array'
  | 'bigUint64Array'
  | 'bigInt64Array';

type TypedArray =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array
  | BigUint64Array
  | BigInt64Array;

interface TypedArrayConstructor {
  readonly name: string;
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): TypedArray;
}

/** What the codecs need to know of a primitive type. */
export interface Primitive {
  readonly verb: ScalarVerb;
  readonly arrayVerb: ArrayVerb;
  /** Octets on the wire. */
  readonly size: number;
  /** For messages: `int32`, `boolean` … */
  readonly expected: string;
  readonly kind: 'boolean' | 'integer' | 'bigint' | 'float';
  readonly min: number | bigint;
  readonly max: number | bigint;
  readonly zero: boolean | number | bigint;
  /** Absent for bool, whose arrays are plain ones. */
  readonly typedArray?: TypedArrayConstructor;
}

const integer = (verb: ScalarVerb, bits: 8 | 16 | 32, typedArray: TypedArrayConstructor): Primitive => {
  const signed = verb.startsWith('i');
  const [min, max] = signed ? [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1] : [0, 2 ** bits - 1];
  const expected = `an integer from ${min} to ${max}`;
  return {
    verb,
    arrayVerb: `${verb}Array` as ArrayVerb,
    size: bits / 8,
    expected,
    kind: 'integer',
    min,
    max,
    zero: 0,
    typedArray,
  };
};
const bigInteger = (verb: 'int64' | 'uint64', arrayVerb: ArrayVerb, typedArray: TypedArrayConstructor): Primitive => {
  const [min, max] = verb === 'int64' ? [-(2n ** 63n), 2n ** 63n - 1n] : [0n, 2n ** 64n - 1n];
  return {
    verb,
    arrayVerb,
    size: 8,
    expected: `a bigint or a safe integer from ${min} to ${max}`,
    kind: 'bigint',
    min,
    max,
    zero: 0n,
    typedArray,
  };
};
const float = (verb: 'float32' | 'float64', typedArray: TypedArrayConstructor): Primitive => ({
  verb,
  arrayVerb: `${verb}Array`,
  size: typedArray.BYTES_PER_ELEMENT,
  expected: 'a number',
  kind: 'float',
  min: -Infinity,
  max: Infinity,
  zero: 0,
  typedArray,
});
const octet = integer('uint8', 8, Uint8Array);

/** `byte` and `char` are octets for ROS 2: rosidl maps `char` to uint8, and rclpy reads `byte` as 0 … 255. */
export const PRIMITIVES: Readonly<Record<PrimitiveName, Primitive>> = {
  bool: {
    verb: 'bool',
    arrayVerb: 'boolArray',
    size: 1,
    expected: 'a boolean',
    kind: 'boolean',
    min: 0,
    max: 1,
    zero: false,
  },
  byte: octet,
  char: octet,
  uint8: octet,
  int8: integer('int8', 8, Int8Array),
  uint16: integer('uint16', 16, Uint16Array),
  int16: integer('int16', 16, Int16Array),
  uint32: integer('uint32', 32, Uint32Array),
  int32: integer('int32', 32, Int32Array),
  uint64: bigInteger('uint64', 'bigUint64Array', BigUint64Array),
  int64: bigInteger('int64', 'bigInt64Array', BigInt64Array),
  float32: float('float32', Float32Array),
  float64: float('float64', Float64Array),
};

/** Reads one value. Separate functions, so that each call site in a closure sees one kind of call. */
export const SCALAR_READERS: Readonly<Record<ScalarVerb, (reader: CdrReader) => unknown>> = {
  bool: (reader) => reader.bool(),
  uint8: (reader) => reader.uint8(),
  int8: (reader) => reader.int8(),
  uint16: (reader) => reader.uint16(),
  int16: (reader) => reader.int16(),
  uint32: (reader) => reader.uint32(),
  int32: (reader) => reader.int32(),
  uint64: (reader) => reader.uint64(),
  int64: (reader) => reader.int64(),
  float32: (reader) => reader.float32(),
  float64: (reader) => reader.float64(),
};

/** Writes one value that has been checked. */
export const SCALAR_WRITERS: Readonly<Record<ScalarVerb, (writer: CdrWriter, value: never) => void>> = {
  bool: (writer, value) => writer.bool(value),
  uint8: (writer, value) => writer.uint8(value),
  int8: (writer, value) => writer.int8(value),
  uint16: (writer, value) => writer.uint16(value),
  int16: (writer, value) => writer.int16(value),
  uint32: (writer, value) => writer.uint32(value),
  int32: (writer, value) => writer.int32(value),
  uint64: (writer, value) => writer.uint64(value),
  int64: (writer, value) => writer.int64(value),
  float32: (writer, value) => writer.float32(value),
  float64: (writer, value) => writer.float64(value),
};
