/** The typed arrays of ROS's numeric types wider than an octet. */
type WideArray =
  Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array | BigInt64Array | BigUint64Array;

interface WideArrayConstructor<A extends WideArray> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): A;
}

/** Up to this many elements, reading and writing one by one is cheaper than making the views of a bulk copy. */
export const BULK_THRESHOLD = 16;

export const HOST_IS_LITTLE_ENDIAN: boolean = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * `length` octets at `offset`: a view where they are at least half of the memory behind them, else a copy, so that a UUID never
 * keeps a 64 kB datagram alive and an image is never copied.
 */
export function readOctets(bytes: Uint8Array, offset: number, length: number): Uint8Array {
  const start = bytes.byteOffset + offset;
  if (2 * length >= bytes.buffer.byteLength) return new Uint8Array(bytes.buffer, start, length);
  const copy = new Uint8Array(length);
  if (length <= BULK_THRESHOLD) for (let i = 0; i < length; i++) copy[i] = bytes[offset + i]!;
  else copy.set(bytes.subarray(offset, offset + length));
  return copy;
}

/** As {@link readOctets} for wider elements: a view also has to be aligned in memory and in the host's byte order. */
export function readWideArray<A extends WideArray>(
  construct: WideArrayConstructor<A>,
  bytes: Uint8Array,
  offset: number,
  count: number,
  littleEndian: boolean,
): A {
  const size = construct.BYTES_PER_ELEMENT;
  const start = bytes.byteOffset + offset;
  const length = count * size;
  const foreign = littleEndian !== HOST_IS_LITTLE_ENDIAN;
  if (!foreign && start % size === 0 && 2 * length >= bytes.buffer.byteLength) {
    return new construct(bytes.buffer, start, count);
  }
  const copy = bytes.buffer.slice(start, start + length);
  if (foreign) swapInPlace(new Uint8Array(copy), size);
  return new construct(copy, 0, count);
}

/** Copies the memory of a typed array to `offset`, swapping the octets of each element where the byte order asks for it. */
export function writeWideArray(bytes: Uint8Array, offset: number, values: WideArray, littleEndian: boolean): void {
  const { buffer, byteOffset, byteLength, BYTES_PER_ELEMENT } = values;
  bytes.set(new Uint8Array(buffer, byteOffset, byteLength), offset);
  if (littleEndian !== HOST_IS_LITTLE_ENDIAN) {
    swapInPlace(bytes.subarray(offset, offset + byteLength), BYTES_PER_ELEMENT);
  }
}

/** Whether `values` is a typed array with that tag, from whatever realm: `instanceof` fails across them. */
export function hasTag<A extends WideArray>(
  values: ArrayLike<unknown>,
  tag: A[typeof Symbol.toStringTag],
): values is A & ArrayLike<never> {
  return ArrayBuffer.isView(values) && (values as unknown as A)[Symbol.toStringTag] === tag;
}

function swapInPlace(bytes: Uint8Array, size: number): void {
  for (let start = 0; start < bytes.length; start += size) {
    for (let low = start, high = start + size - 1; low < high; low++, high--) {
      const octet = bytes[low]!;
      bytes[low] = bytes[high]!;
      bytes[high] = octet;
    }
  }
}
