import { SimNetwork } from '@rclts/sim';
import { Participant } from '../../src/index.js';

test('an endpoint is known to a peer when the peer has acknowledged its announcement, and to ourselves at once', () => {
  const network = new SimNetwork({ seed: 1, delayMs: 10 });
  const left = new Participant(network.createHost(), { domainId: 0 });
  const right = new Participant(network.createHost(), { domainId: 0 });
  network.runUntil(() => [...left.participants].length === 1 && [...right.participants].length === 1, 1_000);
  network.runFor(1_000);
  const [peer] = left.participants;
  if (peer === undefined) throw new Error('no peer');

  const endpoints = [
    left.createReader({ topicName: 'rt/in', typeName: 'T' }, { onSample: () => undefined }),
    left.createWriter({ topicName: 'rt/out', typeName: 'T' }),
  ];
  const known = (): boolean[] => endpoints.map((endpoint) => left.isKnownTo(peer, endpoint));
  expect(endpoints.map((endpoint) => left.isKnownTo(left.self, endpoint))).toEqual([true, true]);
  expect(known()).toEqual([false, false]);
  network.runFor(15);
  // The peer has the announcements by now, but its acknowledgements are still under way.
  expect([...right.endpoints]).toHaveLength(2);
  expect(known()).toEqual([false, false]);
  network.runFor(10);
  expect(known()).toEqual([true, true]);
});

test('an announcement that is lost leaves its endpoint unknown until it is repaired', () => {
  const network = new SimNetwork({ seed: 1, delayMs: 1 });
  const left = new Participant(network.createHost(), { domainId: 0 });
  new Participant(network.createHost(), { domainId: 0 });
  network.runFor(1_000);
  const [peer] = left.participants;
  if (peer === undefined) throw new Error('no peer');

  network.setFaults({ loss: 1 });
  const reader = left.createReader({ topicName: 'rt/in', typeName: 'T' }, { onSample: () => undefined });
  network.runFor(500);
  expect(left.isKnownTo(peer, reader)).toBe(false);
  network.setFaults({ loss: 0 });
  network.runFor(1_100);
  expect(left.isKnownTo(peer, reader)).toBe(true);
});
