import type { RemoteParticipant } from '@rclts/node';
import type { GoalId } from '../../../src/goal-id.js';
import { ResultRequestWatch } from '../../../src/server/result-request-watch.js';

/** Clients and goals that are names only, and a clock that the test winds. */
function world(late: readonly string[] = ['late']) {
  let now = 0;
  let timers: { at: number; callback: () => void }[] = [];
  const solicited: [ms: number, client: string][] = [];
  const participant = (name: string): RemoteParticipant => ({ entityName: name }) as RemoteParticipant;
  const participants = new Map(['late', 'other', 'quick'].map((name) => [name, participant(name)]));
  const watch = new ResultRequestWatch({
    schedule: (delayMs, callback) => {
      const timer = { at: now + delayMs, callback };
      timers.push(timer);
      return () => void (timers = timers.filter((one) => one !== timer));
    },
    repairsLate: ({ entityName }) => late.includes(entityName),
    solicit: ({ entityName }) => solicited.push([now, entityName]),
  });
  const goal = (goalId: string, client = 'late') => ({
    goalId: goalId as GoalId,
    client: { guidText: client, participant: participants.get(client) as RemoteParticipant },
    isAskedFor: false,
  });
  const advance = (ms: number): void => {
    const end = now + ms;
    for (;;) {
      const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      timers = timers.filter((one) => one !== next);
      now = next.at;
      next.callback();
    }
    now = end;
  };
  return { watch, goal, advance, solicited, pending: () => timers.length };
}

describe('a result that nobody has asked for', () => {
  it('has its client asked after 50 ms, at doubling intervals to a second, for thirteen seconds', () => {
    const { watch, goal, advance, solicited, pending } = world();
    watch.expect(goal('a'));
    advance(60_000);
    expect(solicited.slice(0, 7).map(([ms]) => ms)).toEqual([50, 150, 350, 750, 1_550, 2_550, 3_550]);
    expect([solicited.length, pending()]).toEqual([16, 0]);
  });

  it('has nobody asked where the client repairs by itself, nor once the request is there', () => {
    const { watch, goal, advance, solicited, pending } = world();
    watch.expect(goal('a', 'quick'));
    const asked = goal('b');
    watch.expect(asked);
    watch.arrived(asked);
    // It ends, and was asked for.
    watch.expect(asked);
    advance(60_000);
    expect([solicited, pending()]).toEqual([[], 0]);
  });

  it('begins anew when its goal ends, after which it is not kept for long', () => {
    const { watch, goal, advance, solicited } = world();
    const one = goal('a');
    watch.expect(one);
    advance(60_000);
    watch.expect(one);
    advance(60);
    expect(solicited.at(-1)).toEqual([60_050, 'late']);
  });

  it('of several goals of a client has it asked once at a time, until all are asked for', () => {
    const { watch, goal, advance, solicited, pending } = world(['late', 'other']);
    const [one, two, others] = [goal('a'), goal('b'), goal('c', 'other')];
    for (const each of [one, two, others]) watch.expect(each);
    watch.arrived(one);
    advance(50);
    expect(solicited).toEqual([
      [50, 'late'],
      [50, 'other'],
    ]);
    watch.arrived(two);
    expect(pending()).toBe(1);
    watch.forget(others.client.participant);
    watch.expect(two);
    watch.close();
    expect(pending()).toBe(0);
  });
});
