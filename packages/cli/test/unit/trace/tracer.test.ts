import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CaptureReader, UdpDatagrams, type CapturedDatagram } from '@rclts/rtps';
import { eventJson, eventLine } from '../../../src/trace/event-line.js';
import { Tracer } from '../../../src/trace/tracer.js';

const capture = join(__dirname, '../../../../../vectors/captures/kilted_action_udp.pcapng');
const udp = new UdpDatagrams();
const datagrams = new CaptureReader().read(readFileSync(capture)).flatMap((packet) => udp.read(packet) ?? []);

function eventsOf(all: readonly CapturedDatagram[]) {
  const tracer = new Tracer();
  return all.flatMap((datagram) => tracer.take(datagram));
}

describe('a tracer', () => {
  it('tells of a message that it can read in part only', () => {
    const [first] = datagrams;
    if (first === undefined) throw new Error('an empty capture');
    const events = eventsOf([{ ...first, payload: first.payload.subarray(0, -1) }]);
    expect(events.at(-1)).toMatchObject({ kind: 'MALFORMED' });
  });

  it('is silent about what is not RTPS', () => {
    const [first] = datagrams;
    if (first === undefined) throw new Error('an empty capture');
    expect(eventsOf([{ ...first, payload: new Uint8Array(100) }])).toEqual([]);
  });

  it('takes any octets, and prints none that steer a terminal', () => {
    const some = datagrams.slice(0, 90);
    const edits = fc.array(fc.tuple(fc.nat(some.length - 1), fc.nat(2000), fc.nat(255)), { maxLength: 60 });
    fc.assert(
      fc.property(edits, (changes) => {
        const changed = some.map((one) => ({ ...one, payload: Uint8Array.from(one.payload) }));
        for (const [index, at, octet] of changes) changed[index]?.payload.fill(octet, at, at + 1);
        for (const event of eventsOf(changed)) {
          // eslint-disable-next-line no-control-regex -- they are what must not be there
          expect(eventLine(event)).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
          expect(() => JSON.parse(eventJson(event)) as unknown).not.toThrow();
        }
      }),
      { numRuns: 40 },
    );
  });
});
