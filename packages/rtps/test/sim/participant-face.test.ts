import { SimNetwork } from '@rclts/sim';
import { HistoryKind, Participant, ReliabilityKind, RtpsErrorCode, type Sample } from '../../src/index.js';

const RELIABLE = { reliability: ReliabilityKind.RELIABLE, history: HistoryKind.KEEP_ALL } as const;
const TOPIC = { topicName: 'rt/t', typeName: 'T', qos: RELIABLE };
const PAYLOAD = Uint8Array.of(0, 1, 0, 0, 1, 2, 3, 4);

function matchedPair(options: { seed?: number; leaseDurationMs?: number; maxSamples?: number; refusal?: number } = {}) {
  const { seed = 1, leaseDurationMs, maxSamples, refusal = 0 } = options;
  const network = new SimNetwork({ seed, delayMs: 0.5, refusal });
  const lease = leaseDurationMs === undefined ? {} : { leaseDurationMs };
  const [left, right] = [0, 1].map(() => new Participant(network.createHost(), { domainId: 0, ...lease })) as [
    Participant,
    Participant,
  ];
  const samples: Sample[] = [];
  const calls: string[] = [];
  const writer = left.createWriter({
    ...TOPIC,
    ...(maxSamples === undefined ? {} : { maxSamples }),
    onMatched: (reader) => calls.push(`matched ${reader.kind}`),
    onUnmatched: (reader) => calls.push(`unmatched ${reader.kind}`),
    onWritable: () => calls.push('writable'),
  });
  const reader = right.createReader(TOPIC, { onSample: (sample) => void samples.push(sample) });
  network.runUntil(() => writer.matchedReaders.length === 1 && reader.matchedWriters.length === 1, 30_000);
  return { network, left, right, writer, reader, samples, calls };
}

const codeOf = (action: () => unknown): unknown => {
  try {
    action();
    return undefined;
  } catch (error) {
    return (error as { code?: unknown }).code ?? (error as Error).name;
  }
};

describe('a reader with a content filter', () => {
  const filter = {
    contentFilteredTopicName: 't_f',
    relatedTopicName: 'rt/t',
    filterClassName: 'DDSSQL',
    filterExpression: 'x = %0',
    expressionParameters: ['1'],
  };

  it('stays matched while its filter changes, and loses nothing that is on its way', () => {
    const { network, writer, reader, samples, calls } = matchedPair();
    const [seen] = writer.matchedReaders;
    expect(seen?.contentFilter).toBeUndefined();
    // Nothing arrives: what was written waits for repair.
    network.setFaults({ loss: 1 });
    writer.write(PAYLOAD);
    network.runFor(50);
    network.setFaults({ loss: 0 });
    reader.setContentFilter(filter);
    network.runUntil(() => seen?.contentFilter !== undefined, 5_000);
    expect(seen?.contentFilter).toEqual(filter);
    reader.setContentFilter({ ...filter, expressionParameters: ['2'] });
    network.runUntil(() => seen?.contentFilter?.expressionParameters[0] === '2', 5_000);
    reader.setContentFilter(undefined);
    network.runUntil(() => seen?.contentFilter === undefined, 5_000);
    network.runUntil(() => samples.length === 1, 5_000);
    expect([samples.length, calls, writer.matchedReaders]).toEqual([1, ['matched reader'], [seen]]);
  });

  it('is seen with it by writers that come later, and by those of its own participant', () => {
    const network = new SimNetwork({ seed: 2 });
    const [left, right] = [0, 1].map(() => new Participant(network.createHost(), { domainId: 0 })) as [
      Participant,
      Participant,
    ];
    const reader = left.createReader({ ...TOPIC, contentFilter: filter }, { onSample: () => undefined });
    const writers = [left.createWriter(TOPIC), right.createWriter(TOPIC)];
    const filters = (): unknown[] => writers.map((writer) => writer.matchedReaders[0]?.contentFilter);
    network.runUntil(() => filters().every((one) => one !== undefined), 5_000);
    expect(filters()).toEqual([filter, filter]);
    reader.setContentFilter(undefined);
    network.runUntil(() => filters().every((one) => one === undefined), 5_000);
    expect(filters()).toEqual([undefined, undefined]);
  });
});

