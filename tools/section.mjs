// Puts what a command has measured into its section of a document: between `<!-- begin NAME -->` and `<!-- end NAME -->`.
// The rest of the document is written by people.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, platform, release } from 'node:os';
import { join } from 'node:path';
import { root } from './pnpm.mjs';

/** Replaces section `name` of `file` (a path from the root) with `markdown`, and says which command made it, when and where. */
export function writeSection(file, name, command, markdown) {
  const path = join(root, file);
  const machine = `${platform()} ${release()}, ${String(cpus().length)} cores, Node ${process.version}`;
  const made = `Made by \`${command}\`, ${new Date().toISOString().slice(0, 10)}, ${machine}.`;
  writeFileSync(path, withSection(readFileSync(path, 'utf8'), file, name, `${made}\n\n${markdown.trim()}`));
}

/** `text`, which is that of `file`, with `body` as its section `name`. */
export function withSection(text, file, name, body) {
  const begin = `<!-- begin ${name} -->`;
  const end = `<!-- end ${name} -->`;
  const start = text.indexOf(begin);
  const stop = text.indexOf(end);
  if (start < 0 || stop < start) throw new Error(`${file} has no section between ${begin} and ${end}`);
  return `${text.slice(0, start)}${begin}\n\n${body}\n\n${text.slice(stop)}`;
}
