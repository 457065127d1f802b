import { SimNetwork } from '@rclts/sim';
import { HistoryKind, LIMITS, Participant, ReliabilityKind } from '../../src/index.js';

const TOPIC = {
  topicName: 'rt/t',
  typeName: 'T',
  qos: { reliability: ReliabilityKind.RELIABLE, history: HistoryKind.KEEP_ALL },
};

describe('closing a participant', () => {
  it('takes no longer than its limit beside a peer that was killed and acknowledges nothing', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const network = new SimNetwork({ seed, delayMs: 0.5 });
      const hosts = [network.createHost(), network.createHost(), network.createHost()] as const;
      const [left, right, other] = hosts.map((host) => new Participant(host, { domainId: 0 })) as [
        Participant,
        Participant,
        Participant,
      ];
      const writer = left.createWriter(TOPIC);
      const received: number[] = [];
      const listener = {
        onSample: ({ sequenceNumber }: { sequenceNumber: number }) => void received.push(sequenceNumber),
      };
      right.createReader(TOPIC, { onSample: () => undefined });
      other.createReader(TOPIC, listener);
      network.runUntil(() => writer.matchedReaders.length === 2, 30_000);
      network.runFor(seed * 37);
      network.kill(hosts[1]);
      writer.write(Uint8Array.of(0, 1, 0, 0, 1, 2, 3, 4));
      const start = network.now;
      await network.run(() => left.close());
      expect(network.now - start).toBeLessThanOrEqual(LIMITS.closeLingerMs.value + 10);
      network.runFor(5);
      expect(received).toEqual([1]);
    }
  });
});
