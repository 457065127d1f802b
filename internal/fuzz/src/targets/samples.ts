import { CdrError } from '@rclts/cdr';
import { TypeRegistry, type Codec } from '@rclts/idl';
import { check, type Target } from '../loop/target.js';
import type { Vectors } from './vectors.js';

/** CDR version 1 and 2, big- and little-endian. */
const REPRESENTATIONS = [0x00, 0x01, 0x06, 0x07];
const HEADER = 2;
const REPLACEMENT = '\ufffd';

/**
 * Samples of all types of the vectors, by both kinds of codec, which have to agree. The first octet of an input says the type,
 * the second the representation.
 */
export function samplesTarget(vectors: Vectors): Target {
  const { definitions, samples } = vectors.xcdrSamples();
  const all = [...vectors.samples(), ...samples];
  const names = [...new Set(all.map(({ type }) => type))].sort();
  const registryOf = (codeGeneration: boolean): TypeRegistry => {
    const registry = new TypeRegistry({ codeGeneration });
    for (const [typeName, text] of vectors.definitions()) registry.addText(typeName, text);
    for (const [typeName, text] of Object.entries(definitions)) registry.addText(typeName, text);
    return registry;
  };
  const [generated, closures] = [registryOf(true), registryOf(false)];
  const codecs = names.map((name) => [generated.codec<object>(name), closures.codec<object>(name)] as const);
  let heard: { pair: (typeof codecs)[number]; left: Decoded; right: Decoded } | undefined;
  return {
    name: 'samples',
    title: `CDR samples of ${names.length} types, both kinds of codec`,
    modules: ['packages/cdr/src/', 'packages/idl/src/codec/'],
    weight: 6,
    maxLength: 1_024,
    seeds: () =>
      all.map(({ type, payload }) =>
        Uint8Array.of(names.indexOf(type), REPRESENTATIONS.indexOf(payload[1] ?? 0), ...payload.subarray(4)),
      ),
    run(input) {
      heard = undefined;
      const pair = codecs[(input[0] ?? 0) % codecs.length];
      if (pair === undefined || input.length < HEADER) return;
      const payload = new Uint8Array(input.length - HEADER + 4);
      payload[1] = REPRESENTATIONS[(input[1] ?? 0) % REPRESENTATIONS.length] ?? 0;
      payload.set(input.subarray(HEADER), 4);
      const [left, right] = pair.map((codec) => decoded(codec, payload)) as [Decoded, Decoded];
      heard = { pair, left, right };
    },
    verify() {
      if (heard === undefined) return;
      const { pair, left, right } = heard;
      const [one, other] = [outcome(pair[0], left), outcome(pair[1], right)];
      check(one === other, `both kinds of codec agree about ${pair[0].typeName}: ${one} and ${other}`);
    },
  };
}

/** The value of a payload, or the code of the refusal. */
type Decoded = { readonly value: object } | { readonly code: string };

function decoded(codec: Codec<object>, payload: Uint8Array): Decoded {
  try {
    return { value: codec.decode(payload) };
  } catch (error) {
    if (error instanceof CdrError) return { code: error.code };
    throw error;
  }
}

/** What is written of what was read, in hex; or the code of the refusal. */
function outcome(codec: Codec<object>, read: Decoded): string {
  if ('code' in read) return read.code;
  const { value } = read;
  let written: Uint8Array;
  try {
    written = codec.encode(value);
  } catch (error) {
    // Octets that are no UTF-8 take more room once they are U+FFFD; and nobody here sends a NUL inside of a string.
    if (error instanceof RangeError && hasForeignText(value)) return 'not to be written';
    throw error;
  }
  const again = codec.encode(codec.decode(written));
  check(Buffer.compare(again, written) === 0, `${codec.typeName} reads back what it writes`);
  return Buffer.from(written).toString('latin1');
}

function hasForeignText(value: unknown): boolean {
  if (typeof value === 'string') return value.includes(REPLACEMENT) || value.includes('\0');
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)
    ? Object.values(value).some(hasForeignText)
    : false;
}
