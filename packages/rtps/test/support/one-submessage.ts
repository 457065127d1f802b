import { createGuidPrefix } from '../../src/types/guid.js';
import { messageOf, submessage } from './bytes-of-message.js';
import { record, type RecordedSubmessage } from './recording-handler.js';

const us = createGuidPrefix(new Uint8Array(12).fill(0x77));

/** A reader's and a writer's id, in hex. */
export const ids = '00000104 00000203';

/** The only submessage of a sound message, from {@link ids}. */
export function only(kind: string, flags: string, body: string): RecordedSubmessage {
  const { submessages, statistics } = record(messageOf(submessage(kind, flags, body)), us);
  expect(statistics).toEqual({ notRtps: 0, malformed: 0, notUnderstood: 0 });
  expect(submessages).toHaveLength(1);
  expect(submessages[0]).toMatchObject({ readerId: 0x104, writerId: 0x203 });
  return submessages[0]!;
}

export function expectVerdict(kind: string, flags: string, body: string, verdict: 'malformed' | 'notUnderstood'): void {
  const { submessages, statistics } = record(messageOf(submessage(kind, flags, body)), us);
  expect(submessages).toEqual([]);
  expect(statistics).toEqual({ notRtps: 0, malformed: 0, notUnderstood: 0, [verdict]: 1 });
}
