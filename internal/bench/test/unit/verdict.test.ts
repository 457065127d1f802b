import type { Census } from '../../src/soak/census.js';
import type { SoakFigures } from '../../src/soak/soak.js';
import { findLeaks } from '../../src/soak/verdict.js';

const idle: Census = {
  mapEntries: 500,
  setEntries: 50,
  functions: 9000,
  pendingPromises: 8,
  abortListeners: 0,
  handles: { UDPWrap: 5, Timeout: 1 },
  objects: { Participant: 3, Timer: 4 },
};
const closed: Census = { ...idle, handles: {}, objects: { Timer: 4 } };
const figures = (changes: Partial<SoakFigures>): SoakFigures => ({
  ...{ goals: 1000, seconds: 1, heap: [], bytesPerGoal: 900, before: idle, after: idle, closed },
  ...changes,
});

describe('the verdict on a soak', () => {
  it('is none when the same is alive after as before; the heap of a short one is all noise', () => {
    expect(findLeaks(figures({}))).toEqual([]);
  });

  it.each<[string, Partial<SoakFigures>]>([
    ['entries of Maps: 500 before, 539 after', { after: { ...idle, mapEntries: 539 } }],
    ['entries of Sets: 50 before, 1050 after', { after: { ...idle, setEntries: 1050 } }],
    ['functions: 9000 before, 9039 after', { after: { ...idle, functions: 9039 } }],
    ['pending promises: 8 before, 47 after', { after: { ...idle, pendingPromises: 47 } }],
    ['objects of Goal: 0 before, 39 after', { after: { ...idle, objects: { ...idle.objects, Goal: 39 } } }],
    ['Timeout: 1 before, 2 after', { after: { ...idle, handles: { UDPWrap: 5, Timeout: 2 } } }],
    ['1 listeners on AbortSignals', { after: { ...idle, abortListeners: 1 } }],
    ['the heap grows by 9.0 octets a goal', { goals: 100_000, bytesPerGoal: 9 }],
    ['Timeout: 1 after closing', { closed: { ...closed, handles: { Timeout: 1 } } }],
    ['Participant: 1 after closing', { closed: { ...closed, objects: { Participant: 1 } } }],
  ])('names what has grown: %s', (finding, changes) => {
    expect(findLeaks(figures(changes))).toEqual([finding]);
  });
});
