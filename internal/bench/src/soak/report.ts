import { goalKinds } from './goal-kinds.js';
import type { SoakFigures } from './soak.js';
import { findLeaks, GOALS_PER_GROWTH, MAX_BYTES_PER_GOAL } from './verdict.js';

/** What `npm run soak` puts into docs/BENCHMARKS.md. */
export function renderSoak(figures: SoakFigures): string {
  const { goals, seconds, heap, bytesPerGoal, before, after, closed } = figures;
  const leaks = findLeaks(figures);
  const handles = (of: Readonly<Record<string, number>>): string =>
    Object.entries(of)
      .map(([kind, count]) => `${count} ${kind}`)
      .join(', ') || 'none';
  const rows: readonly (readonly [string, ...(string | number)[]])[] = [
    ['entries of all Maps', before.mapEntries, after.mapEntries, closed.mapEntries],
    ['entries of all Sets', before.setEntries, after.setEntries, closed.setEntries],
    ['functions: listeners, timers’ callbacks and the like', before.functions, after.functions, closed.functions],
    ['promises that are pending', before.pendingPromises, after.pendingPromises, closed.pendingPromises],
    ['listeners on AbortSignals', before.abortListeners, after.abortListeners, closed.abortListeners],
    ['sockets and timers', handles(before.handles), handles(after.handles), handles(closed.handles)],
  ];
  return `## A soak of ${goals} goals

A server and two clients, three nodes on real sockets in one process; goals of ${Object.keys(goalKinds).length} kinds by turns, 24 at a time:
${Object.keys(goalKinds).join('; ')}. ${(goals / seconds).toFixed(0)} goals/s, the server's results kept for one second.

The heap after a garbage collection, when nothing has been going on for longer than anything is remembered, ${heap.length} times from the
warm-up's end to the last goal: **${bytesPerGoal.toFixed(1)} octets a goal** (least squares). Flat means at most ${MAX_BYTES_PER_GOAL}, one reference.

| goals | ${heap.map((sample) => sample.goals).join(' | ')} |
| --- |${' --: |'.repeat(heap.length)}
| heap, MB | ${heap.map(({ bytes }) => (bytes / 1e6).toFixed(2)).join(' | ')} |

All that is alive in the process, counted by V8's own inspector. Nothing may have grown by one for ${GOALS_PER_GROWTH} goals, and no socket
or timer by one; a short form is a test of \`npm test\`. ${leaks.length === 0 ? 'Nothing has.' : `**Left behind: ${leaks.join('; ')}.**`}

| | after the warm-up | after all goals | after closing |
| --- | --: | --: | --: |
${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}
`;
}
