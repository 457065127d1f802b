import { CancelReturnCode, GoalStatus } from '@rclts/actions';
import type { CancelReply } from '../../probe/probe.js';
import { ANY_GOAL, ANY_TIME, check, checkEqual, checkStatus, type Bench, type Goal } from '../bench.js';
import { Need, type Case } from '../case.js';

/** The answer: its code, and which of `goals` it lists. */
function checkAnswer(
  reply: CancelReply,
  code: CancelReturnCode,
  goals: readonly Goal[],
  listed: readonly number[],
): void {
  const names = Object.entries(CancelReturnCode);
  const nameOf = (value: number): string => names.find(([, one]) => one === value)?.[0] ?? String(value);
  const describe = (returnCode: number, indices: readonly number[]): string =>
    `${nameOf(returnCode)}, goals [${indices.map((index) => (index < 0 ? 'unknown' : index + 1)).join()}]`;
  const indices = reply.canceling.map(({ id }) => goals.findIndex((goal) => goal.id === id));
  const [is, should] = [describe(reply.returnCode, indices), describe(code, listed)];
  check(is === should, `the answer is ${is} instead of ${should}`);
}

/** These goals, which the answer lists, end CANCELED. */
async function checkCanceled(bench: Bench, goals: readonly Goal[], ...listed: readonly number[]): Promise<void> {
  for (const index of listed.length > 0 ? listed : goals.keys()) {
    const goal = goals[index] as Goal;
    await bench.ends(`goal ${index + 1}, which the answer lists`, goal);
    const status = bench.history(goal).at(-1)?.status ?? GoalStatus.UNKNOWN;
    checkStatus(`of goal ${index + 1}, which the answer lists,`, status, GoalStatus.CANCELED);
    checkStatus('of its result', (await bench.result(goal)).status, GoalStatus.CANCELED);
  }
}

/** None of these goals has heard anything. */
function checkUntouched(bench: Bench, goals: readonly Goal[]): Promise<void> {
  return bench.stays('a goal that was not meant, or that refused, is not executing any more', () =>
    goals.every((goal) => bench.state(goal)?.status === GoalStatus.EXECUTING),
  );
}

async function executing(bench: Bench, ...contents: unknown[]): Promise<readonly Goal[]> {
  const goals = await bench.startAll(...contents);
  for (const goal of goals) await bench.reaches(goal, GoalStatus.EXECUTING);
  return goals;
}

const pick = (goals: readonly Goal[], ...indices: number[]): readonly Goal[] =>
  goals.filter((_goal, index) => indices.includes(index));

