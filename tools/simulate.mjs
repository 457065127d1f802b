// Simulations on virtual time. Usage:
//   npm run simulate -- --scenario action-oracle --seeds 10000 [--first 1 …]   plays one; a failing seed shows its trace
//   npm run simulate -- --write                     plays the long campaign, measures how a domain's costs grow, and writes the
//                                                   sections of both in docs/RELIABILITY.md
//   npm run simulate -- --write --from FILE         the section of a campaign that was played before: lines of --json
//   npm run simulate -- --write --growth            the section of the costs alone
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { must, pnpm, root } from './pnpm.mjs';
import { writeSection } from './section.mjs';

/** Seeds of the long campaign, played in parts so that an interrupted one is worth something. */
const CAMPAIGN = {
  'writer-reader': 10_000,
  'action-goal': 10_000,
  'service-churn': 1000,
  'action-oracle': 10_000,
  domain: 100_000,
};
const PART = 500;
/** A history leaves much behind, and little of it for long: with room for the young, the collector has less to do. */
const NODE_OPTIONS = ['--max-semi-space-size=64'];
const SIZES = ['10', '30', '100', '300', '1000'];

const dist = join(root, 'internal/sim/dist');
const argv = process.argv.slice(2);
must(pnpm(['exec', 'turbo', 'run', 'build', '--filter=@rclts/sim', '--output-logs=errors-only']));
if (!argv.includes('--write')) {
  must(spawnSync(process.execPath, [join(dist, 'play.js'), ...argv], { cwd: root, stdio: 'inherit' }).status ?? 1);
} else {
  const options = { write: { type: 'boolean' }, from: { type: 'string' }, growth: { type: 'boolean' } };
  const { values } = parseArgs({ args: argv, options });
  const parts = values.growth ? [] : partsOf(values.from ?? play());
  if (parts.length > 0)
    writeSection('docs/RELIABILITY.md', 'simulation', 'npm run simulate -- --write', campaignTable(parts));
  if (values.from === undefined)
    writeSection('docs/RELIABILITY.md', 'growth', 'npm run simulate -- --write --growth', growthTable());
  must(parts.some(({ failures }) => failures.length > 0) ? 1 : 0);
}

function partsOf(file) {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** Plays the campaign; its parts, as they end, are the lines of the file whose name it returns. */
function play() {
  const folder = join(root, '.cache');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'simulation.jsonl');
  rmSync(file, { force: true });
  for (const [scenario, seeds] of Object.entries(CAMPAIGN)) {
    for (let first = 1; first <= seeds; first += PART) {
      const args = ['--scenario', scenario, '--first', first, '--seeds', PART, '--json'].map(String);
      const { stdout } = spawnSync(process.execPath, [...NODE_OPTIONS, join(dist, 'play.js'), ...args], {
        encoding: 'utf8',
      });
      appendFileSync(file, stdout);
      const { failures } = JSON.parse(stdout);
      for (const { message, replayCommand } of failures) console.error(`${message}\n${replayCommand}`);
    }
    console.error(`${scenario}: ${String(seeds)} seeds`);
  }
  return file;
}

function campaignTable(parts) {
  const lines = [...new Set(parts.map(({ scenario }) => scenario))].map((scenario) => {
    const all = parts.filter((part) => part.scenario === scenario);
    const sum = (pick) => all.reduce((total, part) => total + pick(part), 0);
    const cells = [
      scenario,
      sum(({ seeds }) => seeds),
      sum(({ replayed }) => replayed),
      sum(({ datagrams }) => datagrams),
      Math.round(sum(({ virtualSeconds }) => virtualSeconds) / 3600),
      sum(({ failures }) => failures.length),
    ];
    return `| ${cells.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en').replaceAll(',', ' ') : cell)).join(' | ')} |`;
  });
  return `Whole nodes and participants of ours on a simulated network and clock, with loss, duplication, reordering and cuts. Every
seed is a history of its own, which replays to the byte; each failing seed prints the command that replays it.
\`action-oracle\` sends, cancels, finishes, kills, restarts and cuts at random, up to two servers of a name and three clients at a
time, and holds every promise against an oracle that knows what the servers did and what the network carried. \`domain\` lets 3 to
30 participants come, leave, die, stand still (for longer than the lease, too) and be cut off. Deliberate defects
(\`--scenario action-oracle:loses-results\` and seventeen more) show that the oracles can fail.

| scenario | seeds | played twice, equal | datagrams | virtual hours | failed |
| -------- | ----: | ------------------: | --------: | ------------: | -----: |
${lines.join('\n')}`;
}

/** Each size in a process of its own: a heap that was full is slower. */
function growthTable() {
  const rows = SIZES.map((size) => {
    const args = ['--expose-gc', '--max-old-space-size=8000', join(dist, 'grow.js'), size];
    const { stdout, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    must(status ?? 1);
    const one = JSON.parse(stdout);
    const perPeer = (one.datagramsToJoin / (one.participants - 1)).toFixed(1);
    return `| ${[one.participants, one.datagramsToJoin, perPeer, one.kilobytesToJoin, one.cpuMsToJoin, one.datagramsIdle, one.cpuMsIdle, one.heapKilobytesPerRemote].join(' | ')} |`;
  });
  return `What a domain of so many participants, with a writer and a reader each, costs one of them, on a network without loss:

| participants | datagrams to join | for each peer | kB to join | ms to join | datagrams/s idle | ms/s idle | kB heap for each peer |
| -----------: | ----------------: | ------------: | ---------: | ---------: | ---------------: | --------: | --------------------: |
${rows.join('\n')}

Sent by that one, from its start, all others starting in the same second, until everybody knows everybody; the milliseconds are
those of its own code, on a machine that had other work. Ten participants are looked at, which everybody hears; the others do
not hear each other. Traffic and memory grow with the number of peers: linear for each joiner.`;
}