describe('a writer', () => {
  it('refuses what it cannot send, with a code and before anything happens', () => {
    const { left, writer } = matchedPair();
    const small = left.createWriter({ ...TOPIC, topicName: 'small', maxBytes: 1_000 });
    expect(codeOf(() => writer.write(new Uint8Array(0)))).toBe('RangeError');
    expect(codeOf(() => small.write(new Uint8Array(1_001)))).toBe(RtpsErrorCode.PAYLOAD_TOO_LARGE);
    expect(codeOf(() => writer.write(new Uint8Array(50_331_649)))).toBe(RtpsErrorCode.PAYLOAD_TOO_LARGE);
    writer.close();
    expect(codeOf(() => writer.write(PAYLOAD))).toBe(RtpsErrorCode.CLOSED);
    expect(small.write(PAYLOAD)).toBe(1);
  });

  it('does not lose its history to a sample that it could never hold', () => {
    const network = new SimNetwork({ seed: 1 });
    const participant = new Participant(network.createHost(), { domainId: 0 });
    const writer = participant.createWriter({
      ...TOPIC,
      maxBytes: 1_000,
      qos: { ...RELIABLE, history: HistoryKind.KEEP_LAST, depth: 5, durability: 1 },
    });
    writer.write(PAYLOAD);
    expect(codeOf(() => writer.write(new Uint8Array(2_000)))).toBe(RtpsErrorCode.PAYLOAD_TOO_LARGE);
    const got: Sample[] = [];
    participant.createReader(
      { ...TOPIC, qos: { ...RELIABLE, durability: 1 } },
      { onSample: (sample) => void got.push(sample) },
    );
    network.runFor(1_000);
    expect(got).toHaveLength(1);
  });

  it('is full with KEEP_ALL until its readers have something, and says when it takes more', () => {
    const { network, writer, samples, calls } = matchedPair({ maxSamples: 3 });
    for (let n = 0; n < 3; n++) writer.write(PAYLOAD);
    expect(codeOf(() => writer.write(PAYLOAD))).toBe(RtpsErrorCode.WRITER_FULL);
    network.runFor(10);
    expect([samples.length, calls]).toEqual([3, ['matched reader', 'writable']]);
    expect(writer.write(PAYLOAD)).toBe(4);
  });

  it('closes once, and tells the other side', () => {
    const { network, writer, reader, calls } = matchedPair();
    writer.close();
    writer.close();
    network.runFor(10);
    expect([reader.matchedWriters, writer.isClosed, calls]).toEqual([[], true, ['matched reader']]);
  });
});

describe('a reader', () => {
  it('gets samples as they are, with who wrote them and when', () => {
    const { network, left, writer, samples } = matchedPair();
    const guid = Uint8Array.from({ length: 16 }, (_, i) => i);
    writer.write(PAYLOAD, {
      relatedSampleIdentity: { guid, sequenceNumber: -1 },
      sourceTimestamp: { sec: 7, nanosec: 500_000_000 },
    });
    network.runFor(10);
    const [sample] = samples;
    expect([...(sample?.payload ?? [])]).toEqual([...PAYLOAD]);
    expect(sample?.sourceTimestamp).toEqual({ sec: 7, nanosec: 500_000_000 });
    expect(sample?.relatedSampleIdentity).toEqual({ guid, sequenceNumber: -1 });
    expect(sample?.writer.participant.guidPrefix.text).toBe(left.guid.prefix.text);
  });

  it('that throws hurts nobody: the participant tells, and goes on', () => {
    const { network, right, writer } = matchedPair();
    const errors: unknown[] = [];
    right.on('error', (error) => errors.push(error));
    let calls = 0;
    right.createReader(TOPIC, {
      onSample: () => {
        calls += 1;
        throw new Error('mine');
      },
    });
    network.runFor(100);
    for (let n = 0; n < 3; n++) writer.write(PAYLOAD);
    network.runFor(100);
    expect([calls, errors.map(String)]).toEqual([3, Array(3).fill('Error: mine')]);
  });

  it('may write, create and close from within its callback', () => {
    const { network, left, right, writer } = matchedPair();
    const echoes: number[] = [];
    const echo = right.createWriter({ ...TOPIC, topicName: 'echo' });
    left.createReader(
      { ...TOPIC, topicName: 'echo' },
      { onSample: (sample) => void echoes.push(sample.sequenceNumber) },
    );
    const own = right.createReader(TOPIC, {
      onSample: (sample) => {
        echo.write(sample.payload);
        right.createWriter({ ...TOPIC, topicName: 'made' });
        if (sample.sequenceNumber === 2) own.close();
      },
    });
    network.runFor(100);
    for (let n = 0; n < 4; n++) writer.write(PAYLOAD);
    network.runFor(100);
    expect(echoes).toEqual([1, 2]);
  });

  it('of a matched writer that lost its words can ask for them', () => {
    const { network, reader, right } = matchedPair();
    const before = right.statistics.ackNacksSent;
    reader.requestHeartbeats();
    network.runFor(50);
    expect(right.statistics.ackNacksSent).toBeGreaterThan(before);
  });
});

