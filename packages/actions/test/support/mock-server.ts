import type { Time } from '@rclts/idl';
import { GoalStatusArray } from '@rclts/interfaces/action_msgs/msg/GoalStatusArray';
import { DEFERRED, type Node } from '@rclts/node';
import { goalIdOf, type GoalId } from '../../src/goal-id.js';
import { GoalStatus } from '../../src/goal-status.js';
import { Fibonacci, type World } from './world.js';

interface MockGoal {
  readonly id: { readonly uuid: Uint8Array };
  readonly order: number;
  readonly stamp: Time;
}

/**
 * The server of rclcpp_action's TestClient: bare services and topics. It accepts what is not negative, stamps the nth goal with
 * n seconds, does the work when it is asked for the result, and cancels what it is asked to at once.
 */
export class MockServer {
  readonly goals = new Map<GoalId, MockGoal>();
  /** False: results are not given until it is true again. */
  givesResults = true;
  readonly #world: World;
  readonly #node: Node;
  readonly #publishFeedback: (message: { goal_id: { uuid: Uint8Array }; feedback: { sequence: number[] } }) => void;
  readonly #publishStatus: (status: GoalStatus, ...goals: MockGoal[]) => void;
  #stamps = 0;

  constructor(world: World, node: Node = world.node('server')) {
    this.#world = world;
    this.#node = node;
    const feedback = node.createPublisher(Fibonacci.feedbackMessage, 'fibonacci/_action/feedback');
    const status = node.createPublisher(GoalStatusArray, 'fibonacci/_action/status', {
      durability: 'transient_local',
      depth: 1,
    });
    this.#publishFeedback = (message) => void feedback.publish(message);
    this.#publishStatus = (code, ...goals) => {
      const status_list = goals.map(({ id, stamp }) => ({ goal_info: { goal_id: id, stamp }, status: code }));
      status.publish({ status_list });
    };
    node.createServiceServer(Fibonacci.sendGoal, 'fibonacci/_action/send_goal', ({ goal_id, goal }) => {
      const stamp = { sec: ++this.#stamps, nanosec: 0 };
      if (goal.order < 0) return { accepted: false, stamp };
      this.goals.set(goalIdOf(goal_id.uuid), { id: goal_id, order: goal.order, stamp });
      return { accepted: true, stamp };
    });
    const results = node.createServiceServer(
      Fibonacci.getResult,
      'fibonacci/_action/get_result',
      ({ goal_id }, { requestId }) => {
        const goal = this.goals.get(goalIdOf(goal_id.uuid));
        if (goal === undefined) return { status: GoalStatus.UNKNOWN, result: {} };
        if (this.givesResults) {
          void this.#work(goal).then((sequence) =>
            results.sendResponse(requestId, { status: GoalStatus.SUCCEEDED, result: { sequence } }),
          );
        }
        return DEFERRED;
      },
    );
    node.createServiceServer(Fibonacci.cancelGoal, 'fibonacci/_action/cancel_goal', ({ goal_info }) => {
      const { goal_id, stamp } = goal_info;
      const isAll = goal_id.uuid.every((byte) => byte === 0) && stamp.sec === 0;
      const canceling = [...this.goals.values()].filter(
        (goal) => isAll || goalIdOf(goal.id.uuid) === goalIdOf(goal_id.uuid) || stamp.sec > goal.stamp.sec,
      );
      for (const goal of canceling) this.goals.delete(goalIdOf(goal.id.uuid));
      this.#publishStatus(GoalStatus.CANCELED, ...canceling);
      return { return_code: 0, goals_canceling: canceling.map(({ id, stamp }) => ({ goal_id: id, stamp })) };
    });
  }

  /** Says that a goal has succeeded. */
  publishEnd(goalId: GoalId): void {
    const goal = this.goals.get(goalId);
    if (goal !== undefined) this.#publishStatus(GoalStatus.SUCCEEDED, goal);
  }

  publishFeedback(uuid: Uint8Array, ...sequence: number[]): void {
    this.#publishFeedback({ goal_id: { uuid }, feedback: { sequence } });
  }

  async #work(goal: MockGoal): Promise<number[]> {
    this.#publishStatus(GoalStatus.EXECUTING, goal);
    const sequence: number[] = [];
    for (let i = 0; i <= goal.order; i++) {
      sequence.push(i < 2 ? i : (sequence[i - 1] ?? 0) + (sequence[i - 2] ?? 0));
      this.#publishFeedback({ goal_id: goal.id, feedback: { sequence } });
      await this.#world.sleep(this.#node, 1);
    }
    this.#publishStatus(GoalStatus.SUCCEEDED, goal);
    return sequence;
  }
}
