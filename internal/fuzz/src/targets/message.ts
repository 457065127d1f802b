import { walkMessage } from '../../../../packages/rtps/src/message/message-reader.js';
import { MessageWriter } from '../../../../packages/rtps/src/message/message-writer.js';
import { ReceiverState } from '../../../../packages/rtps/src/message/receiver-state.js';
import { createGuidPrefix } from '../../../../packages/rtps/src/types/guid.js';
import { GuidPrefixTable } from '../../../../packages/rtps/src/types/guid-prefix-table.js';
import { CheckingHandler } from '../../../../packages/rtps/test/support/checking-handler.js';
import { record, type RecordedSubmessage } from '../../../../packages/rtps/test/support/recording-handler.js';
import { writeRecorded } from '../../../../packages/rtps/test/support/write-recorded.js';
import { check, type Target } from '../loop/target.js';
import type { Vectors } from './vectors.js';

const MAX_LENGTH = 2_048;
const HEADER = 20;
const NOBODY = createGuidPrefix(new Uint8Array(12));

/** The walk of one datagram, and our writing of what it has shown. */
export function messageTarget(vectors: Vectors): Target {
  const seeds = vectors.messages(MAX_LENGTH);
  const handler = new CheckingHandler();
  const table = new GuidPrefixTable({ capacity: 16, seed: 1 });
  for (const seed of seeds.slice(0, 8)) table.intern(seed, 8);
  const receiver = new ReceiverState(table);
  const writer = new MessageWriter(65_507);
  return {
    name: 'message',
    title: 'walk of a datagram',
    modules: ['packages/rtps/src/message/', 'packages/rtps/src/types/number-set.ts'],
    weight: 50,
    maxLength: MAX_LENGTH,
    dictionary: submessageHeaders(),
    // For us: what is for others is not looked at.
    seeds: () => [...seeds, ...seeds.map(forEverybody)],
    run(input) {
      const statistics = { notRtps: 0, malformed: 0, notUnderstood: 0 };
      handler.bytes = input;
      walkMessage(input, receiver, NOBODY, handler, statistics);
      check(statistics.notRtps + statistics.malformed <= 1, 'a datagram is malformed once');
      const { submessages } = record(input, NOBODY);
      if (submessages.length > 0) reread(submessages, writer);
    },
  };
}

/** What we write of it means the same. */
function reread(submessages: readonly RecordedSubmessage[], writer: MessageWriter): void {
  writer.begin(NOBODY);
  for (const submessage of submessages) {
    // A datagram of few octets may announce more than one of ours holds: each fragment number is 4 octets at least.
    if (writer.remaining < 2 * MAX_LENGTH) break;
    if (submessage.source.timestamp !== undefined) writer.infoTs(submessage.source.timestamp);
    writeRecorded(writer, submessage);
  }
  const again = record(writer.bytes().slice(), NOBODY);
  check(again.statistics.malformed === 0, 'what we write is sound');
  again.submessages.forEach((submessage, index) => {
    const original = submessages[index];
    check(
      original !== undefined && textOf(original) === textOf(submessage),
      `written differently: ${textOf(submessage)}`,
    );
  });
}

/** Octets of payload may be followed by up to three of padding. */
function textOf({ source: _source, ...fields }: RecordedSubmessage): string {
  return JSON.stringify(fields, (_key, value: unknown) => {
    if (!(value instanceof Uint8Array)) return value;
    const hex = Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex');
    return hex.padEnd(Math.ceil(hex.length / 8) * 8, '0');
  });
}

function forEverybody(message: Uint8Array): Uint8Array {
  const copy = message.slice();
  for (let at = HEADER; at + 16 <= copy.length && copy[at] === 0x0e; at += 16) copy.fill(0, at + 4, at + 16);
  return copy;
}

function submessageHeaders(): readonly Uint8Array[] {
  const kinds = [0x01, 0x06, 0x07, 0x08, 0x09, 0x0c, 0x0d, 0x0e, 0x0f, 0x12, 0x13, 0x15, 0x16, 0x80];
  return kinds.flatMap((kind) => [Uint8Array.of(kind, 0x01, 0, 0), Uint8Array.of(kind, 0x07, 24, 0)]);
}
