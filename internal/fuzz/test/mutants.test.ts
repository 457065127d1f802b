import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from './support/bundled.js';

// The fuzzer can fail: in each of these bundles one line of a real decoder is broken, and it has to find out.

interface Mutant {
  readonly breaks: string;
  readonly target: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** What it has to say. */
  readonly finds: RegExp;
  readonly inputs: number;
}

const lists = 'packages/cdr/src/parameter-list.ts';
const userData = 'packages/node/src/ros/endpoint-user-data.ts';
const beginning = '  const pairs = new Map<string, string>();\n';
const deep =
  '  if (userData[0] === 0x5a) { if (userData[1] === 0xa7) { if (userData[2] === 0x13) { if (userData[3] === 0xc9) throw new Error("deep"); } } }\n';

const mutants: readonly Mutant[] = [
  {
    breaks: 'a parameter may reach past its list',
    target: 'parameter-list',
    file: lists,
    from: 'if (length % 4 !== 0 || at + length > limit) return -1;',
    to: 'if (length % 4 !== 0) return -1;',
    finds: /a parameter lies in its list/,
    inputs: 2_000,
  },
  {
    breaks: 'a walk may come to no end',
    target: 'inline-qos',
    file: lists,
    from: 'if (length % 4 !== 0 || at + length > limit) return -1;',
    to: 'if (at + length > limit) return -1;\n    if (length % 4 !== 0) at -= length + 4;',
    finds: /nothing came back/,
    inputs: 2_000,
  },
  {
    breaks: 'octets may be kept for ever',
    target: 'names',
    file: userData,
    from: beginning,
    to: `${beginning}  ((globalThis as { kept?: unknown[] }).kept ??= []).push(new Uint8Array(2_048));\n`,
    finds: /"heapGrowthBytes":\d{8,}/,
    inputs: 40_000,
  },
  {
    breaks: 'a mistake may hide behind four octets, to which only coverage leads',
    target: 'names',
    file: userData,
    from: beginning,
    to: `${beginning}${deep}`,
    finds: /Error: deep/,
    inputs: 1_000_000,
  },
];

/** Bundles, and lies up to a million times. */
const MUTANT_MS = 1_800_000;

describe('a decoder that is broken on purpose', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rclts-mutant-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  async function fuzz(mutant: Mutant, ...more: readonly string[]): Promise<{ text: string; code: number }> {
    const { file, from, to, target, inputs } = mutant;
    const change = JSON.stringify({ file, from, to });
    execFileSync(process.execPath, [join(root, 'internal/fuzz/bundle.mjs'), folder, change]);
    const json = join(folder, 'reports.json');
    const words = ['--target', target, '--inputs', String(inputs), '--json', json, '--failures', folder];
    const { output, code } = await run([join(folder, 'main.js'), root, ...words, ...more]);
    return { text: output + readFileSync(json, 'utf8'), code };
  }

  it.each(mutants)(
    'is found: $breaks',
    async (mutant) => {
      const { text } = await fuzz(mutant);
      expect(text).toMatch(mutant.finds);
    },
    MUTANT_MS,
  );

  it(
    'is not found without a look at what runs, where only that leads to it',
    async () => {
      const { text, code } = await fuzz(mutants.at(-1)!, '--unguided');
      expect([code, /Error: deep/.test(text)]).toEqual([0, false]);
    },
    MUTANT_MS,
  );

  it(
    'is found again by the command that is printed',
    async () => {
      const [mutant] = mutants;
      const { text } = await fuzz(mutant!);
      const [, words = ''] = /npm run fuzz -- (.*)/.exec(text) ?? [];
      const again = await run([join(folder, 'main.js'), root, ...words.split(' ')]);
      expect([again.code, mutant!.finds.test(again.output)]).toEqual([1, true]);
    },
    MUTANT_MS,
  );
});
