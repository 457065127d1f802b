import type { RemoteEndpoint } from '@rclts/node';
import { feedbackReaders, type MatchedEndpoints } from '../../../src/server/feedback-audience.js';

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
const audience = (endpoints: MatchedEndpoints, ...followers: Participant[]) =>
  feedbackReaders(endpoints, new Set(followers)).map((reader) => reader.participant.entityName);

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
