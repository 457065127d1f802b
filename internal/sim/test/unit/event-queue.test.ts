import { EventQueue } from '../../src/event-queue.js';
import { Random } from '../../src/random.js';

describe('EventQueue', () => {
  it('gives events by time, and those of one time in the order in which they came', () => {
    const queue = new EventQueue();
    const random = new Random(1);
    const expected = Array.from({ length: 2000 }, (_, order) => ({ time: random.integer(50), order }));
    for (const { time } of expected) queue.add(time, () => {});
    expected.sort((a, b) => a.time - b.time || a.order - b.order);
    const taken = expected.map(() => queue.take());
    expect(taken.map((event) => [event?.time, event?.order])).toEqual(expected.map(({ time, order }) => [time, order]));
    expect(queue.take()).toBeUndefined();
  });

  it('skips what was cancelled', () => {
    const queue = new EventQueue();
    const first = queue.add(1, () => {});
    const second = queue.add(2, () => {});
    first.run = undefined;
    expect(queue.nextTime()).toBe(2);
    expect(queue.take()).toBe(second);
    expect(queue.nextTime()).toBe(Infinity);
    expect(queue.size).toBe(0);
  });
});
