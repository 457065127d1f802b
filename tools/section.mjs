// Puts what a command has measured into its section of a document: between `<!-- begin NAME -->` and `<!-- end NAME -->`.
// The rest of the document is written by people.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, platform, release } from 'node:os';
import { join } from 'node:path';
import { root } from './pnpm.mjs';

/** Replaces section `name` of `file` (a path from the root) with `markdown`, and says which command made it, when and where. */
export function writeSection(file, name, command, markdown) {
  const path = join(root, file);
  const text = readFileSync(path, 'utf8');
  const begin = `<!-- begin ${name} -->`;
  const end = `<!-- end ${name} -->`;
  const start = text.indexOf(begin);
  const stop = text.indexOf(end);
  if (start < 0 || stop < start) throw new Error(`${file} has no section between ${begin} and ${end}`);
  const machine = `${platform()} ${release()}, ${String(cpus().length)} cores, Node ${process.version}`;
  const made = `Made by \`${command}\`, ${new Date().toISOString().slice(0, 10)}, ${machine}.`;
  const body = `${begin}\n\n${made}\n\n${markdown.trim()}\n\n`;
  writeFileSync(path, text.slice(0, start) + body + text.slice(stop));
}
