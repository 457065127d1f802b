import { measureGrowth } from '../../src/growth.js';

it('a joiner costs each participant the same, however many are there, and so does its silence', () => {
  const [few, many] = [10, 50].map((count) => {
    const { datagramsToJoin, kilobytesToJoin, datagramsIdle } = measureGrowth(
      count,
      () => 0,
      () => 0,
    );
    return [datagramsToJoin, kilobytesToJoin, datagramsIdle].map((cost) => cost / (count - 1));
  });
  // The announcements by multicast are shared by all: the more, the less.
  for (const [what, cost] of many!.entries()) expect([what, cost <= few![what]! * 1.05]).toEqual([what, true]);
  expect(many![1]).toBeLessThan(2);
});
