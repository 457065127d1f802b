import type { ContentFilter, RemoteEndpoint, RemoteParticipant } from '@rclts/node';
import type { GoalId } from '../goal-id.js';
import { goalsOf } from './feedback-filter.js';

/** To whom feedback goes: to every subscriber, or to the clients of its goal and to all who are no action clients. */
export type FeedbackAudience = 'all' | 'owner';

/** What is matched with an action server's endpoints. */
export interface MatchedEndpoints {
  readonly feedback: readonly RemoteEndpoint[];
  readonly status: readonly RemoteEndpoint[];
  readonly sendGoal: readonly RemoteEndpoint[];
  readonly cancelGoal: readonly RemoteEndpoint[];
  readonly getResult: readonly RemoteEndpoint[];
}

/**
 * The participants of which every feedback reader belongs to an action client, so that feedback of other people's goals is of
 * no use to them. A participant has as many clients as it has complete sets of a client's other four endpoints; when it has
 * more feedback readers than that, or when discovery is half done, it is not among them (docs/adr/0008).
 */
export function participantsOfClients(matched: MatchedEndpoints): ReadonlySet<RemoteParticipant> {
  const { feedback, ...others } = matched;
  const sets = Object.values(others).map(countByParticipant);
  const participants = new Set<RemoteParticipant>();
  for (const [participant, readers] of countByParticipant(feedback)) {
    const clients = Math.min(...sets.map((set) => set.get(participant) ?? 0));
    if (readers <= clients) participants.add(participant);
  }
  return participants;
}

/** A goal of which something is published. */
interface FollowedGoal {
  readonly goalId: GoalId;
  /** Who sent it, or asked for its result. */
  readonly followers: ReadonlySet<RemoteParticipant>;
}

/** Who gets which feedback; it keeps what it has understood of the readers' content filters. */
export class FeedbackReaders {
  readonly #audience: FeedbackAudience;
  readonly #goals = new WeakMap<ContentFilter, ReadonlySet<GoalId> | 'everything'>();
  #ignoredFilters = 0;

  constructor(audience: FeedbackAudience) {
    this.#audience = audience;
  }

  /** Filters that were not understood: their readers get everything, as they would without. */
  get ignoredFilters(): number {
    return this.#ignoredFilters;
  }

  /**
   * The feedback readers that get what is published of a goal; undefined: all. A follower gets it though its filter says
   * otherwise: discovery is slower than the goal, and what the reader does not want it throws away itself.
   */
  select(matched: MatchedEndpoints, { goalId, followers }: FollowedGoal): readonly RemoteEndpoint[] | undefined {
    const isFiltered = matched.feedback.some(({ contentFilter }) => contentFilter !== undefined);
    if (this.#audience === 'all' && !isFiltered) return undefined;
    const clients = this.#audience === 'owner' ? participantsOfClients(matched) : undefined;
    return matched.feedback.filter(({ participant, contentFilter }) => {
      if (followers.has(participant)) return true;
      if (clients?.has(participant) === true) return false;
      return contentFilter === undefined || this.#passes(contentFilter, goalId);
    });
  }

  #passes(filter: ContentFilter, goalId: GoalId): boolean {
    let goals = this.#goals.get(filter);
    if (goals === undefined) {
      goals = goalsOf(filter) ?? 'everything';
      if (goals === 'everything') this.#ignoredFilters += 1;
      this.#goals.set(filter, goals);
    }
    return goals === 'everything' || goals.has(goalId);
  }
}

function countByParticipant(endpoints: readonly RemoteEndpoint[]): ReadonlyMap<RemoteParticipant, number> {
  const counts = new Map<RemoteParticipant, number>();
  for (const { participant } of endpoints) counts.set(participant, (counts.get(participant) ?? 0) + 1);
  return counts;
}
