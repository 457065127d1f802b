import { allTypes, readVectors } from '../support/definitions.js';
import { fromJson, toJson } from '../support/json-values.js';

interface Vector {
  readonly type: string;
  readonly note: string;
  readonly value: unknown;
  readonly hex: string;
}

const { vectors } = readVectors<{ vectors: Vector[] }>('cdr/rclpy-kilted.json');
const named = vectors.map((vector, index): [string, Vector] => [`${index} ${vector.type} ${vector.note}`, vector]);

describe.each([
  ['generated source', allTypes()],
  ['closures', allTypes({ codeGeneration: false })],
])('CDR of rclpy (Kilted), by %s', (_name, registry) => {
  it('has all 132 vectors', () => {
    expect(vectors).toHaveLength(132);
  });

  it.each(named)('encodes %s', (_vector, { type, value, hex }) => {
    const message = registry.message(type);
    const given = fromJson(message, value);
    expect(toHex(message.codec.encode(message.codec.normalize(given)))).toBe(hex);
    expect(toHex(message.codec.encode(given as never))).toBe(hex);
  });

  it.each(named)('decodes %s', (_vector, { type, value, hex }) => {
    const message = registry.message(type);
    const decoded = message.codec.decode(Buffer.from(hex, 'hex'));
    expect(toJson(message, decoded)).toEqual(toJson(message, fromJson(message, value)));
    expect(toHex(message.codec.encode(decoded))).toBe(hex);
  });

  it.each(named)('decodes %s with what follows on the wire', (_vector, { type, value, hex }) => {
    const message = registry.message(type);
    const padded = Buffer.from(hex.padEnd(8 * Math.ceil(hex.length / 8), '5'), 'hex');
    expect(toJson(message, message.codec.decode(padded))).toEqual(toJson(message, fromJson(message, value)));
  });
});

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
