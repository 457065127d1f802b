import { AssemblyBudget } from '../../src/behavior/assembly-budget.js';
import { FragmentAssembler } from '../../src/behavior/fragment-assembler.js';
import { FRAGMENT_SIZE } from '../../src/behavior/fragmented-send.js';
import { type Limit, LIMITS } from '../../src/limits.js';

const limits: [string, Limit][] = Object.entries(LIMITS);

it.each(limits)('%s has a value, a unit, a policy and a source', (_name, { value, unit, policy, source }) => {
  expect(Number.isSafeInteger(value) && value > 0).toBe(true);
  expect(unit).not.toBe('');
  expect(policy).toMatch(/^[A-Z].*\.$/s);
  expect(source).not.toBe('');
});

it('the largest sample that may be written fits into what is kept of incomplete ones, fragment by fragment', () => {
  const budget = new AssemblyBudget();
  const assembler = new FragmentAssembler(budget, true);
  const sampleSize = LIMITS.sampleBytes.value;
  const sample = { writerSn: 1, fragmentSize: FRAGMENT_SIZE, sampleSize, inlineQos: undefined, isKeyPayload: false };
  // As datagrams of 16 kB bring them, 16 at a time; the pieces share one buffer, for the count does not ask.
  const fragments = new Uint8Array(16 * FRAGMENT_SIZE);
  const total = sampleSize / FRAGMENT_SIZE;
  let whole = false;
  for (let first = 1; first <= total; first += 16)
    whole =
      assembler.add({ ...sample, fragmentStartingNum: first, fragmentsInSubmessage: 16, fragments }, undefined, 0) !==
      undefined;
  expect([whole, budget.bytes]).toEqual([true, 0]);
});