describe('a participant', () => {
  it('calls back in time, in order, not after it was cancelled, and never for Infinity', () => {
    const { network, left } = matchedPair();
    const calls: string[] = [];
    left.schedule(20, () => calls.push('20'));
    left.schedule(10, () => calls.push('10'));
    left.schedule(Infinity, () => calls.push('never'));
    const cancel = left.schedule(15, () => calls.push('cancelled'));
    left.defer(() => calls.push('deferred'));
    cancel();
    network.runFor(100_000);
    expect(calls).toEqual(['deferred', '10', '20']);
  });

  it('lets the network have its turn though a timer sets itself again for now', () => {
    const { network, left, writer, samples } = matchedPair();
    let runs = 0;
    const again = (): void => {
      runs += 1;
      if (runs < 1_000) left.schedule(0, again);
    };
    left.schedule(0, again);
    writer.write(PAYLOAD);
    network.runUntil(() => runs >= 1_000 && samples.length === 1, 5_000);
    expect([runs, samples.length]).toEqual([1_000, 1]);
  });

  it('announces a short lease often enough, to peers without multicast too', () => {
    const { network, right } = matchedPair({ leaseDurationMs: 1_000 });
    const lost: string[] = [];
    right.on('participantLost', (_participant, reason) => lost.push(reason));
    network.runFor(20_000);
    expect(lost).toEqual([]);
  });

  it('is noticed to be gone within its lease when it is killed', () => {
    const { network, right } = matchedPair({ leaseDurationMs: 2_000 });
    let lostAt = 0;
    right.on('participantLost', () => (lostAt = network.now));
    network.runFor(5_000);
    const killedAt = network.now;
    network.hosts[0]?.stop();
    network.runFor(10_000);
    expect(lostAt - killedAt).toBeGreaterThan(1_000);
    expect(lostAt - killedAt).toBeLessThan(2_600);
  });

  it('refuses to do anything once it is closed, and closes once', async () => {
    const { network, left, writer } = matchedPair();
    const closing = left.close();
    expect(codeOf(() => left.createWriter(TOPIC))).toBe(RtpsErrorCode.CLOSED);
    await network.run(() => Promise.all([closing, left.close()]));
    expect([left.isClosed, codeOf(() => writer.close())]).toEqual([true, undefined]);
    const sent = left.statistics.datagramsSent;
    let called = false;
    left.schedule(1, () => (called = true));
    left.defer(() => (called = true));
    network.runFor(100);
    expect([called, left.statistics.datagramsSent]).toEqual([false, sent]);
  });

  it('delivers what was written last before it closes', async () => {
    const { network, left, writer, samples } = matchedPair({ seed: 3 });
    for (let n = 0; n < 20; n++) writer.write(new Uint8Array(5_000).fill(1));
    await network.run(() => left.close());
    network.runFor(10);
    expect(samples).toHaveLength(20);
  });

  it('keeps what the socket does not take, and sends it when it does', () => {
    const { network, left, writer, samples } = matchedPair({ refusal: 0.5, seed: 11 });
    for (let n = 0; n < 50; n++) writer.write(new Uint8Array(3_000).fill(1));
    network.runUntil(() => samples.length === 50, 60_000);
    expect(samples.map(({ sequenceNumber }) => sequenceNumber)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    expect([left.statistics.datagramsRefused, left.statistics.repairs]).toEqual([0, 0]);
  });

  it('refuses options that no peer would take', () => {
    const host = new SimNetwork({ seed: 1 }).createHost();
    expect(() => new Participant(host, { domainId: 0, maxDatagramBytes: 500 })).toThrow(RangeError);
    const participant = new Participant(host, { domainId: 0 });
    expect(() => participant.createWriter({ ...TOPIC, topicName: 'n'.repeat(300) })).toThrow(RangeError);
    expect(() => participant.createReader({ ...TOPIC, typeName: 'a\0b' }, { onSample: () => undefined })).toThrow(
      RangeError,
    );
    expect([...participant.endpoints]).toEqual([]);
  });
});
