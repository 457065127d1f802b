import { utf8Length } from '@rclts/cdr';
import { Misfit, rethrowUnder, show } from './misfit.js';
import type { Primitive } from './primitives.js';

const isInteger = Number.isInteger;
const isSafeInteger = Number.isSafeInteger;

/** `value` as the type wants it; a safe integer becomes a bigint where the type is 64-bit. Throws {@link Misfit}. */
export function checkScalar(primitive: Primitive, value: unknown): unknown {
  switch (primitive.kind) {
    case 'boolean':
      if (typeof value === 'boolean') return value;
      break;
    case 'float':
      if (typeof value === 'number') return value;
      break;
    case 'integer':
      if (typeof value !== 'number') break;
      if (!isInteger(value) || value < primitive.min || value > primitive.max) outOfRange(primitive, value);
      return value;
    case 'bigint':
      if (typeof value === 'number' ? !isSafeInteger(value) : typeof value !== 'bigint') break;
      if ((value as number) < primitive.min || (value as number) > primitive.max) outOfRange(primitive, value);
      return BigInt(value as number);
  }
  throw new Misfit(`expected ${primitive.expected}, got ${show(value)}`);
}

function outOfRange(primitive: Primitive, value: unknown): never {
  throw new Misfit(`expected ${primitive.expected}, got ${show(value)}`, true);
}

/** `value` as the array that the codec writes: itself where it is the right typed array, else a checked copy. Throws {@link Misfit}. */
export function checkNumericArray(primitive: Primitive, value: unknown): ArrayLike<unknown> {
  const { typedArray } = primitive;
  if (typedArray === undefined) return checkArray(value, primitive.expected, (item) => checkScalar(primitive, item));
  if (ArrayBuffer.isView(value) && tagOf(value) === typedArray.name) return value as unknown as ArrayLike<unknown>;
  const items = expectArrayLike(value, primitive.expected);
  const copy = new typedArray(items.length);
  for (let i = 0; i < items.length; i++) {
    try {
      copy[i] = checkScalar(primitive, items[i]) as never;
    } catch (error) {
      rethrowUnder(error, `[${i}]`);
    }
  }
  return copy;
}

/** A new array of what `check` makes of each element. Throws {@link Misfit}. */
export function checkArray(value: unknown, expected: string, check: (item: unknown) => unknown): unknown[] {
  const items = expectArrayLike(value, expected);
  const copy = new Array<unknown>(items.length);
  for (let i = 0; i < items.length; i++) {
    try {
      copy[i] = check(items[i]);
    } catch (error) {
      rethrowUnder(error, `[${i}]`);
    }
  }
  return copy;
}

/** `value` where it is text that fits `bound` (0: none) and can travel. Throws {@link Misfit}. */
export function checkString(value: unknown, bound: number, isWide: boolean): string {
  if (typeof value !== 'string') throw new Misfit(`expected a string, got ${show(value)}`);
  if (!isWide && value.includes('\0')) throw new Misfit('a string must not contain NUL', true);
  if (bound > 0) {
    const length = isWide ? value.length : utf8Length(value);
    if (length > bound) {
      const unit = isWide ? 'UTF-16 units' : 'octets of UTF-8';
      throw new Misfit(`the string is bounded to ${bound} ${unit}, got ${length}`, true);
    }
  }
  return value;
}

function expectArrayLike(value: unknown, expected: string): ArrayLike<unknown> {
  const length = typeof value === 'object' && value !== null ? (value as { length?: unknown }).length : undefined;
  if (!isInteger(length) || (length as number) < 0)
    throw new Misfit(`expected an array, each element ${expected}, got ${show(value)}`);
  return value as ArrayLike<unknown>;
}

// The tag, not `instanceof`: that fails for typed arrays of another realm (a vm context's, jest's).
function tagOf(value: ArrayBufferView): string {
  return (value as Uint8Array)[Symbol.toStringTag];
}
