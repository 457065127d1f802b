/**
 * What a test asks of a peer, in JSON lines: `{id, method, parameters}` on stdin, `{id, value}` or `{id, error}` and `{event, …}` on stdout. Spoken
 * by python/peer.py (rclpy) and by peer/ (ours) alike, so that a scenario does not know which of the two is the server and which the client.
 * Actions are test_msgs/action/Fibonacci, topics std_msgs/msg/String, services std_srvs/srv/SetBool. Goal ids are 32 hexadecimal digits.
 */
export interface PeerMethods {
  createActionServer(parameters: { action: string }): void;
  createActionClient(parameters: { action: string }): void;
  waitForServer(parameters: { action: string; timeoutMs: number }): boolean;
  sendGoal(parameters: { action: string; order: number; timeoutMs?: number }): SentGoal;
  /** The feedback that has come for a goal. */
  feedback(parameters: { goalId: string }): number[][];
  getResult(parameters: { goalId: string; timeoutMs?: number }): GoalOutcome;
  cancelGoal(parameters: { goalId: string; timeoutMs?: number }): CancelAnswer;

  createPublisher(parameters: { topic: string }): void;
  publish(parameters: { topic: string; text: string }): void;
  createSubscription(parameters: { topic: string }): void;
  /** As `ros2 topic echo` does, not as a client; `messages` of `<action>/_action/feedback` are `<goal id> <length>` then. */
  subscribeFeedback(parameters: { action: string }): void;
  subscribeRosout(parameters: Record<never, never>): void;
  /** What has come on a subscribed topic. */
  messages(parameters: { topic: string }): (string | LogLine)[];
  log(parameters: { text: string }): void;
  createService(parameters: { service: string }): void;
  callService(parameters: { service: string; data: boolean; timeoutMs?: number }): {
    success: boolean;
    message: string;
  };

  /** Fully qualified names, sorted. */
  nodes(parameters: Record<never, never>): string[];
  /** Name → types. */
  actions(parameters: Record<never, never>): Record<string, string[]>;
  /** The nodes that serve an action and those that are its clients, as `ros2 action info` gathers them. */
  actionInfo(parameters: { action: string }): { servers: string[]; clients: string[] };
  /** As rcl_action counts them. */
  countActionEnds(parameters: { action: string }): { servers: number; clients: number };
  /** Readers of an action's feedback, which a server is to know before it executes what they ask for. */
  countFeedbackReaders(parameters: { action: string }): number;

  /** Ours and Cyclone DDS's. A client in a context of its own, in this process; `name` stands for the action in what is asked of it. */
  createClientInOwnContext(parameters: { action: string; name: string }): void;
  /** Cyclone DDS's only. Replies to requests of its clients that they did not wait for, and to those of others in the process. */
  unexpectedReplies(parameters: Record<never, never>): { own: number; foreign: number };
  /** Ours only. From now on this share of all datagrams is lost, in both directions; 0 ends it. Returns how many were before. */
  loseDatagrams(parameters: { share: number }): number;
  /** Ours only. Calls each server of the service when there are so many; what they answer. */
  callEachServer(parameters: { service: string; data: boolean; servers: number; timeoutMs?: number }): string[];
  /** Ours only. Sends each server of an action a goal of its own, all at once, when there are so many; who has it, in the same order. */
  sendGoalToEachServer(parameters: {
    action: string;
    order: number;
    servers: number;
    timeoutMs?: number;
  }): (SentGoal & { vendorId: number })[];
  /** Ours only. From now on the `nth` (1 is the next) datagram with a DATA_FRAG in that direction is lost. */
  dropFragment(parameters: { direction: 'sent' | 'received'; nth: number }): void;
  /** Ours only. Datagrams with a DATA_FRAG seen, and lost on purpose, since `dropFragment`. */
  fragments(parameters: Record<never, never>): { seen: number; dropped: number };
  /** Ours only. Where other participants are, datagrams dropped by where they came from, and links with multicast. */
  network(parameters: Record<never, never>): { peers: string[]; filtered: number; multicastLinks: number };
}

export interface SentGoal {
  accepted: boolean;
  goalId: string;
}

export interface GoalOutcome {
  /** action_msgs/msg/GoalStatus. */
  status: number;
  length: number;
  /** Of the elements as little-endian int32. */
  crc32: number;
  /** Null where it is longer than 200. */
  sequence: number[] | null;
}

export interface CancelAnswer {
  returnCode: number;
  /** The goals that agreed to be cancelled. */
  goals: string[];
}

export interface LogLine {
  name: string;
  level: number;
  text: string;
}

export type PeerEvent =
  | { event: 'ready' }
  | { event: 'goal'; order: number }
  | { event: 'executing' | 'executed' | 'cancel'; goalId: string };
