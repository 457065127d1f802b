import { LIMITS } from '../../../src/limits.js';
import { SendQueue } from '../../../src/participant/send-queue.js';
import { createStatistics } from '../../../src/participant/statistics.js';
import { createLocator, LocatorKind } from '../../../src/types/locator.js';

const TO = createLocator(LocatorKind.UDPv4, '10.0.0.2', 7_411);

function queue(): {
  queue: SendQueue;
  taken: number[];
  sink: { room: number };
  statistics: ReturnType<typeof createStatistics>;
} {
  const taken: number[] = [];
  const statistics = createStatistics();
  const sink = {
    room: 0,
    send(datagram: Uint8Array): boolean {
      if (sink.room === 0) return false;
      sink.room -= 1;
      taken.push(datagram[0] ?? -1);
      return true;
    },
  };
  return { queue: new SendQueue(sink, statistics), taken, sink, statistics };
}

describe('SendQueue', () => {
  it('hands on at once what is taken', () => {
    const { queue: one, taken, sink, statistics } = queue();
    sink.room = 2;
    one.send(Uint8Array.of(1, 1), TO);
    one.send(Uint8Array.of(2), TO);
    expect([taken, one.isBlocked]).toEqual([[1, 2], false]);
    expect([statistics.datagramsSent, statistics.bytesSent]).toEqual([2, 3]);
  });

  it('keeps the rest in order, and the bytes as they were', () => {
    const { queue: one, taken, sink } = queue();
    const buffer = new Uint8Array(1);
    for (let n = 1; n <= 5; n++) {
      buffer[0] = n;
      one.send(buffer, TO);
    }
    sink.room = 2;
    one.drain();
    expect([taken, one.isBlocked]).toEqual([[1, 2], true]);
    sink.room = 1;
    buffer[0] = 6;
    one.send(buffer, TO);
    sink.room = 10;
    one.drain();
    expect([taken, one.isBlocked]).toEqual([[1, 2, 3, 4, 5, 6], false]);
  });

  it('has a limit, beyond which datagrams are lost and counted', () => {
    const { queue: one, taken, sink, statistics } = queue();
    for (let n = 0; n < LIMITS.queuedDatagrams.value + 3; n++) one.send(Uint8Array.of(n), TO);
    expect(statistics.datagramsRefused).toBe(3);
    sink.room = Infinity;
    one.drain();
    expect(taken).toHaveLength(LIMITS.queuedDatagrams.value);
  });

  it('forgets what waits when it is cleared', () => {
    const { queue: one, taken, sink } = queue();
    one.send(Uint8Array.of(1), TO);
    one.clear();
    sink.room = 1;
    one.drain();
    expect([taken, one.isBlocked]).toEqual([[], false]);
  });
});
