import { DurabilityKind, HistoryKind, Participant, ReliabilityKind, type Writer } from '@rclts/rtps';
import type { Random } from '../../../sim/src/random.js';
import { MemoryHost } from './memory-host.js';

const TARGET = '10.0.0.1';
const FRIEND = '10.0.0.2';
const RELIABLE = { reliability: ReliabilityKind.RELIABLE, history: HistoryKind.KEEP_ALL } as const;
const TOPICS = [
  { topicName: 'reliable', qos: RELIABLE },
  {
    topicName: 'latched',
    qos: { ...RELIABLE, history: HistoryKind.KEEP_LAST, depth: 3, durability: DurabilityKind.TRANSIENT_LOCAL },
  },
  { topicName: 'best-effort', qos: { reliability: ReliabilityKind.BEST_EFFORT } },
] as const;

/**
 * Two real participants that have found each other, with writers and readers both ways, in the middle of things: samples
 * and fragments under way, some lost. What the friend says is the corpus; the target is who hears the mutations.
 */
export class Session {
  readonly target: Participant;
  readonly corpus: Uint8Array[] = [];
  readonly errors: unknown[] = [];
  bytesOut = 0;
  samples = 0;
  readonly #clock = { now: 1_000 };
  readonly #targetHost: MemoryHost;
  readonly #friendHost: MemoryHost;
  readonly #friend: Participant;
  /** The target's. */
  readonly #writers: Writer[] = [];
  readonly #friendWriters: Writer[] = [];
  #newcomer: MemoryHost | undefined;
  readonly #others: Participant[] = [];
  readonly #random: Random;
  #wire: { readonly to: MemoryHost; readonly from: string; readonly bytes: Uint8Array }[] = [];
  #isLossy = false;
  #isCut = false;

  /** `rounds`: how long they have talked. */
  constructor(random: Random, rounds = 12) {
    this.#random = random;
    this.#targetHost = new MemoryHost(TARGET, random.uint32(), this.#clock, (bytes) => {
      this.bytesOut += bytes.length;
      if (this.#newcomer !== undefined) this.#carry(this.#newcomer, TARGET, bytes);
      else if (!this.#isCut) this.#carry(this.#friendHost, TARGET, bytes);
    });
    this.#friendHost = new MemoryHost(FRIEND, random.uint32(), this.#clock, (bytes) =>
      this.#carry(this.#targetHost, FRIEND, bytes),
    );
    this.target = new Participant(this.#targetHost, { domainId: 0 });
    this.#friend = new Participant(this.#friendHost, { domainId: 0 });
    this.target.on('error', (error) => this.errors.push(error));
    this.#createEndpoints(this.target, true);
    this.#createEndpoints(this.#friend, false);
    this.#run(200);
    if (!this.isMatched) throw new Error('the two did not find each other');
    this.#isLossy = true;
    this.#talk(rounds);
    // From now on the friend is only a name.
    this.#isCut = true;
  }

  get friendPrefix(): Uint8Array {
    return this.#friend.guidOctets.subarray(0, 12);
  }

  /** Whether what comes in the friend's name still reaches endpoints. */
  get isMatched(): boolean {
    return this.#writers.every((writer) => writer.matchedReaders.length > 0);
  }

  /** One datagram in the friend's name, and what the target does about it; returns the milliseconds of processor time that took. */
  hear(datagram: Uint8Array): number {
    const start = process.cpuUsage();
    this.#targetHost.receiver?.onDatagram(datagram, FRIEND, 7_411);
    this.#targetHost.run();
    const { user, system } = process.cpuUsage(start);
    this.#clock.now += 0.02;
    return (user + system) / 1_000;
  }

  /** Time goes by, and nothing is heard. */
  pass(ms: number): void {
    this.#clock.now += ms;
    this.#targetHost.run();
  }

  /** The target writes too, so that there is something to acknowledge. */
  write(size: number): void {
    for (const writer of this.#writers) {
      try {
        writer.write(new Uint8Array(size));
      } catch (error) {
        if ((error as { code?: string }).code !== 'ERR_RTPS_WRITER_FULL') throw error;
      }
    }
    this.#targetHost.run();
  }

  /** Whether a newcomer is served as if nothing had happened. */
  servesNewcomer(): boolean {
    this.#wire = [];
    this.#isLossy = false;
    const host = new MemoryHost('10.0.0.3', this.#random.uint32(), this.#clock, (bytes) =>
      this.#carry(this.#targetHost, '10.0.0.3', bytes),
    );
    this.#newcomer = host;
    const newcomer = new Participant(host, { domainId: 0 });
    let got = 0;
    newcomer.createReader({ topicName: 'fresh', typeName: 'T', qos: RELIABLE }, { onSample: () => (got += 1) });
    const writer = this.target.createWriter({ topicName: 'fresh', typeName: 'T', qos: RELIABLE });
    this.#run(1_000, [host]);
    writer.write(new Uint8Array(5_000));
    this.#run(1_000, [host]);
    this.#others.push(newcomer);
    return got === 1;
  }

  async close(): Promise<void> {
    let isClosed = false;
    const closing = Promise.all([this.target, this.#friend, ...this.#others].map((one) => one.close())).then(
      () => (isClosed = true),
    );
    while (!isClosed) {
      this.#run(20);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await closing;
  }

  #createEndpoints(participant: Participant, isTarget: boolean): void {
    for (const { topicName, qos } of TOPICS) {
      for (const direction of ['up', 'down']) {
        const topic = { topicName: `${topicName}-${direction}`, typeName: 'T', qos };
        if ((direction === 'up') === isTarget) {
          const writer = participant.createWriter({ ...topic, maxSamples: 64, maxBytes: 1 << 20 });
          if (isTarget) this.#writers.push(writer);
          else this.#friendWriters.push(writer);
        } else {
          participant.createReader(topic, { onSample: () => void (this.samples += 1) });
        }
      }
    }
  }

  /** Enough of everything that the protocol has, with losses. */
  #talk(rounds: number): void {
    for (let round = 0; round < rounds; round++) {
      for (const writer of [...this.#writers, ...this.#friendWriters]) {
        const size = [8, 60, 900, 4_000, 20_000][this.#random.integer(5)] ?? 8;
        if (this.#random.integer(3) > 0) writer.write(new Uint8Array(size));
      }
      this.#run(6);
    }
  }

  #carry(to: MemoryHost, from: string, datagram: Uint8Array): void {
    const bytes = datagram.slice();
    if (from === FRIEND && !this.#isCut && this.corpus.length < 400) this.corpus.push(bytes);
    if (this.#isLossy && this.#random.integer(4) === 0) return;
    this.#wire.push({ to, from, bytes });
  }

  #run(ms: number, others: readonly MemoryHost[] = []): void {
    const end = this.#clock.now + ms;
    while (this.#clock.now < end) {
      this.#clock.now += 0.5;
      const wire = this.#wire;
      this.#wire = [];
      for (const { to, from, bytes } of wire) to.receiver?.onDatagram(bytes, from, 7_411);
      for (const host of [this.#targetHost, this.#friendHost, ...others]) host.run();
    }
  }
}
