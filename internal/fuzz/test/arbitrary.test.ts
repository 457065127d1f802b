import fc from 'fast-check';
import { join } from 'node:path';
import { readCorpus } from '../src/loop/corpus.js';
import { targets } from '../src/targets/all.js';
import { Vectors } from '../src/targets/vectors.js';
import { root } from './support/bundled.js';

// fast-check beside the campaign: fewer inputs, but a failing one is shrunk to what matters. An input is a seed or a kept one
// with edits, or any octets at all.

const RUNS = 200;
/** Each of its inputs is a session. */
const RUNS_OF_PARTICIPANT = 5;

type Edit = readonly [kind: number, at: number, octets: Uint8Array];

const edit: fc.Arbitrary<Edit> = fc.tuple(fc.nat(2), fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 8 }));

function apply(bytes: Uint8Array, [kind, where, octets]: Edit): Uint8Array {
  const at = bytes.length === 0 ? 0 : where % bytes.length;
  const rest = kind === 0 ? at + octets.length : at;
  return kind === 2
    ? bytes.subarray(0, at)
    : Uint8Array.of(...bytes.subarray(0, at), ...octets, ...bytes.subarray(rest));
}

describe('whatever fast-check makes of it', () => {
  it.each(Object.entries(targets))('%s keeps its promises', (name, make) => {
    const target = make(new Vectors(root));
    const known = [...target.seeds(), ...readCorpus(join(root, 'internal/fuzz/corpus'), name)];
    const edited = fc
      .tuple(fc.constantFrom(...known), fc.array(edit, { minLength: 1, maxLength: 6 }))
      .map(([bytes, edits]) => edits.reduce(apply, bytes).slice(0, target.maxLength));
    const input = fc.oneof(
      { weight: 4, arbitrary: edited },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 64 }) },
    );
    fc.assert(
      fc.property(input, (bytes) => {
        target.prepare?.();
        target.run(bytes);
        target.verify?.();
      }),
      { numRuns: name === 'participant' ? RUNS_OF_PARTICIPANT : RUNS },
    );
  });
});
