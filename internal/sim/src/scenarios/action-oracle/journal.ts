import type { GoalStatus } from '@rclts/actions';
import type { Machine } from './machine.js';
import type { WorkGoal, WorkServer } from './work.js';

/** How a goal ended, as the server's user code had it end. */
export interface GoalEnd {
  readonly at: number;
  readonly status: GoalStatus;
  readonly tag: string;
  readonly done: readonly number[];
}

/** What one server did with one goal: written down by the callbacks, when they are called and when they answer. */
export interface GoalRecord {
  readonly goalId: string;
  readonly plan: WorkGoal;
  readonly server: Incarnation;
  /** How often the goal callback was asked. */
  asked: number;
  decision: { readonly at: number; readonly accepted: boolean } | undefined;
  executions: number;
  stamp: { readonly sec: number; readonly nanosec: number } | undefined;
  /** The cancel callback's answers. */
  readonly cancelAnswers: { readonly at: number; readonly accepted: boolean }[];
  /** Steps that were published while the goal was active, in order. */
  readonly feedback: number[];
  end: GoalEnd | undefined;
}

/** A server from its construction to its close, or to the end of its process. */
export interface Incarnation {
  readonly name: string;
  readonly machine: Machine;
  readonly server: WorkServer;
  readonly openedAt: number;
  readonly resultTimeoutMs: number;
  readonly goals: Map<string, GoalRecord>;
  endedAt: number | undefined;
  /** The session is over: what hangs shall end. */
  isFinishing: boolean;
}

/** All that servers did. The oracle's only source about them. */
export class Journal {
  readonly incarnations: Incarnation[] = [];
  readonly #byNumber = new Map<number, GoalRecord[]>();
  readonly #byId = new Map<string, GoalRecord>();

  record(server: Incarnation, goalId: string, plan: WorkGoal): GoalRecord {
    const known = server.goals.get(goalId);
    if (known !== undefined) return known;
    const record: GoalRecord = {
      goalId,
      plan,
      server,
      asked: 0,
      decision: undefined,
      executions: 0,
      stamp: undefined,
      cancelAnswers: [],
      feedback: [],
      end: undefined,
    };
    server.goals.set(goalId, record);
    this.#byId.set(goalId, record);
    this.#byNumber.set(plan.number, [...(this.#byNumber.get(plan.number) ?? []), record]);
    return record;
  }

  /** Every server that was asked about the goal that was sent under this number. */
  ofNumber(number: number): readonly GoalRecord[] {
    return this.#byNumber.get(number) ?? [];
  }

  ofId(goalId: string): GoalRecord | undefined {
    return this.#byId.get(goalId);
  }

  get live(): readonly Incarnation[] {
    return this.incarnations.filter(({ endedAt }) => endedAt === undefined);
  }

  get goals(): readonly GoalRecord[] {
    return this.incarnations.flatMap(({ goals }) => [...goals.values()]);
  }
}
