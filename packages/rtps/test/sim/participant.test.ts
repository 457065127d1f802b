import { SimNetwork } from '@rclts/sim';
import {
  AssemblyBudget,
  DurabilityKind,
  HistoryKind,
  Participant,
  ReliabilityKind,
  type Sample,
  type Writer,
} from '../../src/index.js';
import { SPDP_MULTICAST_ADDRESS } from '../../src/discovery/ports.js';

const RELIABLE = { reliability: ReliabilityKind.RELIABLE, history: HistoryKind.KEEP_ALL } as const;

function payload(n: number, size = 8): Uint8Array {
  const bytes = new Uint8Array(size);
  bytes.set([0, 1, 0, 0]);
  new DataView(bytes.buffer).setUint32(4, n, true);
  for (let i = 8; i < size; i++) bytes[i] = (n + i) & 0xff;
  return bytes;
}

function numberOf(sample: Sample): number {
  return new DataView(sample.payload.buffer, sample.payload.byteOffset).getUint32(4, true);
}

/** Two participants on two machines; `numbers` is what the second one's reader delivers. */
function pair(faults: { seed: number; loss?: number; duplication?: number; reordering?: number }, qos = {}) {
  const network = new SimNetwork({ ...faults, delayMs: 1 });
  const left = new Participant(network.createHost(), { domainId: 0 });
  const right = new Participant(network.createHost(), { domainId: 0 });
  const samples: Sample[] = [];
  const writer: Writer = left.createWriter({ topicName: 'rt/t', typeName: 'T', qos: { ...RELIABLE, ...qos } });
  const reader = right.createReader(
    { topicName: 'rt/t', typeName: 'T', qos: { ...RELIABLE, ...qos } },
    { onSample: (sample) => samples.push(sample) },
  );
  return { network, left, right, writer, reader, samples };
}

describe('two participants', () => {
  it('discover each other, match and deliver', () => {
    const { network, left, right, writer, reader, samples } = pair({ seed: 1 });
    network.runUntil(() => writer.matchedReaders.length === 1 && reader.matchedWriters.length === 1, 1_000);
    expect(network.now).toBeLessThan(50);
    expect([...left.participants]).toHaveLength(1);
    expect([...right.endpoints].map((endpoint) => endpoint.topicName)).toEqual(['rt/t']);
    writer.write(payload(1));
    network.runFor(10);
    expect(samples.map(numberOf)).toEqual([1]);
    expect(samples[0]?.writer.guidText).toBe([...right.endpoints][0]?.guidText);
    expect(writer.isAcknowledged).toBe(true);
  });

  it('deliver everything in order and once at 30 % loss, 10 % duplication and reordering', () => {
    const { network, writer, reader, samples } = pair({ seed: 7, loss: 0.3, duplication: 0.1, reordering: 0.1 });
    network.runUntil(() => writer.matchedReaders.length === 1 && reader.matchedWriters.length === 1, 30_000);
    const wanted: number[] = [];
    for (let n = 1; n <= 300; n++) {
      writer.write(payload(n));
      wanted.push(n);
      network.runFor(1);
    }
    network.runUntil(() => samples.length >= 300, 60_000);
    expect(samples.map(numberOf)).toEqual(wanted);
  });

  it('hold no more of incomplete samples, all together, than the budget that they share, and give it back', () => {
    const network = new SimNetwork({ seed: 5, delayMs: 1 });
    const assemblyBudget = new AssemblyBudget(600_000);
    const writers = [1, 2, 3].map((n) => {
      const participant = new Participant(network.createHost(), { domainId: 0 });
      return participant.createWriter({ topicName: `rt/t${n}`, typeName: 'T', qos: RELIABLE });
    });
    const samples: Sample[] = [];
    const readers = [1, 2, 3].map((n) => {
      const participant = new Participant(network.createHost(), { domainId: 0, assemblyBudget });
      const onSample = (sample: Sample): void => void samples.push(sample);
      participant.createReader({ topicName: `rt/t${n}`, typeName: 'T', qos: RELIABLE }, { onSample });
      return participant;
    });
    network.runUntil(() => writers.every(({ matchedReaders }) => matchedReaders.length === 1), 30_000);
    network.runFor(1_000);
    let most = 0;
    const look = (): boolean => {
      most = Math.max(most, assemblyBudget.bytes);
      return samples.length === 3;
    };
    // Any one of them has room, all three at once have not.
    for (const [n, writer] of writers.entries()) writer.write(payload(n, 400_000));
    expect(network.runUntil(look, 60_000)).toBe(true);
    expect(most).toBeGreaterThan(400_000);
    expect(most).toBeLessThanOrEqual(600_000);
    expect(assemblyBudget.bytes).toBe(0);

    for (const writer of writers) writer.write(payload(9, 200_000));
    network.runUntil(() => assemblyBudget.bytes > 100_000, 1_000);
    expect(assemblyBudget.bytes).toBeGreaterThan(100_000);
    for (const reader of readers) void reader.close();
    network.runFor(1_000);
    expect(assemblyBudget.bytes).toBe(0);
  });

  it('give a late transient local reader the last samples, a volatile one none', () => {
    const { network, left, right, writer } = pair(
      { seed: 4 },
      { durability: DurabilityKind.TRANSIENT_LOCAL, history: HistoryKind.KEEP_LAST, depth: 2 },
    );
    void left;
    for (let n = 1; n <= 5; n++) writer.write(payload(n));
    network.runFor(1_000);
    const late: number[] = [];
    const volatile: number[] = [];
    const qos = { ...RELIABLE, durability: DurabilityKind.TRANSIENT_LOCAL };
    right.createReader({ topicName: 'rt/t', typeName: 'T', qos }, { onSample: (s) => late.push(numberOf(s)) });
    right.createReader(
      { topicName: 'rt/t', typeName: 'T', qos: RELIABLE },
      { onSample: (s) => volatile.push(numberOf(s)) },
    );
    network.runFor(1_000);
    expect(late).toEqual([4, 5]);
    expect(volatile).toEqual([]);
    writer.write(payload(6));
    network.runFor(100);
    expect(volatile).toEqual([6]);
  });

  it('meet in five datagrams each, a sample for late joiners included', () => {
    const network = new SimNetwork({ seed: 8, delayMs: 1 });
    const qos = { ...RELIABLE, durability: DurabilityKind.TRANSIENT_LOCAL };
    const samples: Sample[] = [];
    const both = [1, 2].map((n) => {
      const participant = new Participant(network.createHost(), { domainId: 0 });
      const onSample = (sample: Sample): void => void samples.push(sample);
      participant.createReader({ topicName: 'rt/t', typeName: 'T', qos }, { onSample });
      participant.createWriter({ topicName: 'rt/t', typeName: 'T', qos }).write(payload(n));
      return participant;
    });
    network.runFor(99);
    expect(samples.map(numberOf).sort()).toEqual([1, 1, 2, 2]);
    // Announcement; introduction and first questions; endpoints; acknowledgements of these; sample; its acknowledgement.
    expect(both.map(({ statistics }) => statistics.datagramsSent)).toEqual([6, 6]);
  });

  it('that start together, as twenty of a launch file, do not go on announcing themselves together', () => {
    const network = new SimNetwork({ seed: 9, delayMs: 1 });
    const start = network.now;
    const announcedAt = Array.from({ length: 20 }, () => {
      const times: number[] = [];
      const host = network.createHost();
      const send = host.send.bind(host);
      host.send = (datagram, to) => {
        if (to.address === SPDP_MULTICAST_ADDRESS) times.push(network.now - start);
        return send(datagram, to);
      };
      new Participant(host, { domainId: 0 });
      return times;
    });
    network.runFor(10_000);
    const bursts = announcedAt.map((times) => times.slice(0, 6));
    expect(new Set(bursts.map(String))).toEqual(new Set(['0,100,200,300,400,500']));
    const next = announcedAt.map((times) => times[6] ?? NaN);
    expect(Math.min(...next)).toBeGreaterThanOrEqual(2_000);
    expect(Math.max(...next)).toBeLessThanOrEqual(3_500);
    expect(Math.max(...next) - Math.min(...next)).toBeGreaterThan(1_000);
    for (const times of announcedAt) expect((times[7] ?? NaN) - (times[6] ?? NaN)).toBeCloseTo(3_000);
  });

  it('fall silent when idle, but for announcements', () => {
    const { network, left, right, writer } = pair({ seed: 5 });
    network.runFor(2_000);
    writer.write(payload(1));
    network.runFor(10_000);
    const before = left.statistics.datagramsSent + right.statistics.datagramsSent;
    network.runFor(60_000);
    const sent = left.statistics.datagramsSent + right.statistics.datagramsSent - before;
    // 20 periods of 3 s each by multicast, every other one by unicast too.
    expect(sent).toBeLessThanOrEqual(2 * 31);
  });

  it('notice the end of the other by its farewell within a second, by its lease otherwise', async () => {
    const { network, left, right } = pair({ seed: 6 });
    network.runFor(1_000);
    const lost: string[] = [];
    right.on('participantLost', (_participant, reason) => lost.push(reason));
    const closing = left.close();
    await network.run(() => closing);
    network.runFor(1_000);
    expect(lost).toEqual(['disposed']);
    expect([...right.endpoints]).toEqual([]);
  });
});

