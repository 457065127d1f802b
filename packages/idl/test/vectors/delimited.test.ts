import { isRcltsError } from '@rclts/cdr';
import { TypeRegistry } from '../../src/index.js';
import { readVectors } from '../support/definitions.js';
import { fromJson, toJson } from '../support/json-values.js';

interface Vector {
  readonly type: string;
  readonly value: unknown;
  readonly hex: string;
}

const { definitions, vectors } = readVectors<{ definitions: Record<string, string>; vectors: Vector[] }>(
  'cdr/cyclonedds-delimited.json',
);
const named = vectors.map((vector): [string, Vector] => [
  `${vector.type} 0x${vector.hex.slice(0, 4)} ${vector.hex.length / 2} octets`,
  vector,
]);

describe.each([true, false])('appendable types of Cyclone DDS in XCDR2, code generation %s', (codeGeneration) => {
  const registry = new TypeRegistry({ codeGeneration });
  for (const [typeName, text] of Object.entries(definitions)) registry.addText(typeName, text);

  it.each(named)('decodes %s, of the same version of the type, an older or a newer one', (_name, { type, value, hex }) => {
    const message = registry.message(type);
    const expected = toJson(message, fromJson(message, value));
    expect(toJson(message, message.codec.decode(Buffer.from(hex, 'hex')))).toEqual(expected);
  });

  it.each(named)('refuses %s when it is cut, or says that it has more', (_name, { type, hex }) => {
    const { codec } = registry.message(type);
    const whole = new Uint8Array(Buffer.from(hex, 'hex'));
    const refuses = (octets: Uint8Array): void => {
      let code: unknown;
      try {
        codec.decode(octets);
      } catch (error) {
        code = isRcltsError(error) && error.code;
      }
      expect(code).toMatch(/^ERR_CDR_/);
    };
    // What follows the structure is padding.
    const isLittle = whole[1] === 9;
    const size = 8 + new DataView(whole.buffer).getUint32(4, isLittle);
    for (let length = 0; length < size; length++) refuses(whole.subarray(0, length));
    const lying = whole.slice();
    new DataView(lying.buffer).setUint32(4, 0xffff_fff0, isLittle);
    refuses(lying);
    new DataView(lying.buffer).setUint32(4, 3, isLittle);
    if (type !== 'xcdr_tests/msg/Inner') refuses(lying);
  });
});
