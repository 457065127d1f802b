import type { MessageWriter } from '../../src/message/message-writer.js';
import { encodeInlineQos } from '../../src/parameters/inline-qos.js';
import { NumberSet } from '../../src/types/number-set.js';
import type { RecordedSubmessage } from './recording-handler.js';

/** Writes what a walk has shown, as we write it. */
export function writeRecorded(writer: MessageWriter, submessage: RecordedSubmessage): void {
  switch (submessage.kind) {
    case 'DATA':
      return writer.data({ ...submessage, inlineQos: submessage.inlineQos && encodeInlineQos(submessage.inlineQos) });
    case 'DATA_FRAG':
      return writer.dataFrag({
        ...submessage,
        inlineQos: submessage.inlineQos && encodeInlineQos(submessage.inlineQos),
      });
    case 'HEARTBEAT':
      return writer.heartbeat({ ...submessage, final: submessage.isFinal, liveliness: submessage.isLiveliness });
    case 'HEARTBEAT_FRAG':
      return writer.heartbeatFrag(submessage);
    case 'GAP':
      return writer.gap({ ...submessage, gapList: numberSet(submessage.gapList) });
    case 'ACKNACK':
      return writer.ackNack({
        ...submessage,
        readerSnState: numberSet(submessage.readerSnState),
        final: submessage.isFinal,
      });
    case 'NACK_FRAG':
      return writer.nackFrag({ ...submessage, fragmentNumberState: numberSet(submessage.fragmentNumberState) });
  }
}

function numberSet({
  base,
  numBits,
  members,
}: {
  base: number;
  numBits: number;
  members: readonly number[];
}): NumberSet {
  const set = new NumberSet().clear(base);
  for (const member of members) set.add(member);
  set.numBits = numBits;
  return set;
}
