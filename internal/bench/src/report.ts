import { Implementation } from '@rclts/interop';
import { BURST_GOALS, Burst, PACE_MS, type BurstFigures } from './burst/bursts.js';
import type { CodecFigures } from './micro/codec.js';
import type { CoreLoopFigures } from './micro/core-loop.js';
import { ORDER, type PairFigures } from './round-trip/pairs.js';

export interface Figures {
  readonly codec: readonly CodecFigures[];
  readonly coreLoop: CoreLoopFigures;
  readonly pairs: readonly PairFigures[];
  readonly bursts: readonly BurstFigures[];
}

const names: Readonly<Record<Implementation, string>> = {
  [Implementation.RCLTS]: 'rclts',
  [Implementation.KILTED]: 'rclpy Kilted',
  [Implementation.JAZZY]: 'rclpy Jazzy',
  [Implementation.CYCLONE]: 'Cyclone DDS',
};

/** What `npm run bench` puts into docs/BENCHMARKS.md. */
export function renderReport({ codec, coreLoop, pairs, bursts }: Figures): string {
  const reference = pairs.find(({ client, server }) => client === server && client !== Implementation.RCLTS);
  return `## Goals, one after the other

Two processes on one host at ROS's default settings, the tutorial's server without its pauses: order ${ORDER}, ${ORDER - 1} feedback messages, then
the result; after 10 goals to warm up. rclpy sends and reads, with every change of state, the status of all goals that
its server remembers (10 s in Kilted, 15 min in Jazzy), so it slows down as goals add up; so does everybody who listens to it.

| client | server | goals | goals/s | p50 | p95 | against ${reference === undefined ? 'rclpy' : names[reference.client]} |
| --- | --- | --: | --: | --: | --: | --: |
${pairs
  .map((pair) => {
    const ratio = reference === undefined ? '' : `${(pair.goalsPerSecond / reference.goalsPerSecond).toFixed(1)} ×`;
    const times = `${pair.p50Ms.toFixed(1)} ms | ${pair.p95Ms.toFixed(1)} ms`;
    return `| ${names[pair.client]} | ${names[pair.server]} | ${pair.goals} | ${pair.goalsPerSecond.toFixed(0)} | ${times} | ${ratio} |`;
  })
  .join('\n')}

${renderBursts(bursts)}
## Core loop

Two participants in one process, no sockets, a reliable KEEP_ALL topic, ${coreLoop.payloadBytes} bytes a sample: DATA and HEARTBEAT written, parsed,
delivered, ACKNACK written and parsed. CPU time.

| | a sample | datagrams a sample, both ways |
| --- | --: | --: |
| one a turn | ${microseconds(coreLoop.singleNs)} | ${coreLoop.singleDatagrams.toFixed(2)} |
| 100 a turn | ${microseconds(coreLoop.packedNs)} | ${coreLoop.packedDatagrams.toFixed(2)} |

## Codec

CPU time.

| message | bytes | encode | decode |
| --- | --: | --: | --: |
${codec
  .map(({ title, bytes, encodeNs, decodeNs }) => {
    return `| ${title} | ${bytes} | ${microseconds(encodeNs)} | ${microseconds(decodeNs)} |`;
  })
  .join('\n')}
`;
}

function microseconds(ns: number): string {
  return `${(ns / 1000).toFixed(ns < 10_000 ? 2 : 0)} µs`;
}

function renderBursts(bursts: readonly BurstFigures[]): string {
  const table = (wanted: Burst): string =>
    bursts
      .filter(({ burst }) => burst === wanted)
      .map(({ client, server, accepted, finished, seconds, bytes, datagrams }) => {
        const wire = bytes === undefined ? ' | ' : `${(bytes / 1e6).toFixed(1)} MB | ${datagrams}`;
        return `| ${names[client]} | ${names[server]} | ${accepted} | ${finished} | ${seconds.toFixed(1)} s | ${wire} |`;
      })
      .join('\n');
  const head = `| client | server | accepted | with a result | last news after | sent by both | datagrams |
| --- | --- | --: | --: | --: | --: | --: |`;
  return `## ${BURST_GOALS} goals at once

Two processes over UDP, every result asked for as soon as its goal is accepted; a run ends when all have it, or nothing has
happened for ten seconds. What both ends have sent is UDP payload, discovery included, and counted where both are ours. A test of
\`npm test\` asks the same of two processes of ours: all ${BURST_GOALS}, in at most 20 MB. rclpy's services keep ten messages of a queue.

Sent in one turn, without a pause, each order ${ORDER}:

${head}
${table(Burst.SENT_AT_ONCE)}

Sent ${PACE_MS} ms apart, in flight together, and finished by the server in one turn:

${head}
${table(Burst.FINISH_TOGETHER)}
`;
}
