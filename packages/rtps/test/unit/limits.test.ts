import { type Limit, LIMITS } from '../../src/limits.js';

const limits: [string, Limit][] = Object.entries(LIMITS);

it.each(limits)('%s has a value, a unit, a policy and a source', (_name, { value, unit, policy, source }) => {
  expect(Number.isSafeInteger(value) && value > 0).toBe(true);
  expect(unit).not.toBe('');
  expect(policy).toMatch(/^[A-Z].*\.$/s);
  expect(source).not.toBe('');
});

it('no sample may be larger than what is kept of incomplete ones', () => {
  expect(LIMITS.sampleBytes.value).toBeLessThanOrEqual(LIMITS.reassemblyBytes.value);
});