it('endpoints of one participant match each other', () => {
  const network = new SimNetwork({ seed: 1 });
  const participant = new Participant(network.createHost(), { domainId: 0 });
  const numbers: number[] = [];
  const writer = participant.createWriter({ topicName: 't', typeName: 'T', qos: RELIABLE });
  participant.createReader(
    { topicName: 't', typeName: 'T', qos: RELIABLE },
    { onSample: (s) => numbers.push(numberOf(s)) },
  );
  network.runFor(100);
  writer.write(payload(1));
  writer.write(payload(2, 200_000));
  network.runFor(100);
  expect(numbers).toEqual([1, 2]);
});

it('a directed sample reaches one reader, the others go on undisturbed', () => {
  const network = new SimNetwork({ seed: 9, loss: 0.2 });
  const server = new Participant(network.createHost(), { domainId: 0 });
  const writer = server.createWriter({ topicName: 't', typeName: 'T', qos: RELIABLE });
  const got: number[][] = [[], [], []];
  const readers = got.map((numbers) =>
    new Participant(network.createHost(), { domainId: 0 }).createReader(
      { topicName: 't', typeName: 'T', qos: RELIABLE },
      { onSample: (s) => numbers.push(numberOf(s)) },
    ),
  );
  network.runUntil(
    () => writer.matchedReaders.length === 3 && readers.every((r) => r.matchedWriters.length === 1),
    30_000,
  );
  for (let n = 0; n < 90; n++) {
    const target = writer.findMatchedReader(readers[n % 3]?.guidOctets ?? new Uint8Array(16));
    if (target !== undefined) writer.write(payload(n), { relevantTo: target });
    network.runFor(2);
  }
  network.runFor(5_000);
  for (let i = 0; i < 3; i++) expect(got[i]).toEqual(Array.from({ length: 30 }, (_, k) => 3 * k + i));
  expect(writer.isAcknowledged).toBe(true);
});
