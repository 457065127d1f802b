import type { TraceEvent } from './tracer.js';

/** The hex digits of a goal id, or of the beginning of one, as people write it: with dashes or without. Undefined: it is none. */
export function parseGoalId(text: string): string | undefined {
  const digits = text.replaceAll('-', '').toLowerCase();
  return /^[0-9a-f]{1,32}$/.test(digits) ? digits : undefined;
}

/** Whether an event is about the goal whose id begins so. */
export function concernsGoal({ goals, isForAllGoals }: TraceEvent, beginning: string): boolean {
  return isForAllGoals || goals.some((goal) => goal.startsWith(beginning));
}