export const cancelCases: readonly Case[] = [
  {
    name: 'cancel: one goal',
    needs: [Need.SLOW_GOAL],
    async run(bench) {
      const [goal] = (await executing(bench, bench.subject.slowGoal)) as [Goal];
      const reply = await bench.cancel(goal.id);
      checkAnswer(reply, CancelReturnCode.NONE, [goal], [0]);
      checkEqual('the stamp in the answer', reply.canceling[0]?.stamp, bench.state(goal)?.stamp);
      await checkCanceled(bench, [goal]);
    },
  },
  {
    name: 'cancel: CANCELING is published before the answer is given, CANCELED after it',
    needs: [Need.SLOW_GOAL, Need.ORDER],
    async run(bench) {
      const [goal] = (await executing(bench, bench.subject.slowGoal)) as [Goal];
      const reply = await bench.cancel(goal.id);
      const { status } = await bench.result(goal);
      await bench.reaches(goal, status as GoalStatus);
      const at = (wanted: GoalStatus): number | undefined =>
        bench.history(goal).find((state) => state.status === wanted)?.at;
      const [canceling, canceled] = [at(GoalStatus.CANCELING), at(GoalStatus.CANCELED)];
      check(canceling !== undefined, 'CANCELING was never published');
      check(canceled !== undefined, 'CANCELED was never published');
      check(canceling <= reply.at, 'CANCELING was published after the answer');
      check(canceling < canceled, 'CANCELED was published before CANCELING');
    },
  },
  {
    name: 'cancel: an unknown id is UNKNOWN_GOAL_ID',
    async run(bench) {
      checkAnswer(await bench.cancel(bench.newId()), CancelReturnCode.UNKNOWN_GOAL_ID, [], []);
    },
  },
  {
    name: 'cancel: a finished goal is GOAL_TERMINATED, and stays what it is',
    async run(bench) {
      const goal = await bench.finished();
      checkAnswer(await bench.cancel(goal.id), CancelReturnCode.GOAL_TERMINATED, [goal], []);
      checkStatus('of the result', (await bench.result(goal)).status, GoalStatus.SUCCEEDED);
    },
  },
  {
    name: 'cancel: a goal that is canceled already is GOAL_TERMINATED',
    needs: [Need.SLOW_GOAL],
    async run(bench) {
      const [goal] = (await executing(bench, bench.subject.slowGoal)) as [Goal];
      checkAnswer(await bench.cancel(goal.id), CancelReturnCode.NONE, [goal], [0]);
      checkAnswer(await bench.cancel(goal.id), CancelReturnCode.GOAL_TERMINATED, [goal], []);
      await checkCanceled(bench, [goal]);
    },
  },
  {
    name: 'cancel: all goals, in the order of acceptance',
    needs: [Need.SLOW_GOAL, Need.CONCURRENCY],
    async run(bench) {
      const { slowGoal } = bench.subject;
      const goals = await executing(bench, slowGoal, slowGoal, slowGoal);
      checkAnswer(await bench.cancel(ANY_GOAL), CancelReturnCode.NONE, goals, [0, 1, 2]);
      await checkCanceled(bench, goals);
    },
  },
  {
    name: 'cancel: all goals is no error when none is active',
    async run(bench) {
      await bench.finished();
      checkAnswer(await bench.cancel(ANY_GOAL), CancelReturnCode.NONE, [], []);
    },
  },
  {
    name: 'cancel: all goals up to the stamp of one, that one too',
    needs: [Need.SLOW_GOAL, Need.CONCURRENCY],
    async run(bench) {
      const { slowGoal } = bench.subject;
      const goals = await executing(bench, slowGoal, slowGoal, slowGoal);
      const stamp = bench.state(goals[1] as Goal)?.stamp ?? ANY_TIME;
      checkAnswer(await bench.cancel(ANY_GOAL, stamp), CancelReturnCode.NONE, goals, [0, 1]);
      await checkCanceled(bench, goals, 0, 1);
      await checkUntouched(bench, pick(goals, 2));
    },
  },
  {
    name: 'cancel: a goal by the stamp in its own reply',
    needs: [Need.SLOW_GOAL],
    async run(bench) {
      const goals = await executing(bench, bench.subject.slowGoal);
      const { stamp } = (goals[0] as Goal).reply;
      checkAnswer(await bench.cancel(ANY_GOAL, stamp), CancelReturnCode.NONE, goals, [0]);
      await checkCanceled(bench, goals);
    },
  },
  {
    name: 'cancel: a stamp and an id mean both',
    needs: [Need.SLOW_GOAL, Need.CONCURRENCY],
    async run(bench) {
      const { slowGoal } = bench.subject;
      const goals = await executing(bench, slowGoal, slowGoal, slowGoal, slowGoal);
      const stamp = bench.state(goals[0] as Goal)?.stamp ?? ANY_TIME;
      const reply = await bench.cancel((goals[2] as Goal).id, stamp);
      checkAnswer(reply, CancelReturnCode.NONE, goals, [0, 2]);
      await checkCanceled(bench, goals, 0, 2);
      await checkUntouched(bench, pick(goals, 1, 3));
    },
  },
  {
    name: 'cancel: a stamp and an unknown id mean the stamp',
    needs: [Need.SLOW_GOAL, Need.CONCURRENCY],
    async run(bench) {
      const { slowGoal } = bench.subject;
      const goals = await executing(bench, slowGoal, slowGoal);
      const stamp = bench.state(goals[0] as Goal)?.stamp ?? ANY_TIME;
      checkAnswer(await bench.cancel(bench.newId(), stamp), CancelReturnCode.NONE, goals, [0]);
      await checkCanceled(bench, goals, 0);
      await checkUntouched(bench, pick(goals, 1));
    },
  },
  {
    name: 'cancel: a goal that refuses is REJECTED and goes on',
    needs: [Need.REFUSED_GOAL],
    async run(bench) {
      const [goal] = (await executing(bench, bench.subject.refusedGoal)) as [Goal];
      checkAnswer(await bench.cancel(goal.id), CancelReturnCode.REJECTED, [goal], []);
      await checkUntouched(bench, [goal]);
    },
  },
  {
    name: 'cancel: all goals is REJECTED when three of three refuse',
    needs: [Need.REFUSED_GOAL, Need.CONCURRENCY],
    async run(bench) {
      const { refusedGoal } = bench.subject;
      const goals = await executing(bench, refusedGoal, refusedGoal, refusedGoal);
      checkAnswer(await bench.cancel(ANY_GOAL), CancelReturnCode.REJECTED, goals, []);
      await checkUntouched(bench, goals);
    },
  },
  {
    name: 'cancel: all goals lists those that agree, not the one that refuses',
    needs: [Need.SLOW_GOAL, Need.REFUSED_GOAL, Need.CONCURRENCY],
    async run(bench) {
      const { slowGoal, refusedGoal } = bench.subject;
      const goals = await executing(bench, slowGoal, refusedGoal, slowGoal);
      checkAnswer(await bench.cancel(ANY_GOAL), CancelReturnCode.NONE, goals, [0, 2]);
      await checkUntouched(bench, pick(goals, 1));
      await checkCanceled(bench, goals, 0, 2);
    },
  },
];
