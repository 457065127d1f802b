import type { RemoteEndpoint, RemoteParticipant } from '@rclts/node';

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

/** The feedback readers that get the feedback of a goal which `followers` sent or asked about. */
export function feedbackReaders(
  matched: MatchedEndpoints,
  followers: ReadonlySet<RemoteParticipant>,
): readonly RemoteEndpoint[] {
  const clients = participantsOfClients(matched);
  return matched.feedback.filter(({ participant }) => !clients.has(participant) || followers.has(participant));
}

function countByParticipant(endpoints: readonly RemoteEndpoint[]): ReadonlyMap<RemoteParticipant, number> {
  const counts = new Map<RemoteParticipant, number>();
  for (const { participant } of endpoints) counts.set(participant, (counts.get(participant) ?? 0) + 1);
  return counts;
}
