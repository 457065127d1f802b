import type { Time } from '@rclts/idl';
import { type GoalId, goalIdOf } from '../goal-id.js';
import type { GoalStatus } from '../goal-status.js';
import type { ServerParticipant } from './action-servers.js';
import type { WireGoalId } from './goal-client-ports.js';
import { GoalStream } from './goal-stream.js';

/** One entry of action_msgs/msg/GoalStatusArray. */
export interface WireGoalStatus {
  readonly goal_info: { readonly goal_id: WireGoalId; readonly stamp: Time };
  readonly status: number;
}

/** A goal of anybody's, as its server's status topic tells of it. */
export interface GoalSnapshot {
  readonly goalId: GoalId;
  readonly status: GoalStatus;
  /** When the server accepted it, by the server's clock. */
  readonly stamp: Time;
  /** GUID prefix of the server's participant: 24 hexadecimal digits. */
  readonly server: string;
}

interface Watcher {
  /** The last status that was told, by server and goal. */
  readonly told: Map<string, Map<GoalId, GoalStatus>>;
  tell(snapshot: GoalSnapshot): void;
}

/** The goals of all servers of an action, as their last status samples say. Costs next to nothing while nobody watches. */
export class GoalBoard {
  readonly #samples = new Map<string, readonly WireGoalStatus[]>();
  readonly #watchers = new Set<Watcher>();
  readonly #streams = new Set<GoalStream<GoalSnapshot>>();

  handleStatus(server: ServerParticipant, sample: readonly WireGoalStatus[]): void {
    const key = server.guidPrefix.text;
    this.#samples.set(key, sample);
    for (const watcher of [...this.#watchers]) this.#tell(watcher, key, sample);
  }

  /** Only these publish the status now. */
  keepOnly(servers: readonly ServerParticipant[]): void {
    const keys = new Set(servers.map((server) => server.guidPrefix.text));
    for (const key of this.#samples.keys()) {
      if (keys.has(key)) continue;
      this.#samples.delete(key);
      for (const watcher of this.#watchers) watcher.told.delete(key);
    }
  }

  find(goalId: GoalId): GoalSnapshot | undefined {
    for (const [server, sample] of this.#samples) {
      for (const entry of sample)
        if (goalIdOf(entry.goal_info.goal_id.uuid) === goalId) return snapshotOf(entry, server);
    }
    return undefined;
  }

  /** Calls back for all goals there are, and for each change. Returns what ends it. */
  onChanged(tell: (snapshot: GoalSnapshot) => void): () => void {
    const watcher: Watcher = { told: new Map(), tell };
    this.#watchers.add(watcher);
    for (const [key, sample] of this.#samples) this.#tell(watcher, key, sample);
    return () => this.#watchers.delete(watcher);
  }

  /** The same to be read; of a goal that changes faster than it is read, only the latest. */
  read(): GoalStream<GoalSnapshot> {
    let stop = (): void => undefined;
    const stream = new GoalStream<GoalSnapshot>({}, () => {
      this.#streams.delete(stream);
      stop();
    });
    this.#streams.add(stream);
    stop = this.onChanged((snapshot) => stream.push(snapshot, `${snapshot.server} ${snapshot.goalId}`));
    return stream;
  }

  close(error: unknown): void {
    for (const stream of [...this.#streams]) stream.fail(error);
    this.#watchers.clear();
    this.#samples.clear();
  }

  #tell(watcher: Watcher, server: string, sample: readonly WireGoalStatus[]): void {
    const before = watcher.told.get(server);
    const now = new Map<GoalId, GoalStatus>();
    watcher.told.set(server, now);
    const changed: GoalSnapshot[] = [];
    for (const entry of sample) {
      const snapshot = snapshotOf(entry, server);
      now.set(snapshot.goalId, snapshot.status);
      if (before?.get(snapshot.goalId) !== snapshot.status) changed.push(snapshot);
    }
    for (const snapshot of changed) watcher.tell(snapshot);
  }
}

function snapshotOf({ goal_info, status }: WireGoalStatus, server: string): GoalSnapshot {
  const { goal_id, stamp } = goal_info;
  return { goalId: goalIdOf(goal_id.uuid), status: status as GoalStatus, stamp, server };
}
