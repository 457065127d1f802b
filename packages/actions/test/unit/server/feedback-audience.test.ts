import type { ContentFilter, RemoteEndpoint } from '@rclts/node';
import type { GoalId } from '../../../src/goal-id.js';
import { goalIdBytes } from '../../../src/goal-id.js';
import { FeedbackReaders, type MatchedEndpoints } from '../../../src/server/feedback-audience.js';

type Participant = RemoteEndpoint['participant'];
const participant = (entityName: string): Participant => ({ entityName }) as Participant;
const [owner, other, echo] = [participant('owner'), participant('other'), participant('echo')];

/** So many endpoints of each kind, by participant: feedback, status, send_goal, cancel_goal, get_result. */
function matched(...rows: [Participant, ...counts: [number, number, number, number, number]][]): MatchedEndpoints {
  const kind = (index: number): RemoteEndpoint[] =>
    rows.flatMap(([one, ...counts]) =>
      Array.from({ length: counts[index] ?? 0 }, () => ({ participant: one }) as RemoteEndpoint),
    );
  return { feedback: kind(0), status: kind(1), sendGoal: kind(2), cancelGoal: kind(3), getResult: kind(4) };
}
const GOAL = 'ab'.repeat(16) as GoalId;
const select = (readers: FeedbackReaders, endpoints: MatchedEndpoints, ...followers: Participant[]) =>
  readers
    .select(endpoints, { goalId: GOAL, followers: new Set(followers) })
    ?.map((reader) => reader.participant.entityName);
const audience = (endpoints: MatchedEndpoints, ...followers: Participant[]) =>
  select(new FeedbackReaders('owner'), endpoints, ...followers);

describe('feedback for its owner', () => {
  it('reaches the clients of its goal and subscribers that are no clients, and no other client', () => {
    const all = matched([owner, 1, 1, 1, 1, 1], [other, 1, 1, 1, 1, 1], [echo, 1, 0, 0, 0, 0]);
    expect(audience(all, owner)).toEqual(['owner', 'echo']);
    expect(audience(all)).toEqual(['echo']);
  });

  it('reaches all readers of a participant that is both', () => {
    expect(audience(matched([owner, 1, 1, 1, 1, 1], [other, 2, 1, 1, 1, 1]), owner)).toEqual([
      'owner',
      'other',
      'other',
    ]);
    expect(audience(matched([other, 2, 2, 2, 2, 2]))).toEqual([]);
    expect(audience(matched([other, 3, 2, 2, 2, 2]))).toHaveLength(3);
  });

  it.each([
    ['status', [1, 0, 1, 1, 1]],
    ['send_goal', [1, 1, 0, 1, 1]],
    ['cancel_goal', [1, 1, 1, 0, 1]],
    ['get_result', [1, 1, 1, 1, 0]],
  ] as const)('reaches a participant without %s: half discovered, or no action client', (_what, counts) => {
    expect(audience(matched([other, ...counts]), owner)).toEqual(['other']);
  });
});

describe('feedback of which some readers want a part', () => {
  const wanting = (goal: string): ContentFilter => ({
    contentFilteredTopicName: 'f',
    relatedTopicName: 't',
    filterClassName: 'DDSSQL',
    filterExpression: Array.from({ length: 16 }, (_, i) => `goal_id.uuid[${i}] = %${i}`).join(' AND '),
    expressionParameters: Array.from(goalIdBytes(goal as GoalId), String),
  });
  const reader = (one: Participant, contentFilter?: ContentFilter): RemoteEndpoint =>
    ({ participant: one, contentFilter }) as RemoteEndpoint;
  const matchedReaders = (...feedback: RemoteEndpoint[]): MatchedEndpoints => ({ ...matched(), feedback });

  it('goes to all without a look at who they are, as long as nobody filters', () => {
    expect(select(new FeedbackReaders('all'), matchedReaders(reader(owner), reader(other)))).toBeUndefined();
  });

  it('spares those whose filter names other goals, but no follower, and none that is not understood', () => {
    const readers = new FeedbackReaders('all');
    const strange = { ...wanting(GOAL), filterExpression: "feedback.sequence[0] > 3 OR goal_id.uuid LIKE 'x'" };
    const endpoints = matchedReaders(
      reader(owner, wanting('cd'.repeat(16))),
      reader(other, wanting('cd'.repeat(16))),
      reader(echo, wanting(GOAL)),
      reader(participant('plain')),
      reader(participant('strange'), strange),
    );
    for (let round = 0; round < 3; round++)
      expect(select(readers, endpoints, owner)).toEqual(['owner', 'echo', 'plain', 'strange']);
    expect(readers.ignoredFilters).toBe(1);
    expect(select(new FeedbackReaders('owner'), endpoints)).toEqual(['echo', 'plain', 'strange']);
  });
});
