import { isDeepStrictEqual } from 'node:util';
import { GoalStatus } from '@rclts/actions';
import type { ResultReply } from '../../probe/probe.js';
import { ANY_GOAL, check, checkStatus, type Bench } from '../bench.js';
import { Need, type Case } from '../case.js';

/** For an answer that needs nothing to happen first, on a machine that may do other things. */
const AT_ONCE_MS = 5_000;
/** How often the result of a goal is asked for until it has expired. */
const POLL_MS = 250;

async function unknownAtOnce({ probe }: Bench, id: string): Promise<void> {
  const before = probe.now();
  const { status } = await probe.getResult(id);
  checkStatus('of the result', status, GoalStatus.UNKNOWN);
  check(probe.now() - before < AT_ONCE_MS, `the answer took ${Math.round(probe.now() - before)} ms`);
}

export const resultCases: readonly Case[] = [
  {
    name: 'result: can be asked for any number of times',
    async run(bench) {
      const goal = await bench.finished();
      const [first, ...others] = [await bench.result(goal), await bench.result(goal), await bench.result(goal)];
      for (const { status } of [first as ResultReply, ...others])
        checkStatus('of the result', status, GoalStatus.SUCCEEDED);
      for (const { result } of others) check(isDeepStrictEqual(result, first?.result), 'the results are not the same');
    },
  },
  {
    name: 'result: who asks before the end is answered at the end',
    needs: [Need.LONG_GOAL],
    async run(bench) {
      const goal = await bench.start(bench.longGoal);
      await bench.reaches(goal, GoalStatus.EXECUTING);
      const answers: number[] = [];
      const asked = [1, 2].map(async () => {
        const { status } = await bench.result(goal);
        answers.push(status);
        return status;
      });
      await bench.stays('there was an answer while the goal was executing', () => {
        return answers.length === 0 || bench.state(goal)?.status !== GoalStatus.EXECUTING;
      });
      if (bench.subject.slowGoal !== undefined) await bench.cancel(goal.id);
      const [first, second] = await Promise.all(asked);
      check(first === second, `two who asked got status ${first} and ${second}`);
      await bench.until('its end in the status', () => bench.state(goal)?.status === first);
    },
  },
  {
    name: 'result: of an unknown goal is UNKNOWN, at once',
    run: (bench) => unknownAtOnce(bench, bench.newId()),
  },
  {
    name: 'result: of the zero id is UNKNOWN, at once',
    run: (bench) => unknownAtOnce(bench, ANY_GOAL),
  },
  {
    name: 'result: of a goal that aborts is ABORTED',
    needs: [Need.ABORTED_GOAL],
    async run(bench) {
      const goal = await bench.start(bench.subject.abortedGoal);
      checkStatus('of the result', (await bench.result(goal)).status, GoalStatus.ABORTED);
      await bench.reaches(goal, GoalStatus.ABORTED);
    },
  },
  {
    name: 'result: expires, not before its time, and frees the id',
    needs: [Need.RESULT_TIMEOUT],
    async run(bench) {
      const { probe, subject } = bench;
      const timeoutMs = subject.resultTimeoutMs as number;
      // However late an answer comes: the goal has not ended before it was sent.
      const sent = probe.now();
      const goal = await bench.start();
      await bench.reaches(goal, GoalStatus.SUCCEEDED);
      const ended = probe.now();
      const latest = ended + 2 * timeoutMs + AT_ONCE_MS;
      for (;;) {
        const { status } = await probe.getResult(goal.id);
        const now = probe.now();
        if (status === GoalStatus.UNKNOWN) {
          check(now - sent >= timeoutMs, `it was gone ${Math.round(now - ended)} ms after the end`);
          break;
        }
        checkStatus('of the result', status, GoalStatus.SUCCEEDED);
        check(now < latest, `it was still there ${Math.round(now - ended)} ms after the end`);
        await probe.sleep(POLL_MS);
      }
      const { accepted } = await probe.sendGoal(goal.id, subject.goal);
      check(accepted, 'a new goal with its id was rejected');
      checkStatus('of the new goal’s result', (await probe.getResult(goal.id)).status, GoalStatus.SUCCEEDED);
    },
  },
];
