import { SimNetwork } from '@rclts/sim';
import {
  DurabilityKind,
  HistoryKind,
  Participant,
  ReliabilityKind,
  type QosPolicies,
  type Sample,
  type WriterOptions,
} from '../../src/index.js';

const KEEP_ALL = { reliability: ReliabilityKind.RELIABLE, history: HistoryKind.KEEP_ALL } as const;

function payload(n: number, size = 8): Uint8Array {
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(4, n, true);
  return bytes;
}

const numberOf = ({ payload: bytes }: Sample): number =>
  new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);

/** A writer that holds few samples, and a reader on another machine that can be cut off. */
function bench(options: Partial<WriterOptions> = {}, qos: Partial<QosPolicies> = {}) {
  const network = new SimNetwork({ seed: 1, delayMs: 0.5 });
  const [left, right] = [0, 1].map(() => new Participant(network.createHost(), { domainId: 0 })) as [
    Participant,
    Participant,
  ];
  const topic = { topicName: 'rt/t', typeName: 'T', qos: { ...KEEP_ALL, ...qos } };
  const numbers: number[] = [];
  const writer = left.createWriter({ ...topic, maxSamples: 10, ...options });
  right.createReader(topic, { onSample: (sample) => numbers.push(numberOf(sample)) });
  network.runUntil(() => writer.matchedReaders.length === 1, 30_000);
  network.runFor(100);
  const cut = (): void => network.partition([[network.hosts[0]!], [network.hosts[1]!]]);
  return { network, left, right, writer, numbers, cut };
}

type Bench = ReturnType<typeof bench>;

/** Settlements in the order in which they come: a number that was written, or the code of an error. */
function follow(promises: readonly Promise<unknown>[]): unknown[] {
  const settled: unknown[] = [];
  for (const promise of promises)
    promise.then(
      (value) => settled.push(value ?? 'done'),
      (error: { code?: string; message: string }) => settled.push(error.code ?? error.message),
    );
  return settled;
}

async function fill({ writer, cut, network }: Bench): Promise<void> {
  cut();
  for (let n = 1; n <= 10; n++) writer.write(payload(n));
  await network.advance(1);
}

