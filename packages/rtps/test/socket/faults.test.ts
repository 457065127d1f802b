import { Socket } from 'node:dgram';
import { claimDomain, type Domain } from '@rclts/interop';
import type { Sample } from '../../src/behavior/sample.js';
import type { DatagramTap } from '../../src/io/datagram-tap.js';
import type { NetworkOptions } from '../../src/io/network-options.js';
import { openParticipant } from '../../src/io/open-participant.js';
import type { Participant } from '../../src/participant/participant.js';
import type { ParticipantOptions } from '../../src/participant/participant-options.js';
import { HistoryKind, ReliabilityKind } from '../../src/qos/policies.js';
import { EntityIds } from '../../src/types/entity-id.js';
import { Prng } from '../support/prng.js';
import { record } from '../support/recording-handler.js';

const TOPIC = {
  topicName: 'faults',
  typeName: 'Fault',
  qos: { reliability: ReliabilityKind.RELIABLE, history: HistoryKind.KEEP_ALL },
};
const payloadOf = (number: number, bytes: number): Uint8Array => {
  const payload = new Uint8Array(bytes);
  payload.set([0, 1, 0, 0, number]);
  return payload;
};

type Send = (...args: unknown[]) => void;

/** What a system does that has no buffers, no route, a smaller path, a firewall; all of them by the callback but the last. */
const FAILURES = ['ENOBUFS', 'ENETUNREACH', 'EMSGSIZE', 'EPERM'];

/** Lets a third of the datagrams of this process fail in one of those ways; which ones is left to dice, or the same might always. */
function breakSockets(): void {
  const real = Socket.prototype.send as Send;
  const dice = new Prng(86);
  jest.spyOn(Socket.prototype, 'send').mockImplementation(function (this: Socket, ...args: unknown[]) {
    if (dice.below(3) > 0) {
      real.apply(this, args);
      return;
    }
    const code = FAILURES[dice.below(FAILURES.length)] ?? '';
    const error = Object.assign(new Error(code), { code });
    if (code === 'EPERM') throw error;
    const done = args.at(-1) as (error: Error) => void;
    setImmediate(() => done(error));
  });
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('a participant on real sockets', () => {
  let domain: Domain;
  beforeAll(async () => {
    domain = await claimDomain();
  });
  afterAll(() => domain.release());
  const participants: Participant[] = [];
  const open = async (options: NetworkOptions & Partial<ParticipantOptions> = {}): Promise<Participant> => {
    const participant = await openParticipant({ domainId: domain.id, discoveryRange: 'localhost', ...options });
    participants.push(participant);
    return participant;
  };
  afterEach(async () => {
    jest.restoreAllMocks();
    await Promise.all(participants.splice(0).map((participant) => participant.close()));
  });

  /** A writer of `left` and a reader of `right` that know each other, and what the reader has received. */
  async function matched(left: Participant, right: Participant) {
    const samples: Sample[] = [];
    let [onMatched, onSample] = [(): void => undefined, (): void => undefined];
    const bothMatched = new Promise<void>((resolve) => {
      let missing = 2;
      onMatched = () => void (--missing === 0 && resolve());
    });
    right.createReader(TOPIC, {
      onSample: (sample) => (samples.push(sample), onSample()),
      onMatched: () => onMatched(),
    });
    const writer = left.createWriter({ ...TOPIC, onMatched: () => onMatched() });
    await bothMatched;
    const received = async (count: number): Promise<number[]> => {
      while (samples.length < count) await new Promise<void>((resolve) => (onSample = resolve));
      return samples.map(({ payload }) => payload[4] ?? -1);
    };
    return { writer, received };
  }

  it('counts what its sockets do not send, survives it, and sends it again: nothing is lost', async () => {
    breakSockets();
    const [left, right] = [await open(), await open()];
    const { writer, received } = await matched(left, right);
    // Whole ones, and some of many fragments.
    for (let number = 0; number < 60; number++) writer.write(payloadOf(number, number % 10 === 0 ? 200_000 : 100));
    expect(await received(60)).toEqual(Array.from({ length: 60 }, (_, number) => number));
    const errors = new Set(
      [left, right].flatMap(({ statistics }) => [...(statistics.host?.socketErrors.keys() ?? [])]),
    );
    for (const code of FAILURES) expect(errors).toContain(`send ${code}`);
  });

  it('does not mind that somebody sets the clock, by an hour, a year, and back', async () => {
    const [left, right] = [await open({ leaseDurationMs: 1_000 }), await open({ leaseDurationMs: 1_000 })];
    const lost: string[] = [];
    for (const one of [left, right]) one.on('participantLost', (_participant, reason) => lost.push(reason));
    const { writer, received } = await matched(left, right);
    const realNow = Date.now.bind(Date);
    let number = 0;
    for (const jumpMs of [3_600_000, -3_600_000, 31_536_000_000, 0]) {
      jest.spyOn(Date, 'now').mockImplementation(() => realNow() + jumpMs);
      writer.write(payloadOf(number++, 100));
      await received(number);
      // Long enough for leases to run out, were they measured by it: each announces itself four times a lease.
      const before = right.statistics.datagramsReceived;
      await until(() => right.statistics.datagramsReceived >= before + 6);
    }
    expect(lost).toEqual([]);
  });

  it('expires nobody after its own event loop has stood still for longer than all leases', async () => {
    const [left, right] = [await open({ leaseDurationMs: 500 }), await open({ leaseDurationMs: 500 })];
    const lost: string[] = [];
    for (const one of [left, right]) one.on('participantLost', (_participant, reason) => lost.push(reason));
    const { writer, received } = await matched(left, right);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_500);
    for (let number = 0; number < 10; number++) {
      writer.write(payloadOf(number, 100));
      await received(number + 1);
    }
    expect(lost).toEqual([]);
    expect(left.statistics.stalls + right.statistics.stalls).toBeGreaterThan(0);
  });

  it('sends its farewell last, and nothing once it is closed', async () => {
    const sent: Uint8Array[] = [];
    let isEnded = false;
    const afterwards: string[] = [];
    const tap: DatagramTap = {
      onDatagram: (direction, datagram) => {
        if (direction === 'sent') sent.push(datagram.slice());
        if (isEnded) afterwards.push(direction);
      },
      close: () => (isEnded = true),
    };
    const [left, right] = [await open({ tap }), await open()];
    const { writer, received } = await matched(left, right);
    writer.write(payloadOf(1, 100));
    await received(1);
    const lost = new Promise<string>((resolve) =>
      right.on('participantLost', (_participant, reason) => resolve(reason)),
    );
    writer.write(payloadOf(2, 100));
    await left.close();
    const count = sent.length;
    const last = sent.at(-1) ?? new Uint8Array(0);
    const farewell = record(last, right.guid.prefix).submessages.at(-1);
    expect(farewell).toMatchObject({ kind: 'DATA', writerId: EntityIds.SPDP_BUILTIN_PARTICIPANT_WRITER });
    expect(farewell?.kind === 'DATA' && farewell.payload).toBe(undefined);
    expect([await received(2), await lost]).toEqual([[1, 2], 'disposed']);
    expect([sent.length, afterwards]).toEqual([count, []]);
  });
});
