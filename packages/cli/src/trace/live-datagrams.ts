// What passes by a participant of our own: all discovery, and the feedback and status of all actions, which it subscribes to.
import { setTimeout as sleep } from 'node:timers/promises';
import { createNode, type Node } from '@rclts/node';
import type { CapturedDatagram, DatagramTap, RemoteEndpoint } from '@rclts/rtps';

/** How long datagrams wait for each other before they are shown. */
const batchMs = 50;
/** A trace that is not read fast enough loses the oldest. */
const mostWaiting = 100_000;

const ACTION_TOPIC = /\/_action\/(feedback|status)$/;

/** Until `signal` aborts. */
export async function* liveDatagrams(signal: AbortSignal, processId: number): AsyncGenerator<CapturedDatagram> {
  let waiting: CapturedDatagram[] = [];
  const tap: DatagramTap = {
    onDatagram(_direction, datagram, source, destination, time) {
      if (waiting.length < mostWaiting) waiting.push({ time, source, destination, payload: datagram.slice() });
    },
    close: () => undefined,
  };
  const node = await createNode(`_rclts_trace_${String(processId)}`, { args: [], superClient: true, tap });
  try {
    subscribeToActions(node);
    while (!signal.aborted) {
      await sleep(batchMs, undefined, { signal }).catch(() => undefined);
      const batch = waiting;
      waiting = [];
      yield* batch;
    }
  } finally {
    await node.close();
  }
}

/** Raw readers: the trace needs no types. */
function subscribeToActions(node: Node): void {
  const { participant } = node.context;
  const subscribed = new Set<string>();
  const subscribe = ({ kind, topicName, typeName, qos }: RemoteEndpoint): void => {
    if (kind !== 'writer' || !ACTION_TOPIC.test(topicName) || subscribed.has(topicName)) return;
    subscribed.add(topicName);
    participant.createReader({ topicName, typeName, qos }, { onSample: () => undefined });
  };
  for (const endpoint of participant.endpoints) subscribe(endpoint);
  participant.on('endpointDiscovered', subscribe);
}
