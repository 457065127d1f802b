// Judges tarballs as a registry's users would: publint for the manifest, are-the-types-wrong for the types. A plain Node
// process because both are ES modules. In (arguments): tarballs. Out: [{ tarball, problems: string[] }].
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

/**
 * These are ES modules only, on purpose: every Node they run on can `require()` them, and `moduleResolution: node10` knows
 * no `exports`.
 */
const onPurpose = (problem) => problem.kind === 'CJSResolvesToESM' || problem.resolutionKind === 'node10';

const results = [];
for (const tarball of process.argv.slice(2)) {
  const data = readFileSync(tarball);
  const copy = data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
  const { messages, pkg } = await publint({ pack: { tarball: copy }, strict: true });
  const linted = messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false })}`);
  const types = await checkPackage(createPackageFromTarballData(new Uint8Array(copy)));
  const wrong = (types.problems ?? []).filter((problem) => !onPurpose(problem));
  results.push({
    tarball: basename(tarball),
    problems: [...linted, ...wrong.map((problem) => `attw: ${JSON.stringify(problem)}`)],
  });
}
process.stdout.write(JSON.stringify(results));
