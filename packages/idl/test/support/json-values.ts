// The values of vector files: 64-bit integers are decimal strings, NaN, infinities and -0 strings, every array a plain one.
import type { FieldDefinition, MessageType } from '../../src/index.js';

type Json = Record<string, unknown>;

/** A value of a vector file as a caller would give it; a float32 as what of it fits in one. */
export function fromJson(type: MessageType<unknown>, value: unknown): unknown {
  return convert(type, value, (field, item) => {
    if (field.element.kind !== 'primitive' || (typeof item !== 'string' && typeof item !== 'number')) return item;
    const { name } = field.element;
    if (name === 'int64' || name === 'uint64') return BigInt(item);
    return name === 'float32' ? Math.fround(Number(item)) : Number(item);
  });
}

/** A decoded value as a vector file has it. */
export function toJson(type: MessageType<unknown>, value: unknown): unknown {
  return convert(type, value, (_field, item) => {
    if (typeof item === 'bigint') return String(item);
    if (typeof item !== 'number') return item;
    return Object.is(item, -0) ? '-0' : Number.isFinite(item) ? item : String(item);
  });
}

function convert(
  type: MessageType<unknown>,
  value: unknown,
  leaf: (field: FieldDefinition, item: unknown) => unknown,
): unknown {
  const converted: Json = {};
  for (const field of type.definition.fields) {
    const nested = type.dependencies.find(
      ({ typeName }) => field.element.kind === 'nested' && typeName === field.element.typeName,
    );
    const element = (item: unknown): unknown =>
      nested === undefined ? leaf(field, item) : convert(nested, item, leaf);
    const item = (value as Json)[field.name];
    converted[field.name] =
      field.container.kind === 'single' ? element(item) : Array.from(item as ArrayLike<unknown>, element);
  }
  return converted;
}
