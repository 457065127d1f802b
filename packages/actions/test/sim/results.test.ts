import { defineAction } from '@rclts/idl';
import { ActionClient, ActionServer, GoalStatus } from '../../src/index.js';
import { limits } from '../../src/limits.js';
import { World } from '../support/world.js';
import { MockServer } from '../support/mock-server.js';

const Photo = defineAction('test_msgs/action/Photo', 'int32 megabytes\n---\nuint8[] pixels\n---\nint32 percent');
const MEGABYTE = 1_000_000;

describe('a result that is too large to be sent', () => {
  it('is told to nobody, and nobody waits for it: the answer is UNKNOWN, the server logs why, and goes on', async () => {
    const world = new World();
    const node = world.node('server');
    const server = new ActionServer(node, Photo, 'photo', (handle) => {
      handle.succeed();
      return { pixels: new Uint8Array(handle.request.megabytes * MEGABYTE) };
    });
    const client = new ActionClient(world.node('client'), Photo, 'photo');
    const { large, small, status } = await world.run(async () => {
      const goal = await client.sendGoal({ megabytes: 51 });
      const [first, again] = await Promise.all([goal.getResult(), client.attach(goal.goalId).getResult()]);
      expect(again).toBe(first);
      return { large: first, small: await (await client.sendGoal({ megabytes: 1 })).getResult(), status: goal.status };
    });
    expect(large).toEqual({ status: GoalStatus.UNKNOWN, result: { pixels: Uint8Array.of() } });
    // What the status topic says of the goal is true: it succeeded.
    expect(status).toBe(GoalStatus.SUCCEEDED);
    expect([small.status, small.result.pixels.length]).toEqual([GoalStatus.SUCCEEDED, MEGABYTE]);
    expect(world.lines).toEqual([expect.stringMatching(/result of goal [0-9a-f]{32}.*5100\d{4} octets/s)]);
    server.close();
  });
});

describe('a reply that a server has lost', () => {
  it('is asked for again, once the status topic says that the goal is over', async () => {
    const world = new World();
    const node = world.node('server');
    const server = new MockServer(world, node);
    server.givesResults = false;
    const client = await world.clientOfServer();
    const goal = await world.run(() => client.sendGoal({ order: 3 }));
    const result = goal.getResult();
    await world.network.advance(20_000);
    server.givesResults = true;
    server.publishEnd(goal.goalId);
    const start = world.network.now;
    expect((await world.run(() => result)).status).toBe(GoalStatus.SUCCEEDED);
    expect(world.network.now - start).toBeGreaterThan(limits.overdueResultMs - 1);
    expect(world.network.now - start).toBeLessThan(limits.overdueResultMs + 500);
  });
});