describe('a KEEP_ALL writer at its limit', () => {
  it('throws, or waits, and loses nothing of what it took', async () => {
    const world = bench();
    const { network, writer, numbers } = world;
    await fill(world);
    expect(() => writer.write(payload(11))).toThrow(expect.objectContaining({ code: 'ERR_RTPS_WRITER_FULL' }));
    const settled = follow([11, 12, 13].map((n) => writer.writeAsync(payload(n))));
    await network.advance(5_000);
    expect(settled).toEqual([]);
    network.heal();
    await network.advance(5_000);
    expect(settled).toEqual([11, 12, 13]);
    expect(numbers).toEqual(Array.from({ length: 13 }, (_, i) => i + 1));
  });

  it('takes a thousand from one who awaits each, as fast as the reader acknowledges them', async () => {
    const { network, writer, numbers } = bench();
    const start = network.now;
    await network.run(async () => {
      for (let n = 1; n <= 1_000; n++) await writer.writeAsync(payload(n));
      await writer.waitForAcknowledgments();
    });
    expect(numbers).toEqual(Array.from({ length: 1_000 }, (_, i) => i + 1));
    // A round trip is 1 ms, for 10 samples: nobody may wait for a word that has nothing to travel with.
    expect(network.now - start).toBeLessThan(250);
  });

  it('serves those who wait in the order of their calls, and lets nobody pass', async () => {
    const world = bench({ maxSamples: 100, maxBytes: 1_000 });
    const { network, writer, cut } = world;
    cut();
    writer.write(payload(1, 900));
    const settled = follow([writer.writeAsync(payload(2, 900)), writer.writeAsync(payload(3, 8))]);
    await network.advance(1);
    // There is room for these 8 octets, but others were first.
    expect(() => writer.write(payload(4, 8))).toThrow(expect.objectContaining({ code: 'ERR_RTPS_WRITER_FULL' }));
    expect(settled).toEqual([]);
    network.heal();
    await network.advance(3_000);
    expect(settled).toEqual([2, 3]);
  });

  it('gives up for a signal or a timeout, does not write then, and lets the next one try', async () => {
    const world = bench({ maxSamples: 100, maxBytes: 1_000 });
    const { network, writer, numbers, cut } = world;
    cut();
    writer.write(payload(1, 900));
    const controller = new AbortController();
    const { signal } = controller;
    const settled = follow([
      writer.writeAsync(payload(2, 900), { timeoutMs: 50 }),
      writer.writeAsync(payload(3, 900), { signal }),
      writer.writeAsync(payload(4, 8)),
    ]);
    await network.advance(49);
    expect(settled).toEqual([]);
    await network.advance(2);
    expect(settled).toEqual(['ERR_RTPS_TIMEOUT']);
    controller.abort(new Error('enough'));
    await network.advance(1);
    expect(settled).toEqual(['ERR_RTPS_TIMEOUT', 2, 'enough']);
    network.heal();
    await network.advance(3_000);
    expect(numbers).toEqual([1, 4]);
    await expect(writer.writeAsync(payload(5), { signal })).rejects.toThrow('enough');
    expect(() => void writer.writeAsync(payload(5), { timeoutMs: -1 })).toThrow(RangeError);
  });

  it('rejects whoever waits when it, or its participant, is closed', async () => {
    for (const close of [({ writer }: Bench) => writer.close(), ({ left }: Bench) => void left.close()]) {
      const world = bench();
      const { network, writer } = world;
      await fill(world);
      const settled = follow([writer.writeAsync(payload(11)), writer.waitForAcknowledgments()]);
      await network.advance(1);
      expect(settled).toEqual([]);
      close(world);
      await network.advance(1_000);
      expect(settled).toEqual(['ERR_RTPS_CLOSED', 'ERR_RTPS_CLOSED']);
      await expect(writer.writeAsync(payload(12))).rejects.toMatchObject({ code: 'ERR_RTPS_CLOSED' });
      await expect(writer.waitForAcknowledgments()).rejects.toMatchObject({ code: 'ERR_RTPS_CLOSED' });
    }
  });

  it('does not wait for what could never have room', async () => {
    const { writer } = bench({ maxBytes: 1_000 });
    await expect(writer.writeAsync(payload(1, 1_001))).rejects.toMatchObject({ code: 'ERR_RTPS_PAYLOAD_TOO_LARGE' });
    const reader = writer.matchedReaders[0]!;
    const variants = [{ to: [reader], payload: payload(1, 800) }];
    expect(() => writer.write(payload(1, 800), { variants })).toThrow(
      expect.objectContaining({ code: 'ERR_RTPS_PAYLOAD_TOO_LARGE' }),
    );
  });

  it('forgets, TRANSIENT_LOCAL, what everybody has, and nothing else', async () => {
    const durability = DurabilityKind.TRANSIENT_LOCAL;
    const world = bench({}, { durability });
    const { network, writer, right, cut, numbers } = world;
    for (let n = 1; n <= 10; n++) writer.write(payload(n));
    await network.advance(100);
    cut();
    for (let n = 11; n <= 20; n++) writer.write(payload(n));
    expect(() => writer.write(payload(21))).toThrow(expect.objectContaining({ code: 'ERR_RTPS_WRITER_FULL' }));
    const settled = follow([writer.writeAsync(payload(21))]);
    await network.advance(1_000);
    expect(settled).toEqual([]);
    network.heal();
    await network.advance(3_000);
    expect([settled, numbers]).toEqual([[21], Array.from({ length: 21 }, (_, i) => i + 1)]);
    const late: number[] = [];
    right.createReader(
      { topicName: 'rt/t', typeName: 'T', qos: { ...KEEP_ALL, durability } },
      { onSample: (sample) => late.push(numberOf(sample)) },
    );
    await network.advance(1_000);
    expect(late).toEqual([12, 13, 14, 15, 16, 17, 18, 19, 20, 21]);
  });
});

describe('waiting for acknowledgements', () => {
  it('ends when every reliable reader has what was written by then, soon after the last of them has', async () => {
    const { network, writer, numbers, cut } = bench({ maxSamples: 1_000 });
    await network.run(() => writer.waitForAcknowledgments());
    writer.write(payload(1));
    const start = network.now;
    await network.run(() => writer.waitForAcknowledgments());
    expect(numbers).toEqual([1]);
    expect(network.now - start).toBeLessThan(2);

    cut();
    writer.write(payload(2));
    const settled = follow([writer.waitForAcknowledgments({ timeoutMs: 500 }), writer.waitForAcknowledgments()]);
    await network.advance(1_000);
    writer.write(payload(3));
    expect(settled).toEqual(['ERR_RTPS_TIMEOUT']);
    network.heal();
    await network.advance(2_000);
    expect(settled).toEqual(['ERR_RTPS_TIMEOUT', 'done']);
  });

  it('ends when the reader that it waits for is lost', async () => {
    const { network, writer, cut, right } = bench();
    cut();
    writer.write(payload(1));
    const settled = follow([writer.waitForAcknowledgments()]);
    await network.advance(1_000);
    expect([settled, right.isClosed]).toEqual([[], false]);
    await network.advance(25_000);
    expect(settled).toEqual(['done']);
  });
});
