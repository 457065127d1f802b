import { CancelReturnCode, GoalStatus, isTerminalStatus } from '@rclts/actions';
import { check, checkEqual, checkStatus, NotProvoked } from '../bench.js';
import { Need, type Case } from '../case.js';

export const goalCases: readonly Case[] = [
  {
    name: 'goal: accepted, with the stamp of its acceptance',
    async run(bench) {
      const { reply } = await bench.start();
      check(reply.stamp.sec > 0, `the stamp of the reply is ${reply.stamp.sec}.${reply.stamp.nanosec}`);
    },
  },
  {
    name: 'goal: rejected, and known to nobody',
    needs: [Need.REJECTED_GOAL],
    async run(bench) {
      const { probe, subject } = bench;
      const id = bench.newId();
      const reply = await probe.sendGoal(id, subject.rejectedGoal);
      check(!reply.accepted, 'it was accepted');
      checkStatus('of its result', (await probe.getResult(id)).status, GoalStatus.UNKNOWN);
      const { returnCode } = await probe.cancelGoal(id, { sec: 0, nanosec: 0 });
      checkEqual('return code of its cancel', returnCode, CancelReturnCode.UNKNOWN_GOAL_ID);
      const isUnheard = (): boolean => probe.statuses.every(({ goals }) => goals.every((goal) => goal.id !== id));
      await bench.stays('the status topic tells of it', isUnheard);
    },
  },
  {
    name: 'goal: a second one with the id of an active goal is refused',
    needs: [Need.LONG_GOAL],
    async run(bench) {
      const goal = await bench.start(bench.longGoal);
      await bench.reaches(goal, GoalStatus.EXECUTING);
      const { accepted } = await bench.probe.sendGoal(goal.id, bench.longGoal);
      check(!accepted, 'it was accepted');
      await bench.stays('the goal that had the id is not executing any more', () => {
        return bench.state(goal)?.status === GoalStatus.EXECUTING;
      });
    },
  },
  {
    name: 'goal: a second one with the id of a finished goal is refused',
    async run(bench) {
      const goal = await bench.finished();
      const { accepted } = await bench.probe.sendGoal(goal.id, bench.subject.goal);
      check(!accepted, 'it was accepted');
      checkStatus('of the first one’s result', (await bench.result(goal)).status, GoalStatus.SUCCEEDED);
    },
  },
  {
    name: 'goal: four at once are accepted and succeed',
    needs: [Need.CONCURRENCY],
    async run(bench) {
      const goals = await Promise.all([1, 2, 3, 4].map(() => bench.start()));
      const results = await Promise.all(goals.map((goal) => bench.result(goal)));
      for (const { status } of results) checkStatus('of a result', status, GoalStatus.SUCCEEDED);
    },
  },
  {
    name: 'goal: four execute at the same time',
    needs: [Need.CONCURRENCY, Need.LONG_GOAL],
    async run(bench) {
      const goals = await Promise.all([1, 2, 3, 4].map(() => bench.start(bench.longGoal)));
      await bench.until('four goals are EXECUTING in one sample of the status', () =>
        goals.every((goal) => bench.state(goal)?.status === GoalStatus.EXECUTING),
      );
    },
  },
  {
    name: 'goal: reply, status, feedback and result come in that order',
    needs: [Need.ORDER],
    async run(bench) {
      const goal = await bench.start();
      const result = await bench.result(goal);
      await bench.reaches(goal, GoalStatus.SUCCEEDED);
      const history = bench.history(goal);
      const feedback = bench.probe.feedback.filter(({ id }) => id === goal.id);
      if (feedback.length === 0) throw new NotProvoked('the goal gave no feedback');
      const at = (status: GoalStatus): number => history.find((state) => state.status === status)?.at ?? NaN;
      const events = [
        ['the reply to send_goal', goal.reply.at],
        ['status ACCEPTED', at(GoalStatus.ACCEPTED)],
        ['status EXECUTING', at(GoalStatus.EXECUTING)],
        ['the first feedback', feedback[0]?.at ?? NaN],
        ['the last feedback', feedback.at(-1)?.at ?? NaN],
        ['status SUCCEEDED', history.find(({ status }) => isTerminalStatus(status as GoalStatus))?.at ?? NaN],
        ['the reply to get_result', result.at],
      ] as const;
      for (const [index, [what, moment]] of events.entries()) {
        check(!Number.isNaN(moment), `there was no ${what}`);
        const [before, momentBefore] = events[index - 1] ?? ['', -Infinity];
        check(moment >= momentBefore, `${what} came before ${before}`);
      }
    },
  },
];
