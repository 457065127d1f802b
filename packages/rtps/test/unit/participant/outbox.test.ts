import { HEARTBEAT_SIZE, dataSize } from '../../../src/message/message-writer.js';
import type { Destination } from '../../../src/participant/destination.js';
import { Outbox } from '../../../src/participant/outbox.js';
import { createGuidPrefix } from '../../../src/types/guid.js';
import { inWords, OUR_PREFIX, READER_ID, WRITER_ID } from '../../support/protocol-bench.js';
import { record } from '../../support/recording-handler.js';

function destination(number: number, maxDatagramBytes = 1_232): Destination {
  const prefix = createGuidPrefix(new Uint8Array(12).fill(number));
  return { prefix, locators: [], maxDatagramBytes, groupKey: '', allowance: undefined, isLoopback: false };
}

class RecordingOutbox extends Outbox {
  readonly datagrams: { to: Destination; bytes: Uint8Array }[];

  constructor() {
    const datagrams: { to: Destination; bytes: Uint8Array }[] = [];
    super(OUR_PREFIX, (bytes, to) => datagrams.push({ to, bytes: bytes.slice() }));
    this.datagrams = datagrams;
  }

  heartbeat(to: Destination, lastSn: number): void {
    const writer = this.open(to, HEARTBEAT_SIZE);
    writer.heartbeat({ readerId: READER_ID, writerId: WRITER_ID, firstSn: 1, lastSn, count: 1, final: false });
  }

  data(to: Destination, writerSn: number, bytes: number, timestamp?: { sec: number; nanosec: number }): void {
    const writer = this.open(to, dataSize(0, bytes), timestamp);
    writer.data({ readerId: READER_ID, writerId: WRITER_ID, writerSn, payload: new Uint8Array(bytes) });
  }

  told(): readonly string[][] {
    return this.datagrams.map(({ to, bytes }) => record(bytes, to.prefix).submessages.map(inWords));
  }
}

describe('Outbox', () => {
  it('packs what goes to one destination into one datagram, whoever wrote it', () => {
    const outbox = new RecordingOutbox();
    const [left, right] = [destination(2), destination(3)];
    outbox.data(left, 1, 8);
    outbox.heartbeat(right, 5);
    outbox.heartbeat(left, 1);
    outbox.flush();
    expect(outbox.told()).toEqual([['DATA 1', 'HEARTBEAT 1..1'], ['HEARTBEAT 1..5']]);
    expect(outbox.datagrams.map(({ to }) => to)).toEqual([left, right]);
  });

  it('sends nothing before it is flushed, and nothing twice', () => {
    const outbox = new RecordingOutbox();
    outbox.data(destination(2), 1, 8);
    expect(outbox.datagrams).toHaveLength(0);
    outbox.flush();
    outbox.flush();
    expect(outbox.datagrams).toHaveLength(1);
  });

  it('begins a new datagram before one would be larger than its path carries', () => {
    for (const bytes of [8, 100, 1_000, 1_152]) {
      const outbox = new RecordingOutbox();
      const to = destination(2);
      for (let sn = 1; sn <= 200; sn++) outbox.data(to, sn, bytes, { sec: sn, nanosec: 0 });
      outbox.flush();
      expect(Math.max(...outbox.datagrams.map((datagram) => datagram.bytes.length))).toBeLessThanOrEqual(1_232);
      expect(outbox.told().flat()).toEqual(Array.from({ length: 200 }, (_, i) => `DATA ${i + 1}`));
    }
  });

  it('leaves room for what it says it has room for', () => {
    const outbox = new RecordingOutbox();
    const to = destination(2);
    const payload = outbox.roomFor(to) - dataSize(0, 0);
    outbox.data(to, 1, payload, { sec: 1, nanosec: 0 });
    outbox.flush();
    expect(outbox.datagrams.map(({ bytes }) => bytes.length)).toEqual([1_232]);
  });

  it('gives what is larger than any datagram should be one of its own', () => {
    const outbox = new RecordingOutbox();
    const to = destination(2);
    outbox.data(to, 1, 8);
    outbox.data(to, 2, 40_000);
    outbox.data(to, 3, 8);
    outbox.flush();
    expect(outbox.told()).toEqual([['DATA 1'], ['DATA 2'], ['DATA 3']]);
  });

  it('goes on in a larger buffer when one is full and the path carries more, though it may have come to that since', () => {
    const outbox = new RecordingOutbox();
    const to = destination(2);
    outbox.data(to, 1, 1_000);
    for (const maxDatagramBytes of [16_384, 40_000]) {
      to.maxDatagramBytes = maxDatagramBytes;
      for (let sn = 2; sn <= 15; sn++) outbox.data(to, sn, 1_000 + sn);
    }
    outbox.flush();
    const written = [1, ...Array.from({ length: 28 }, (_, i) => 2 + (i % 14))];
    expect(outbox.told()).toEqual([written.map((sn) => `DATA ${sn}`)]);
    for (const size of [8, 1_000, 8]) outbox.data(to, 1, size);
    outbox.flush();
    expect(outbox.told()[1]).toEqual(['DATA 1', 'DATA 1', 'DATA 1']);
  });

  it('says the time of a sample before it, and once for samples of one time', () => {
    const outbox = new RecordingOutbox();
    const [to, time] = [destination(2), { sec: 5, nanosec: 500_000_000 }];
    for (const sn of [1, 2]) outbox.data(to, sn, 8, time);
    outbox.data(to, 3, 8, { sec: 6, nanosec: 0 });
    outbox.flush();
    const { submessages } = record(outbox.datagrams[0]!.bytes, to.prefix);
    expect(submessages.map(({ source }) => source.timestamp?.sec)).toEqual([5, 5, 6]);
    expect(outbox.datagrams[0]!.bytes.length).toBe(20 + 16 + 2 * 12 + 3 * dataSize(0, 8));
  });

  it('does not let the content of one datagram appear in the next', () => {
    const outbox = new RecordingOutbox();
    const to = destination(2);
    const writer = outbox.open(to, dataSize(0, 100));
    writer.data({ readerId: READER_ID, writerId: WRITER_ID, writerSn: 1, payload: new Uint8Array(100).fill(0xaa) });
    outbox.flush();
    outbox.data(to, 2, 5);
    outbox.flush();
    expect([...outbox.datagrams[1]!.bytes.slice(-8)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });
});
