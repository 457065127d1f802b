import { SimNetwork } from '@rclts/sim';
import {
  DurabilityKind,
  HistoryKind,
  Participant,
  ReliabilityKind,
  type Instance,
  type QosPolicies,
  type Reader,
  type Sample,
  type Writer,
} from '../../src/index.js';
import { Timing } from '../../src/behavior/timing.js';
import { byId, idOf, sampleOf, valueOf } from '../support/numbered-instances.js';

const TOPIC = { topicName: 'Square', typeName: 'Shape', key: byId };
const RELIABLE = { reliability: ReliabilityKind.RELIABLE, history: HistoryKind.KEEP_ALL } as const;
const LATE = { ...RELIABLE, history: HistoryKind.KEEP_LAST, durability: DurabilityKind.TRANSIENT_LOCAL } as const;

/** Participants on machines of their own, and what each reader was told, in words. */
class Bench {
  readonly network: SimNetwork;

  constructor(loss = 0, seed = 1) {
    this.network = new SimNetwork({ seed, delayMs: 0.5, loss });
  }

  participant(): Participant {
    return new Participant(this.network.createHost(), { domainId: 0 });
  }

  read(participant: Participant, qos: Partial<QosPolicies> = RELIABLE): { reader: Reader; told: string[] } {
    const told: string[] = [];
    const reader = participant.createReader(
      { ...TOPIC, qos },
      {
        onSample: (sample: Sample, instance?: Instance) =>
          told.push(`${idOf(instance?.key)} = ${valueOf(sample.payload)}`),
        onInstance: ({ key, state }) => told.push(`${idOf(key)} ${state}`),
      },
    );
    return { reader, told };
  }

  untilMatched(...writers: readonly Writer[]): void {
    this.network.runUntil(() => writers.every(({ matchedReaders }) => matchedReaders.length > 0), 30_000);
    this.network.runFor(200);
  }

  untilAcknowledged(writer: Writer): void {
    this.network.runUntil(() => writer.isAcknowledged, 30_000);
    this.network.runFor(10);
  }
}

describe('a keyed topic', () => {
  it('tells its reader which instance a sample is of, and when one ends', () => {
    const bench = new Bench();
    const writer = bench.participant().createWriter({ ...TOPIC, qos: RELIABLE });
    const { told } = bench.read(bench.participant());
    bench.untilMatched(writer);
    writer.write(sampleOf(1, 10));
    writer.write(sampleOf(2, 20));
    writer.dispose(sampleOf(1, 0));
    writer.unregister(sampleOf(2, 0));
    writer.write(sampleOf(1, 11));
    bench.untilAcknowledged(writer);
    expect(told).toEqual(['1 = 10', '2 = 20', '1 NOT_ALIVE_DISPOSED', '2 NOT_ALIVE_NO_WRITERS', '1 = 11']);
  });

  it('does so over a network that loses a third of everything', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const bench = new Bench(0.3, seed);
      const writer = bench.participant().createWriter({ ...TOPIC, qos: RELIABLE });
      const { told } = bench.read(bench.participant());
      bench.untilMatched(writer);
      const expected: string[] = [];
      for (let id = 1; id <= 20; id++) {
        writer.write(sampleOf(id, id * 10));
        writer.dispose(sampleOf(id, 0));
        expected.push(`${id} = ${id * 10}`, `${id} NOT_ALIVE_DISPOSED`);
      }
      bench.untilAcknowledged(writer);
      expect(told).toEqual(expected);
    }
  });

  it('keeps the last sample of each instance for a late joiner, and lets it know of what is disposed', () => {
    const bench = new Bench();
    const writer = bench.participant().createWriter({ ...TOPIC, qos: LATE });
    for (let value = 1; value <= 5; value++) for (const id of [1, 2, 3]) writer.write(sampleOf(id, value));
    writer.dispose(sampleOf(2, 0));
    const { told } = bench.read(bench.participant(), LATE);
    bench.untilMatched(writer);
    bench.untilAcknowledged(writer);
    expect(told).toEqual(['1 = 5', '3 = 5', '2 NOT_ALIVE_DISPOSED']);
  });

  it('keeps nothing of an instance that was disposed a while ago, whatever its depth', () => {
    const bench = new Bench();
    const writer = bench.participant().createWriter({ ...TOPIC, qos: { ...LATE, depth: 5 } });
    for (const value of [1, 2]) for (const id of [1, 2]) writer.write(sampleOf(id, value));
    writer.dispose(sampleOf(2, 0));
    bench.network.runFor(Timing.disposalKeepMs + 1);
    writer.write(sampleOf(1, 3));
    const { told } = bench.read(bench.participant(), { ...LATE, depth: 5 });
    bench.untilMatched(writer);
    bench.untilAcknowledged(writer);
    expect(told).toEqual(['1 = 1', '1 = 2', '1 = 3']);
  });

  it('has an instance without writers when the only one that wrote it closes', () => {
    const bench = new Bench();
    const participant = bench.participant();
    const [left, right] = [0, 1].map(() => participant.createWriter({ ...TOPIC, qos: RELIABLE })) as [Writer, Writer];
    const { told } = bench.read(bench.participant());
    bench.untilMatched(left, right);
    left.write(sampleOf(1, 10));
    left.write(sampleOf(2, 20));
    bench.untilAcknowledged(left);
    right.write(sampleOf(2, 21));
    bench.untilAcknowledged(right);
    left.close();
    bench.network.runFor(1_000);
    expect(told.slice(3)).toEqual(['1 NOT_ALIVE_NO_WRITERS']);
  });

  it('works within one participant', () => {
    const bench = new Bench();
    const participant = bench.participant();
    const writer = participant.createWriter({ ...TOPIC, qos: RELIABLE });
    const { told } = bench.read(participant);
    bench.untilMatched(writer);
    writer.write(sampleOf(1, 10));
    writer.dispose(sampleOf(1, 0));
    bench.untilAcknowledged(writer);
    expect(told).toEqual(['1 = 10', '1 NOT_ALIVE_DISPOSED']);
  });

  it('matches none without key, and refuses to end instances that it has not', () => {
    const bench = new Bench();
    const { key: _, ...keyless } = TOPIC;
    const writer = bench.participant().createWriter({ ...keyless, qos: RELIABLE });
    const { reader } = bench.read(bench.participant());
    bench.network.runFor(2_000);
    expect([writer.matchedReaders, reader.matchedWriters]).toEqual([[], []]);
    expect(() => writer.dispose(sampleOf(1, 0))).toThrow(TypeError);
    writer.close();
  });

  it('refuses to end an instance when the history may not forget and is full, and after close', () => {
    const bench = new Bench();
    const writer = bench.participant().createWriter({ ...TOPIC, qos: RELIABLE, maxSamples: 2 });
    bench.read(bench.participant());
    bench.untilMatched(writer);
    bench.network.partition(bench.network.hosts.map((host) => [host]));
    writer.write(sampleOf(1, 1));
    writer.dispose(sampleOf(1, 0));
    expect(() => writer.unregister(sampleOf(1, 0))).toThrow(expect.objectContaining({ code: 'ERR_RTPS_WRITER_FULL' }));
    writer.close();
    expect(() => writer.dispose(sampleOf(1, 0))).toThrow(expect.objectContaining({ code: 'ERR_RTPS_CLOSED' }));
  });
});
