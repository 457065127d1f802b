import { TypeRegistry } from '../../src/index.js';
import { readVectors } from '../support/definitions.js';
import { fromJson, toJson } from '../support/json-values.js';

interface Vector {
  readonly type: string;
  readonly value: unknown;
  readonly hex: string;
}

const { definitions, vectors } = readVectors<{ definitions: Record<string, string>; vectors: Vector[] }>('cdr/cyclonedds-xcdr2.json');
const named = vectors.map((vector): [string, Vector] => [`${vector.type} 0x${vector.hex.slice(0, 4)} ${vector.hex.length / 2} octets`, vector]);

describe.each([true, false])('CDR of Cyclone DDS, both versions and byte orders, code generation %s', (codeGeneration) => {
  const registry = new TypeRegistry({ codeGeneration });
  for (const [typeName, text] of Object.entries(definitions)) registry.addText(typeName, text);

  it.each(named)('decodes %s', (_name, { type, value, hex }) => {
    const message = registry.message(type);
    const expected = toJson(message, fromJson(message, value));
    expect(toJson(message, message.codec.decode(Buffer.from(hex, 'hex')))).toEqual(expected);
  });

  it.each(named.filter(([, { hex }]) => hex.startsWith('0001')))('encodes %s', (_name, { type, value, hex }) => {
    const message = registry.message(type);
    expect(Buffer.from(message.codec.encode(fromJson(message, value) as never)).toString('hex')).toBe(hex);
  });
});
