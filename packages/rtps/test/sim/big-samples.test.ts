import { SimNetwork } from '@rclts/sim';
import { HistoryKind, Participant, ReliabilityKind } from '../../src/index.js';

const QOS = { reliability: ReliabilityKind.RELIABLE, history: HistoryKind.KEEP_ALL } as const;

function payloadOf(size: number, n: number): Uint8Array {
  const payload = new Uint8Array(size).map((_, i) => (i * 7 + n) & 0xff);
  payload.set([0, 1, 0, 0]);
  return payload;
}

/** Beside each: how often, how many times its octets the wire may carry, and the virtual ms that all may take. */
const samples: readonly [name: string, bytes: number, loss: number, count: number, times: number, ms: number][] = [
  ['64 KB', 65_536, 0, 10, 1.15, 500],
  ['256 KB', 262_144, 0, 10, 1.15, 2_000],
  ['1 MB', 1_000_000, 0, 10, 1.15, 5_000],
  ['4 MB', 4_000_000, 0, 2, 1.15, 5_000],
  ['60 kB at 1 % loss', 60_000, 0.01, 10, 1.3, 1_000],
  ['256 KB at 1 % loss', 262_144, 0.01, 10, 1.2, 2_000],
  ['1 MB at 1 % loss', 1_000_000, 0.01, 5, 1.2, 5_000],
  ['16 kB at 10 % loss', 16_000, 0.1, 10, 1.6, 2_000],
  ['60 kB at 10 % loss', 60_000, 0.1, 10, 1.5, 2_000],
  ['256 KB at 10 % loss', 262_144, 0.1, 10, 1.5, 4_000],
  ['1 MB at 10 % loss', 1_000_000, 0.1, 3, 1.5, 8_000],
  ['16 kB at 30 % loss', 16_000, 0.3, 10, 2.6, 8_000],
  ['60 kB at 30 % loss', 60_000, 0.3, 10, 2.2, 8_000],
  ['1 MB at 30 % loss', 1_000_000, 0.3, 3, 2.2, 14_000],
];

it.each(samples)('samples of %s arrive, one after the other, as they were', (_name, bytes, loss, count, times, ms) => {
  const network = new SimNetwork({ seed: 11, delayMs: 1 });
  const host = network.createHost();
  let longest = 0;
  const send = host.send.bind(host);
  host.send = (datagram, to) => {
    longest = Math.max(longest, datagram.byteLength);
    return send(datagram, to);
  };
  const left = new Participant(host, { domainId: 0 });
  const right = new Participant(network.createHost(), { domainId: 0 });
  const topic = { topicName: 'rt/t', typeName: 'T', qos: QOS };
  const writer = left.createWriter(topic);
  const arrived: Uint8Array[] = [];
  const reader = right.createReader(topic, { onSample: ({ payload }) => void arrived.push(payload) });
  network.runUntil(() => writer.matchedReaders.length === 1 && reader.matchedWriters.length === 1, 1_000);
  network.runFor(1_000);
  network.setFaults({ delayMs: 1, loss });
  const [start, sentBefore] = [network.now, left.statistics.bytesSent];
  for (let n = 1; n <= count; n++) {
    writer.write(payloadOf(bytes, n));
    network.runUntil(() => arrived.length === n, 60_000);
    expect(arrived.length).toBe(n);
    expect(Buffer.compare(arrived[n - 1] ?? Buffer.alloc(0), payloadOf(bytes, n))).toBe(0);
  }
  const took = network.now - start;
  const wire = (left.statistics.bytesSent - sentBefore) / (count * bytes);
  expect(wire).toBeLessThanOrEqual(times);
  expect(took).toBeLessThanOrEqual(ms);
  // The default to another host: one IP packet even over IPv6.
  expect(longest).toBeGreaterThan(1_000);
  expect(longest).toBeLessThanOrEqual(1_232);
});
