/** builtin_interfaces/msg/Time. */
export interface Stamp {
  readonly sec: number;
  readonly nanosec: number;
}

/** When something arrived: compares with what else this probe has heard. What came in one datagram has one moment. */
export interface Arrival {
  readonly at: number;
}

export interface GoalReply extends Arrival {
  readonly accepted: boolean;
  readonly stamp: Stamp;
}

export interface ResultReply extends Arrival {
  /** action_msgs/msg/GoalStatus. */
  readonly status: number;
  readonly result: unknown;
}

export interface CancelReply extends Arrival {
  /** action_msgs/srv/CancelGoal. */
  readonly returnCode: number;
  readonly canceling: readonly GoalInfo[];
}

export interface GoalInfo {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly stamp: Stamp;
}

export interface GoalState extends GoalInfo {
  readonly status: number;
}

/** What came on the status topic. */
export interface StatusSample extends Arrival {
  readonly goals: readonly GoalState[];
}

/** What came on the feedback topic. */
export interface FeedbackSample extends Arrival {
  readonly id: string;
}

/** What the graph says of the server's half of the action. */
export interface Endpoints {
  /** Name → types. */
  readonly services: Readonly<Record<string, readonly string[]>>;
  /** Name → types of those who publish. */
  readonly publishers: Readonly<Record<string, readonly string[]>>;
  /** Of the one who publishes the status. */
  readonly statusDurability: string;
}

/**
 * An action seen from the client's side with nothing in between: its three services are called and its two topics heard as
 * they are, so that requests which no client library would make can be made. Goal ids are 32 hexadecimal digits.
 *
 * Every promise rejects when no answer comes within the probe's patience.
 */
export interface Probe {
  /** Whether moments of arrival tell the order on the wire. rclpy's executor hands out what has come in an order of its own. */
  readonly tellsOrder: boolean;
  readonly statuses: readonly StatusSample[];
  readonly feedback: readonly FeedbackSample[];
  /** Monotonic milliseconds. */
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Resolves when a sample arrives, after `ms` at the latest. */
  nextArrival(ms: number): Promise<void>;
  sendGoal(id: string, goal: unknown): Promise<GoalReply>;
  getResult(id: string): Promise<ResultReply>;
  cancelGoal(id: string, stamp: Stamp): Promise<CancelReply>;
  /** What somebody hears on the status topic who subscribes now: for `waitMs` if it is nothing, and for a moment after the first sample. */
  joinLate(waitMs: number): Promise<readonly StatusSample[]>;
  endpoints(): Promise<Endpoints>;
  /** An action client of the library that the probe is made of. */
  openClient(): Promise<ProbeClient>;
  close(): Promise<void>;
}

export interface ProbeClient {
  sendGoal(goal: unknown): Promise<ProbeGoal>;
  close(): Promise<void>;
}

/** A goal as the user of a client library has it. */
export interface ProbeGoal {
  readonly id: string;
  readonly accepted: boolean;
  /** What the user has heard so far, in order: `accepted`, each `feedback`, `result`. */
  heard(): Promise<readonly string[]>;
  getResult(): Promise<{ readonly status: number; readonly result: unknown }>;
  cancelGoal(): Promise<{ readonly returnCode: number; readonly canceling: readonly GoalInfo[] }>;
}
