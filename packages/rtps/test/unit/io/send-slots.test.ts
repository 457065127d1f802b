import { LIMITS } from '../../../src/limits.js';
import { SendSlots } from '../../../src/io/send-slots.js';

describe('SendSlots', () => {
  it('keeps the bytes of a datagram until it has gone, whatever the sender does with its buffer', () => {
    const slots = new SendSlots(
      () => {},
      () => {},
    );
    const buffer = Uint8Array.of(1, 2, 3);
    const first = slots.take(buffer);
    buffer.fill(9);
    const second = slots.take(buffer);
    expect([...(first?.bytes.subarray(0, 3) ?? [])]).toEqual([1, 2, 3]);
    expect([...(second?.bytes.subarray(0, 3) ?? [])]).toEqual([9, 9, 9]);
    expect(second?.bytes.buffer).not.toBe(first?.bytes.buffer);
    first?.done(null);
    expect(slots.take(buffer)).toBe(first);
  });

  it('has a limited number of slots, reports what failed, and tells when one is free', () => {
    const errors: Error[] = [];
    let freed = 0;
    const slots = new SendSlots(
      (error) => errors.push(error),
      () => (freed += 1),
    );
    const taken = Array.from({ length: LIMITS.sendSlots.value }, () => slots.take(Uint8Array.of(1)));
    expect(taken.every((slot) => slot !== undefined)).toBe(true);
    expect([slots.take(Uint8Array.of(1)), slots.available]).toEqual([undefined, 0]);
    taken[0]?.done(new Error('ENOBUFS'));
    expect([slots.available, freed, errors.map(({ message }) => message)]).toEqual([1, 1, ['ENOBUFS']]);
    expect(slots.take(Uint8Array.of(1))).toBe(taken[0]);
  });

  it('grows a slot for a large datagram and gives the memory back afterwards', () => {
    const slots = new SendSlots(
      () => {},
      () => {},
    );
    const slot = slots.take(new Uint8Array(65_000).fill(7));
    expect(slot?.bytes.subarray(0, 65_000).every((byte) => byte === 7)).toBe(true);
    slot?.done(null);
    expect(slot?.bytes.length).toBe(2048);
  });
});
