import { ActionClient } from '../../src/index.js';
import { MockServer } from '../support/mock-server.js';
import { Fibonacci, World } from '../support/world.js';

// ros2/rclpy 8.0.0, rclpy/test/test_action_client.py: what has no twin beside the sources.
describe('twins of rclpy test_action_client', () => {
  it('test_constructor_defaults', () => {
    const world = new World();
    const client = new ActionClient(world.node('client'), Fibonacci, 'fibonacci');
    expect(client.actionName).toBe('/fibonacci');
    client.close();
    client.close();
  });

  it('test_constructor_no_defaults', async () => {
    const world = new World();
    const server = new MockServer(world);
    const qos = { sendGoal: 10, cancelGoal: 10, getResult: 10, feedback: 10, status: 10 };
    const client = new ActionClient(world.node('client'), Fibonacci, 'fibonacci', { qos });
    await world.run(() => client.waitForServer({ timeoutMs: 10_000 }));
    await world.run(() => client.sendGoal({}));
    expect(server.goals.size).toBe(1);
    client.close();
  });

  it('test_send_goal_async_with_feedback_before_goal: what came before the goal was sent is not heard', async () => {
    const world = new World();
    const server = new MockServer(world);
    const client = await world.clientOfServer();
    const uuid = new Uint8Array(16).fill(1);
    const heard: unknown[] = [];
    server.publishFeedback(uuid, 1);
    await world.network.advance(1_000);
    await world.run(() => client.sendGoal({}, { goalId: uuid, feedbackCallback: (message) => heard.push(message) }));
    await world.network.advance(1_000);
    expect(heard).toEqual([]);
  });
});
