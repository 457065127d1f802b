import { slope } from '../../src/soak/slope.js';

describe('slope', () => {
  it('is that of the line through the points', () => {
    expect(
      slope([
        [0, 7],
        [1, 9],
        [3, 13],
      ]),
    ).toBeCloseTo(2);
  });

  it('is that of the nearest line where they lie on none', () => {
    expect(
      slope([
        [0, 0],
        [1, 2],
        [2, 0],
        [3, 2],
      ]),
    ).toBeCloseTo(0.4);
  });

  it('refuses to draw a line through one point', () => {
    expect(() => slope([[1, 1]])).toThrow(RangeError);
  });
});
