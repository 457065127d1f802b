import { type DissectedSubmessage, SubmessageRecorder } from '../../src/message/message-dissection.js';
import { walkMessage } from '../../src/message/message-reader.js';
import { ReceiverState } from '../../src/message/receiver-state.js';
import type { MessageStatistics } from '../../src/message/submessage-handler.js';
import { createGuidPrefix, type GuidPrefix } from '../../src/types/guid.js';

export { SubmessageRecorder as RecordingHandler };
export type RecordedSubmessage = DissectedSubmessage;

export interface WalkedMessage {
  readonly submessages: RecordedSubmessage[];
  readonly statistics: MessageStatistics;
}

/** Walks a datagram as the participant `ourPrefix`, which knows nobody. */
export function record(
  bytes: Uint8Array,
  ourPrefix: GuidPrefix = createGuidPrefix(new Uint8Array(12).fill(0x77)),
): WalkedMessage {
  const handler = new SubmessageRecorder();
  const statistics = { notRtps: 0, malformed: 0, notUnderstood: 0 };
  walkMessage(bytes, new ReceiverState({ find: () => undefined }), ourPrefix, handler, statistics);
  return { submessages: handler.submessages, statistics };
}
