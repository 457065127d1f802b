import { Trace } from '../../src/trace.js';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'));
const HEADER = '52545053 0205 0000 0102030405060708090a0b0c';

describe('Trace', () => {
  it('hashes all that happened and keeps only the last entries', () => {
    const [all, few] = [new Trace(1000), new Trace(2)];
    for (const trace of [all, few]) {
      for (let time = 0; time < 10; time += 1) trace.add(time, 'send', 'a', 'b', '', Uint8Array.of(time));
    }
    expect(few.hash).toBe(all.hash);
    expect(few.entries.map(({ time }) => time)).toEqual([8, 9]);
    expect(few.count('send')).toBe(10);
  });

  it('changes its hash with every detail', () => {
    const hash = (...entry: Parameters<Trace['add']>): string => {
      const trace = new Trace(0);
      trace.add(...entry);
      return trace.hash;
    };
    const hashes = [
      hash(1, 'send', 'a', 'b', '', Uint8Array.of(1)),
      hash(1.5, 'send', 'a', 'b', '', Uint8Array.of(1)),
      hash(1, 'lose', 'a', 'b', '', Uint8Array.of(1)),
      hash(1, 'send', 'a', 'c', '', Uint8Array.of(1)),
      hash(1, 'send', 'ab', '', '', Uint8Array.of(1)),
      hash(1, 'send', 'a', 'b', '', Uint8Array.of(2)),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('names the submessages of a datagram, with their sequence numbers', () => {
    const trace = new Trace(10);
    const datagram = hex(`${HEADER}
      0e 01 0c00 0102030405060708090a0b0c
      15 05 1800 0000 1000 00000004 00001203 00000000 05000000 00010000
      07 03 1c00 00000004 00001203 00000000 02000000 00000000 05000000 09000000
      06 01 1c00 00000004 00001203 00000000 03000000 02000000 000000c0 01000000
      80 01 0000 aaaa`);
    trace.add(12.5, 'deliver', '10.0.0.1', '10.0.0.2', '', datagram);
    trace.add(13, 'send', '10.0.0.1', '10.0.0.2', '', hex('00'));
    trace.add(14, 'note', '', '', 'partition');
    expect(trace.toString()).toContain(
      'INFO_DST DATA(00001203 #5) HEARTBEAT·F(00001203 2..5) ACKNACK(00001203 base 3 +2) 0x80',
    );
    expect(trace.toString()).toContain('12.500  deliver     10.0.0.1 → 10.0.0.2');
    expect(trace.toString()).toContain('not RTPS');
  });

  it('reads a cut datagram without falling over', () => {
    const trace = new Trace(100);
    const whole = hex(`${HEADER} 07 03 1c00 00000004 00001203 00000000 02000000 00000000 05000000 09000000`);
    for (let length = 0; length <= whole.length; length += 1)
      trace.add(0, 'send', 'a', 'b', '', whole.subarray(0, length));
    expect(trace.toString().split('\n')).toHaveLength(whole.length + 1);
  });
});
