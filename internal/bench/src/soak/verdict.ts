import type { Census } from './census.js';
import { goalKinds } from './goal-kinds.js';
import type { SoakFigures } from './soak.js';

/**
 * Nothing may grow by one for so many goals: half of what one kind would leave that leaves one thing behind. Below, the stack's own
 * pools and windows come and go.
 */
export const GOALS_PER_GROWTH: number = 2 * Object.keys(goalKinds).length;
/** Flat: less than one reference a goal, in octets. Below some 20 000 goals the noise of the heap is larger, and nothing is said. */
export const MAX_BYTES_PER_GOAL = 8;
const GOALS_FOR_SLOPE = 20_000;

/** None of them is left when all nodes are closed. */
const CLASSES = [
  'ActionClient',
  'ActionServer',
  'ClientGoal',
  'GoalStream',
  'Node',
  'Participant',
  'Publisher',
  'ServerGoal',
];

/** What the soak has found wrong, in words; nothing, when nothing stays. */
export function findLeaks({ before, after, closed, goals, bytesPerGoal }: SoakFigures): readonly string[] {
  const findings: string[] = [];
  const compare = (what: string, earlier: number, later: number): void => {
    if (later - earlier > goals / GOALS_PER_GROWTH) findings.push(`${what}: ${earlier} before, ${later} after`);
  };
  const [earlier, later] = [counts(before), counts(after)];
  for (const [what, count] of Object.entries(later)) compare(what, earlier[what] ?? 0, count);
  for (const [kind, count] of Object.entries(after.handles)) {
    const expected = before.handles[kind] ?? 0;
    if (count > expected) findings.push(`${kind}: ${expected} before, ${count} after`);
  }
  if (after.abortListeners > 0) findings.push(`${after.abortListeners} listeners on AbortSignals`);
  if (goals >= GOALS_FOR_SLOPE && bytesPerGoal > MAX_BYTES_PER_GOAL) {
    findings.push(`the heap grows by ${bytesPerGoal.toFixed(1)} octets a goal`);
  }
  for (const [kind, count] of Object.entries(closed.handles)) findings.push(`${kind}: ${count} after closing`);
  for (const name of CLASSES) {
    const count = closed.objects[name] ?? 0;
    if (count > 0) findings.push(`${name}: ${count} after closing`);
  }
  return findings;
}

function counts({ mapEntries, setEntries, functions, pendingPromises, objects }: Census): Record<string, number> {
  const classes = Object.entries(objects).map(([name, count]) => [`objects of ${name}`, count]);
  return {
    'entries of Maps': mapEntries,
    'entries of Sets': setEntries,
    functions,
    'pending promises': pendingPromises,
    ...(Object.fromEntries(classes) as Record<string, number>),
  };
}
