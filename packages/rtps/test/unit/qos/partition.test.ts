import * as fc from 'fast-check';
import { partitionMatches, partitionsMatch } from '../../../src/qos/partition.js';

describe('partition names', () => {
  it.each([
    ['a', 'a', true],
    ['a', 'b', false],
    ['', '', true],
    ['*', '', true],
    ['?', '', false],
    ['*', 'anything', true],
    ['a*', 'a', true],
    ['a*', 'ab', true],
    ['a*', 'ba', false],
    ['*b', 'ab', true],
    ['*b*', 'abc', true],
    ['a*b*c', 'aXbYc', true],
    ['a*b*c', 'aXbY', false],
    ['a**c', 'ac', true],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['[abc]', 'b', true],
    ['[abc]', 'd', false],
    ['[a-c]x', 'bx', true],
    ['[a-c]x', 'dx', false],
    ['[!a-c]', 'd', true],
    ['[!a-c]', 'b', false],
    ['[^a]', 'b', true],
    ['[]a]', ']', true],
    ['[a-]', '-', true],
    ['[abc', '[abc', true],
    ['[abc', 'a', false],
    ['*[0-9]', 'robot7', true],
    ['*[0-9]', 'robot', false],
    ['.', 'x', false],
    ['a.*', 'abc', false],
    ['*', '*', true],
    ['a*', '*a', false],
    ['a*', 'a?', false],
  ])('“%s” and “%s” meet: %s', (left, right, expected) => {
    expect(partitionMatches(left, right)).toBe(expected);
    expect(partitionMatches(right, left)).toBe(expected);
  });

  it.each([
    [[], [], true],
    [[], [''], true],
    [[], ['*'], true],
    [[], ['a'], false],
    [['a', 'b'], ['c', 'b'], true],
    [['a', 'b'], ['c', 'd'], false],
    [['a', 'b'], ['c*', 'b*'], true],
  ])('of %j and %j meet: %s', (left, right, expected) => {
    expect(partitionsMatch(left, right)).toBe(expected);
    expect(partitionsMatch(right, left)).toBe(expected);
  });

  it('agree with a regular expression made of the pattern', () => {
    const pattern = fc
      .array(fc.constantFrom('a', 'b', '*', '?', '[ab]', '[!a]'), { maxLength: 6 })
      .map((parts) => parts.join(''));
    const name = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 }).map((letters) => letters.join(''));
    fc.assert(
      fc.property(pattern, name, (left, right) => {
        const source = left.replaceAll('[!', '[^').replaceAll('*', '.*').replaceAll('?', '.');
        expect(partitionMatches(left, right)).toBe(new RegExp(`^${source}$`).test(right));
      }),
      { numRuns: 2_000 },
    );
  });

  it('from the network cost no more than the product of their lengths', () => {
    let steps = 0;
    const counting = new Proxy(new String('a'.repeat(256)), {
      get(target, key) {
        steps++;
        const value = Reflect.get(target, key) as unknown;
        return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
      },
    }) as unknown as string;
    expect(partitionMatches(`${'*a'.repeat(127)}b`, counting)).toBe(false);
    expect(steps).toBeLessThan(256 * 256 * 3);
  });
});
