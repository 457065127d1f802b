import { Transport, type Implementation } from '@rclts/interop';
import { runProcessPair } from '../process-pair.js';
import { BurstOrder } from './order.js';

/** 1 000 goals of one client: sent in one turn, or in flight at the same time and finishing together. */
export const Burst = { SENT_AT_ONCE: 'sentAtOnce', FINISH_TOGETHER: 'finishTogether' } as const;
export type Burst = (typeof Burst)[keyof typeof Burst];

export const BURST_GOALS = 1000;

export interface BurstFigures {
  readonly client: Implementation;
  readonly server: Implementation;
  readonly burst: Burst;
  readonly sent: number;
  readonly accepted: number;
  /** With the result, SUCCEEDED. */
  readonly finished: number;
  readonly feedback: number;
  /** From the first goal to the last thing that happened. */
  readonly seconds: number;
  /** UDP payload of both ends, discovery included; undefined where an end is not ours. */
  readonly bytes: number | undefined;
  readonly datagrams: number | undefined;
}

/** From each goal to the next where they finish together, as in the figures of rclpy that are known. */
export const PACE_MS = 5;
const PATIENCE_MS = 300_000;

interface Sent {
  readonly bytesSent?: number;
  readonly datagramsSent?: number;
}

/** One burst between two processes, over UDP whoever they are. */
export async function measureBurst(
  client: Implementation,
  server: Implementation,
  burst: Burst,
): Promise<BurstFigures> {
  const args =
    burst === Burst.SENT_AT_ONCE ? [BURST_GOALS, BurstOrder.AT_ONCE, 0] : [BURST_GOALS, BurstOrder.HELD, PACE_MS];
  const printed = await runProcessPair({
    client,
    server,
    transport: Transport.UDPV4,
    programs: { ours: 'burst', rclpy: 'burst' },
    args,
    patienceMs: PATIENCE_MS,
  });
  const asked = printed.client as Pick<BurstFigures, 'sent' | 'accepted' | 'finished' | 'feedback' | 'seconds'> & Sent;
  const served = (printed.server ?? {}) as Sent;
  const { sent, accepted, finished, feedback, seconds } = asked;
  return {
    ...{ client, server, burst, sent, accepted, finished, feedback, seconds },
    bytes: sum(asked.bytesSent, served.bytesSent),
    datagrams: sum(asked.datagramsSent, served.datagramsSent),
  };
}

function sum(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : one + other;
}
