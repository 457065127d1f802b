import type { MessageType, ServiceEvent } from '@rclts/idl';
import { GoalStatus, ServiceIntrospectionState } from '../../src/index.js';
import { Fibonacci, World } from '../support/world.js';

const SERVICES = ['send_goal', 'cancel_goal', 'get_result'] as const;
const TYPES = [Fibonacci.sendGoal, Fibonacci.cancelGoal, Fibonacci.getResult];
const topicOf = (service: string): string => `/fibonacci/_action/${service}/_service_event`;

/** `service:event type`, each with the contents that came. */
interface Seen {
  readonly what: string;
  readonly contents: readonly unknown[];
}

test('both ends of an action show what passes its three services', async () => {
  const world = new World();
  const server = world.server({ cancelCallback: () => 'accept' });
  const client = await world.clientOfServer();
  const watcher = world.node('watcher');
  const seen: Seen[] = [];
  TYPES.forEach((type, index) => {
    const event = type.event as MessageType<ServiceEvent<unknown, unknown>>;
    watcher.createSubscription(event, topicOf(SERVICES[index] ?? ''), ({ info, request, response }) => {
      seen.push({ what: `${SERVICES[index]}:${info.event_type}`, contents: [...request, ...response] });
    });
  });
  server.configureIntrospection('contents');
  client.configureIntrospection(ServiceIntrospectionState.METADATA);
  await world.until(() => SERVICES.every((service) => watcher.countPublishers(topicOf(service)) === 2));
  const { status } = await world.run(async () => {
    const goal = await client.sendGoal({ order: 50 });
    await goal.cancelGoal();
    return goal.getResult();
  });
  expect(status).toBe(GoalStatus.CANCELED);
  await world.until(() => seen.length === 12);
  expect(seen.map(({ what }) => what).sort()).toEqual(
    SERVICES.flatMap((service) => [0, 1, 2, 3].map((type) => `${service}:${type}`)).sort(),
  );
  // The server's are with contents, the client's without.
  const withContents = seen.filter(({ contents }) => contents.length > 0).map(({ what }) => what);
  expect(withContents.sort()).toEqual(SERVICES.flatMap((service) => [`${service}:1`, `${service}:2`]).sort());
  expect(seen.find(({ what }) => what === 'send_goal:1')?.contents).toMatchObject([{ goal: { order: 50 } }]);
  expect(seen.find(({ what }) => what === 'get_result:2')?.contents).toMatchObject([{ status: GoalStatus.CANCELED }]);

  server.configureIntrospection('off');
  client.close();
  await world.until(() => SERVICES.every((service) => watcher.countPublishers(topicOf(service)) === 0));
});

test('an end that is closed, and a state that does not exist, are refused', () => {
  const world = new World();
  for (const end of [world.server(), world.client()]) {
    expect(() => end.configureIntrospection('all' as 'off')).toThrow(TypeError);
    end.close();
    expect(() => end.configureIntrospection('off')).toThrow('closed');
  }
});
