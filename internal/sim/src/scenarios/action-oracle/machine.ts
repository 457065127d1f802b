import { createNode, type Node } from '@rclts/actions';
import { participantIdentity } from '@rclts/node';
import { Participant } from '@rclts/rtps';
import type { SimHost } from '../../sim-host.js';
import type { SimNetwork } from '../../sim-network.js';

/** A process with one node, on a machine of its own or one that others have, too. */
export interface Machine {
  readonly name: string;
  readonly host: SimHost;
  readonly node: Node;
  /** GUID prefix: by which status samples name their server. */
  readonly key: string;
  /** Timers of the layers above the participant that are running. */
  readonly timers: { readonly size: number };
  /** When it was killed or closed. */
  endedAt: number | undefined;
}

/** @param address - of a machine that there is or was, to start another process on it; default: a new one */
export async function openMachine(
  network: SimNetwork,
  name: string,
  leaseDurationMs: number,
  address?: string,
): Promise<Machine> {
  const host = network.createHost(address === undefined ? {} : { address });
  const participant = new Participant(host, { domainId: 0, leaseDurationMs, ...participantIdentity('/') });
  const timers = countTimers(participant);
  const node = await createNode(name, { participant });
  return { name, host, node, key: participant.guid.prefix.text, timers, endedAt: undefined };
}

/** Every timer that is started and neither fired nor cancelled. */
function countTimers(participant: Participant): { readonly size: number } {
  const running = new Set<object>();
  const schedule = participant.schedule.bind(participant);
  participant.schedule = (delayMs, callback) => {
    const token = {};
    if (delayMs !== Infinity) running.add(token);
    const cancel = schedule(delayMs, () => {
      running.delete(token);
      callback();
    });
    return () => {
      running.delete(token);
      cancel();
    };
  };
  return running;
}

export function sleep(node: Node, ms: number): Promise<void> {
  return new Promise((resolve) => node.schedule(ms, resolve));
}
