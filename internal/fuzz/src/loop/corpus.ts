import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The kept inputs of a target: one file, one input a line in Base64, and `#` lines that say where they are from. The seeds,
 * which are taken out of `vectors/`, are not in it.
 */
export function readCorpus(folder: string, target: string): readonly Uint8Array[] {
  const path = fileOf(folder, target);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => Uint8Array.from(Buffer.from(line, 'base64')));
}

export function writeCorpus(folder: string, target: string, title: string, inputs: readonly Uint8Array[]): void {
  const lines = [
    `# ${title}: inputs that run what the seeds and each other do not.`,
    '# Found by `npm run fuzz -- --write` from the seeds that the target takes out of vectors/, and made short.',
    ...inputs.map((input) => Buffer.from(input).toString('base64')),
  ];
  writeFileSync(fileOf(folder, target), `${lines.join('\n')}\n`);
}

function fileOf(folder: string, target: string): string {
  return join(folder, `${target}.txt`);
}
