import type { CancelGoal_Response, GetResult_Response, SendGoal_Response, Time } from '@rclts/idl';
import { GoalStatusArray } from '@rclts/interfaces/action_msgs/msg/GoalStatusArray';
import type { Node } from '@rclts/node';
import { Fibonacci, type FibonacciResult, type World } from './world.js';

export const ANY_TIME: Time = { sec: 0, nanosec: 0 };

/** Goal number n, as 16 bytes of n; 0 is the id that means every goal. */
export const uuidOf = (n: number): { uuid: Uint8Array } => ({ uuid: new Uint8Array(16).fill(n) });
export const numberOf = (id: { readonly uuid: Uint8Array }): number => id.uuid[0] ?? 0;

interface State {
  readonly goal: number;
  readonly status: number;
  readonly stamp: Time;
}

/** The client of rclpy's test_action_server and rclcpp's test_server: bare services and topics, no action client. */
export class MockClient {
  /** Each sample of the status topic. */
  readonly statuses: (readonly State[])[] = [];
  readonly feedback: { readonly goal: number; readonly sequence: number[] }[] = [];
  readonly sendGoal: (n: number, order?: number) => Promise<SendGoal_Response>;
  readonly cancelGoal: (n: number, stamp?: Time) => Promise<CancelGoal_Response>;
  readonly getResult: (n: number) => Promise<GetResult_Response<FibonacciResult>>;

  /** One that sees the server. */
  static async open(world: World, node: Node = world.node('mock')): Promise<MockClient> {
    const client = new MockClient(node);
    await world.until(() => client.#isConnected());
    return client;
  }

  readonly #isConnected: () => boolean;

  private constructor(node: Node) {
    const topics = [
      node.createSubscription(Fibonacci.feedbackMessage, 'fibonacci/_action/feedback', ({ goal_id, feedback }) => {
        this.feedback.push({ goal: numberOf(goal_id), sequence: [...feedback.sequence] });
      }),
      node.createSubscription(
        GoalStatusArray,
        'fibonacci/_action/status',
        ({ status_list }) => {
          this.statuses.push(
            status_list.map(({ goal_info, status }) => {
              return { goal: numberOf(goal_info.goal_id), status, stamp: goal_info.stamp };
            }),
          );
        },
        { durability: 'transient_local' },
      ),
    ];
    const send = node.createServiceClient(Fibonacci.sendGoal, 'fibonacci/_action/send_goal');
    const cancel = node.createServiceClient(Fibonacci.cancelGoal, 'fibonacci/_action/cancel_goal');
    const get = node.createServiceClient(Fibonacci.getResult, 'fibonacci/_action/get_result');
    this.#isConnected = () =>
      [send, cancel, get].every((service) => service.isServerAvailable) &&
      topics.every((topic) => topic.publisherCount === 1);
    this.sendGoal = (n, order = 5) => send.call({ goal_id: uuidOf(n), goal: { order } });
    this.cancelGoal = (n, stamp = ANY_TIME) => cancel.call({ goal_info: { goal_id: uuidOf(n), stamp } });
    this.getResult = (n) => get.call({ goal_id: uuidOf(n) });
  }

  /** The states of a goal, as the status topic told them. */
  history(n: number): number[] {
    return this.statuses.flatMap((sample) => sample.filter(({ goal }) => goal === n).map(({ status }) => status));
  }
}
