import { SimNetwork, type SimHost } from '@rclts/sim';
import * as fc from 'fast-check';
import {
  DurabilityKind,
  HistoryKind,
  Participant,
  ReliabilityKind,
  type Reader,
  type Sample,
  type Writer,
} from '../../src/index.js';

const TOPICS = ['a', 'b'];
const operation = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      which: fc.nat(20),
      size: fc.constantFrom(1, 8, 700, 3_000, 40_000),
      isDirected: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('createWriter' as const),
      where: fc.nat(2),
      topic: fc.nat(1),
      qos: fc.nat(3),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('createReader' as const),
      where: fc.nat(2),
      topic: fc.nat(1),
      qos: fc.nat(3),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('closeWriter' as const, 'closeReader' as const), which: fc.nat(20) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cut' as const), ms: fc.integer({ min: 1, max: 4_000 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('advance' as const), ms: fc.constantFrom(0, 1, 5, 50, 500) }) },
);

/** Reliable or not, with history for late joiners or not. */
const QOS = [
  { reliability: ReliabilityKind.RELIABLE, history: HistoryKind.KEEP_ALL },
  {
    reliability: ReliabilityKind.RELIABLE,
    history: HistoryKind.KEEP_LAST,
    depth: 2,
    durability: DurabilityKind.TRANSIENT_LOCAL,
  },
  { reliability: ReliabilityKind.BEST_EFFORT },
  { reliability: ReliabilityKind.RELIABLE, history: HistoryKind.KEEP_ALL, durability: DurabilityKind.TRANSIENT_LOCAL },
] as const;

class World {
  readonly network: SimNetwork;
  readonly hosts: SimHost[];
  readonly participants: Participant[];
  readonly writers: Writer[] = [];
  readonly readers: { readonly reader: Reader; readonly samples: Sample[] }[] = [];
  readonly errors: unknown[] = [];

  constructor(seed: number) {
    this.network = new SimNetwork({ seed, loss: 0.1, duplication: 0.05, reordering: 0.1, refusal: 0.05, delayMs: 0.5 });
    this.hosts = [0, 1, 2].map(() => this.network.createHost());
    this.participants = this.hosts.map((host) => new Participant(host, { domainId: 0, leaseDurationMs: 60_000 }));
    for (const participant of this.participants) participant.on('error', (error) => this.errors.push(error));
  }

  run(one: typeof operation extends fc.Arbitrary<infer Operation> ? Operation : never): void {
    switch (one.do) {
      case 'write': {
        const writer = pick(this.writers, one.which);
        if (writer === undefined || writer.isClosed) return;
        const [reader] = writer.matchedReaders;
        const options = one.isDirected && reader !== undefined ? { relevantTo: reader } : {};
        try {
          writer.write(new Uint8Array(one.size), options);
        } catch (error) {
          expect((error as { code?: string }).code).toBe('ERR_RTPS_WRITER_FULL');
        }
        return;
      }
      case 'createWriter': {
        const topic = { topicName: TOPICS[one.topic] ?? '', typeName: 'T', qos: QOS[one.qos] ?? QOS[0] };
        this.writers.push(this.participants[one.where]!.createWriter({ ...topic, maxSamples: 20 }));
        return;
      }
      case 'createReader': {
        const samples: Sample[] = [];
        const topic = { topicName: TOPICS[one.topic] ?? '', typeName: 'T', qos: QOS[one.qos] ?? QOS[0] };
        const reader = this.participants[one.where]!.createReader(topic, {
          onSample: (sample) => void samples.push(sample),
        });
        this.readers.push({ reader, samples });
        return;
      }
      case 'closeWriter':
        pick(this.writers, one.which)?.close();
        return;
      case 'closeReader':
        pick(this.readers, one.which)?.reader.close();
        return;
      case 'cut':
        this.network.partition([[this.hosts[0]!], [this.hosts[1]!, this.hosts[2]!]]);
        this.network.runFor(one.ms);
        this.network.heal();
        return;
      case 'advance':
        this.network.runFor(one.ms);
    }
  }

  /** Every reader has each writer's samples in ascending order, none twice. */
  checkOrder(): void {
    for (const { samples } of this.readers) {
      const last = new Map<string, number>();
      for (const { writer, sequenceNumber } of samples) {
        if (sequenceNumber <= (last.get(writer.guidText) ?? 0))
          throw new Error(`${sequenceNumber} of ${writer.guidText} again, or late`);
        last.set(writer.guidText, sequenceNumber);
      }
    }
  }
}

function pick<Item>(items: readonly Item[], which: number): Item | undefined {
  return items.length === 0 ? undefined : items[which % items.length];
}

describe('any sequence of operations on three participants, at 10 % loss', () => {
  it('throws nothing, delivers in order and once, and ends acknowledged, silent and closed', async () => {
    const property = fc.asyncProperty(
      fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      fc.array(operation, { minLength: 5, maxLength: 60 }),
      async (seed, operations) => {
        const world = new World(seed);
        const { network, participants, writers } = world;
        for (const one of operations) world.run(one);
        world.checkOrder();
        const isDone = network.runUntil(
          () => writers.every((writer) => writer.isClosed || writer.isAcknowledged),
          60_000,
        );
        world.checkOrder();
        expect([isDone, world.errors]).toEqual([true, []]);
        network.runFor(5_000);
        const before = network.trace.count('send');
        network.runFor(30_000);
        // Announcements of 3 participants, 10 periods, to all and to each of the others every other time; and some last word.
        expect(network.trace.count('send') - before).toBeLessThanOrEqual(3 * 11 + 3 * 2 * 6 + 10);
        await network.run(() => Promise.all(participants.map((participant) => participant.close())));
        const sent = network.trace.count('send');
        network.runFor(30_000);
        expect(network.trace.count('send')).toBe(sent);
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });
});
