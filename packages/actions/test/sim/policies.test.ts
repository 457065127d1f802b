import { CancelResponse, GoalStatus, goalStatusName, queue, singlePreempt, singleReject } from '../../src/index.js';
import { World } from '../support/world.js';

describe('policies, as clients see them', () => {
  it('singleReject: the second goal is not accepted, and the server says why on its side', async () => {
    const world = new World();
    const server = world.server({ policy: singleReject });
    const reasons: string[] = [];
    const stop = server.onGoalRejected(({ request, reason }) => reasons.push(`${request.order}: ${reason}`));
    server.onGoalRejected(() => {
      throw new Error('a listener that throws');
    });
    const client = await world.clientOfServer();
    await world.run(async () => {
      const first = await client.sendGoal({ order: 5 });
      expect((await client.sendGoal({ order: 6 })).accepted).toBe(false);
      stop();
      expect((await client.sendGoal({ order: 7 })).accepted).toBe(false);
      expect((await first.getResult()).status).toBe(GoalStatus.SUCCEEDED);
      expect((await client.sendGoal({ order: 2 })).accepted).toBe(true);
    });
    expect(reasons).toEqual(['6: another goal is executing']);
    expect(world.lines.filter((line) => line.includes('a listener that throws'))).toHaveLength(2);
  });

  it('singlePreempt: the goal before ends ABORTED with what it has, the new one succeeds', async () => {
    const world = new World();
    const node = world.node('server');
    const reasons: unknown[] = [];
    world.server(
      { policy: singlePreempt },
      async (handle) => {
        const sequence: number[] = [];
        for (let i = 0; i < handle.request.order && !handle.signal.aborted; i++) {
          sequence.push(i);
          await world.sleep(node, 10);
        }
        if (handle.isActive) handle.succeed();
        else reasons.push(handle.stopReason, (handle.signal.reason as { reason: string }).reason);
        return { sequence };
      },
      node,
    );
    const client = await world.clientOfServer();
    const outcomes = await world.run(async () => {
      const first = await client.sendGoal({ order: 1_000 });
      await world.sleep(node, 100);
      const second = await client.sendGoal({ order: 3 });
      return [await first.getResult(), await second.getResult()];
    });
    expect(outcomes.map(({ status }) => goalStatusName(status))).toEqual(['ABORTED', 'SUCCEEDED']);
    expect(outcomes[0]?.result.sequence.length).toBeGreaterThan(5);
    expect(reasons).toEqual(['preempted', 'preempted']);
    expect(world.logs).toEqual([]);
  });

  it('queue: one after the other; what waits can be canceled', async () => {
    const world = new World();
    const server = world.server({ policy: queue(2), cancelCallback: () => CancelResponse.ACCEPT });
    const client = await world.clientOfServer();
    await world.run(async () => {
      const goals = [
        await client.sendGoal({ order: 9 }),
        await client.sendGoal({}),
        await client.sendGoal({ order: 1 }),
      ];
      expect((await client.sendGoal({})).accepted).toBe(false);
      expect(server.goals().map(({ status }) => goalStatusName(status))).toEqual(['EXECUTING', 'ACCEPTED', 'ACCEPTED']);
      await goals[1]?.cancelGoal();
      const statuses = [goals[1], goals[0], goals[2]].map(async (goal) => (await goal?.getResult())?.status);
      expect(await Promise.all(statuses)).toEqual([GoalStatus.CANCELED, GoalStatus.SUCCEEDED, GoalStatus.SUCCEEDED]);
    });
  });
});
