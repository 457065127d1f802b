import { GoalStatus, goalStatusName } from '@rclts/actions';
import { check, checkEqual, NotProvoked } from '../bench.js';
import type { Case } from '../case.js';

/** Feedback that was overtaken by its result. */
const LATE_MS = 300;

export const statusCases: readonly Case[] = [
  {
    name: 'status: tells every state of a goal, in order',
    async run(bench) {
      const goal = await bench.finished();
      await bench.reaches(goal, GoalStatus.SUCCEEDED);
      const states = bench.history(goal).map(({ status }) => goalStatusName(status));
      checkEqual('the states', states, ['ACCEPTED', 'EXECUTING', 'SUCCEEDED']);
    },
  },
  {
    name: 'status: a late joiner hears the last one',
    async run(bench) {
      const goal = await bench.finished();
      await bench.reaches(goal, GoalStatus.SUCCEEDED);
      const heard = await bench.probe.joinLate(bench.subject.patienceMs);
      check(heard.length === 1, `it hears ${heard.length} samples instead of one`);
      const state = heard[0]?.goals.find(({ id }) => id === goal.id);
      checkEqual('the goal in it', state && goalStatusName(state.status), 'SUCCEEDED');
    },
  },
  {
    name: 'status: finished goals stay until their result expires, in the order of acceptance',
    async run(bench) {
      const goals = [await bench.finished(), await bench.finished(), await bench.finished()];
      const [, , last] = goals as [unknown, unknown, (typeof goals)[number]];
      await bench.reaches(last, GoalStatus.SUCCEEDED);
      const ids = bench.probe.statuses.at(-1)?.goals.map(({ id }) => id) ?? [];
      const kept = ids.filter((id) => goals.some((goal) => goal.id === id));
      checkEqual(
        'the goals',
        kept.map((id) => goals.findIndex((goal) => goal.id === id)),
        [0, 1, 2],
      );
    },
  },
  {
    name: 'status: one stamp for a goal from beginning to end',
    async run(bench) {
      const goal = await bench.finished();
      await bench.reaches(goal, GoalStatus.SUCCEEDED);
      const stamps = new Set(bench.history(goal).map(({ stamp }) => JSON.stringify(stamp)));
      check(stamps.size === 1, `the stamps are ${[...stamps].join(' and ')}`);
    },
  },
  {
    name: 'status: the same stamp as in the reply to send_goal',
    async run(bench) {
      const goal = await bench.finished();
      const { stamp } = await bench.reaches(goal, GoalStatus.SUCCEEDED);
      const difference = nanoseconds(stamp) - nanoseconds(goal.reply.stamp);
      check(difference === 0n, `it is ${describe(difference)} the one in the reply`);
    },
  },
  {
    name: 'feedback: carries the id of its goal',
    async run(bench) {
      const before = bench.probe.feedback.length;
      const goal = await bench.finished();
      const heard = (): readonly string[] => bench.probe.feedback.slice(before).map(({ id }) => id);
      if (heard().length === 0) await bench.probe.nextArrival(LATE_MS);
      if (heard().length === 0) throw new NotProvoked('the goal gave no feedback');
      // A probe may hear some of the goals before only now.
      check(
        heard().every((id) => bench.isKnown(id)),
        'there was feedback of a goal that nobody sent',
      );
      await bench.until('feedback with the id of the goal', () => heard().includes(goal.id));
    },
  },
];

function nanoseconds({ sec, nanosec }: { sec: number; nanosec: number }): bigint {
  return BigInt(sec) * 1_000_000_000n + BigInt(nanosec);
}

function describe(difference: bigint): string {
  if (difference > 10n ** 9n || difference < -(10n ** 9n)) return 'not';
  return difference > 0n ? 'later than' : 'earlier than';
}
