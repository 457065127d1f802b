// Plain Node: jest's sandbox would make this a hundred times slower. Arguments: datagrams, seed, vectors/rtps/messages.json.
import { readFileSync } from 'node:fs';
import { fromHex, toHex } from '../../../../packages/rtps/test/support/hex.js';
import { Random } from '../../../sim/src/random.js';
import { Liar } from './liar.js';
import { Session } from './session.js';

export interface FuzzReport {
  datagrams: number;
  seconds: number;
  sessions: number;
  /** What was thrown, and the datagram that did it. */
  failures: { seed: number; error: string; hex: string }[];
  /** Milliseconds of processor time of the slowest datagram, and which it was. */
  slowestMs: number;
  slowestHex: string;
  /** Of the heap after garbage collection, from the first tenth to the end. */
  heapGrowthBytes: number;
  /** The most that array buffers held at the end of a session, after collection. */
  peakBytes: number;
  bytesIn: number;
  bytesOut: number;
  samples: number;
  malformed: number;
  /** Sessions at whose end a newcomer was served. */
  served: number;
  asked: number;
}

const [count = 10_000, seed = 1] = process.argv.slice(2, 4).map(Number);
const { vectors } = JSON.parse(readFileSync(process.argv[4] ?? '', 'utf8')) as { vectors: { hex: string }[] };
const foreign = vectors.map(({ hex }) => fromHex(hex)).filter(({ length }) => length <= 2_048);
/** A session ends when a mutation has undone the match (a dispose), or after so many. */
const SESSION = 4_000;
const MAX_FAILURES = 3;
const NOISE = 8 * 2 ** 20;

const report: FuzzReport = {
  datagrams: 0,
  seconds: 0,
  sessions: 0,
  failures: [],
  slowestMs: 0,
  slowestHex: '',
  heapGrowthBytes: 0,
  peakBytes: 0,
  bytesIn: 0,
  bytesOut: 0,
  samples: 0,
  malformed: 0,
  served: 0,
  asked: 0,
};
const start = performance.now();
let heapBefore = 0;
for (let number = 0; report.datagrams < count && report.failures.length < MAX_FAILURES; number++) {
  await play(seed + number);
  if (heapBefore === 0 && report.datagrams >= count / 10) heapBefore = heap();
}
report.heapGrowthBytes = heap() - heapBefore;
report.seconds = (performance.now() - start) / 1_000;
process.stdout.write(`${JSON.stringify(report)}\n`);

async function play(sessionSeed: number): Promise<void> {
  const random = new Random(Math.imul(sessionSeed, 0x9e37_79b1));
  const session = new Session(random);
  const liar = new Liar(
    random,
    session.corpus,
    foreign,
    session.friendPrefix,
    session.target.guidOctets.subarray(0, 12),
  );
  report.sessions += 1;
  let datagram: Uint8Array = new Uint8Array(0);
  try {
    for (let n = 0; n < SESSION && report.datagrams < count; n++) {
      datagram = liar.next();
      report.datagrams += 1;
      report.bytesIn += datagram.length;
      const hex = n % 64 === 0 ? undefined : datagram;
      const ms = session.hear(datagram);
      if (ms > report.slowestMs) {
        report.slowestMs = ms;
        report.slowestHex = toHex(hex ?? datagram);
      }
      if (session.errors.length > 0) throw session.errors[0];
      if (n % 50 === 0) session.write([8, 600, 9_000][random.integer(3)] ?? 8);
      if (n % 256 === 0 && !session.isMatched) break;
    }
    if (report.sessions % 8 === 0) {
      report.asked += 1;
      if (session.servesNewcomer()) report.served += 1;
    }
    report.bytesOut += session.bytesOut;
    report.samples += session.samples;
    report.malformed += session.target.statistics.malformed;
    // Most of what there is is garbage, as much as the collector has let lie: only what may be a new peak is worth a collection.
    if (process.memoryUsage().arrayBuffers > report.peakBytes + NOISE) {
      collect();
      report.peakBytes = Math.max(report.peakBytes, process.memoryUsage().arrayBuffers);
    }
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    report.failures.push({ seed: sessionSeed, error: text, hex: toHex(datagram) });
  } finally {
    await session.close();
  }
}

/** Twice: the second collection waits for the sweepers of the first, which free array buffers beside it. */
function collect(): void {
  const { gc } = globalThis as { gc?: () => void };
  if (gc === undefined) throw new Error('to be started with --expose-gc');
  gc();
  gc();
}

function heap(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
