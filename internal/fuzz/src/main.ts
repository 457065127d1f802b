import { command } from './command.js';

/** The repository, and then what `usage` says. */
const [root = process.cwd(), ...words] = process.argv.slice(2);

process.exitCode = await command(words, {
  root,
  thread: new URL('./thread.js', import.meta.url),
  print: (text) => void process.stdout.write(`${text}\n`),
});
