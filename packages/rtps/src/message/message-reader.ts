import { LIMITS } from '../limits.js';
import type { GuidPrefix } from '../types/guid.js';
import { u16, u8 } from './bytes.js';
import { HEADER_LENGTH, isRtpsHeader } from './header.js';
import type { ReceiverState } from './receiver-state.js';
import { SUBMESSAGE_HEADER_LENGTH } from './submessage-header.js';
import type { MessageStatistics, SubmessageHandler } from './submessage-handler.js';
import { SubmessageFlag, SubmessageKind } from './submessage-kind.js';
import { createAckNack, readAckNack } from './submessages/acknack.js';
import { createData, readData } from './submessages/data.js';
import { createDataFrag, readDataFrag } from './submessages/data-frag.js';
import { createGap, readGap } from './submessages/gap.js';
import { createHeartbeat, readHeartbeat } from './submessages/heartbeat.js';
import { createHeartbeatFrag, readHeartbeatFrag } from './submessages/heartbeat-frag.js';
import { readInfoDst } from './submessages/info-dst.js';
import { readInfoReply, readInfoReplyIp4 } from './submessages/info-reply.js';
import { readInfoSrc } from './submessages/info-src.js';
import { readInfoTs } from './submessages/info-ts.js';
import { createNackFrag, readNackFrag } from './submessages/nack-frag.js';
import { readPad } from './submessages/pad.js';
import { Verdict } from './verdict.js';

/**
 * Walks the message in a datagram, folds the INFO_* submessages into `receiver` and shows each valid entity submessage that is for us to
 * `handler` (RTPS 2.5 §8.3.4). Takes any bytes whatever and never throws, unless the handler does.
 *
 * @param ourPrefix - whom INFO_DST has to name; undefined: an onlooker, who is shown what is for others too.
 */
export function walkMessage(
  bytes: Uint8Array,
  receiver: ReceiverState,
  ourPrefix: GuidPrefix | undefined,
  handler: SubmessageHandler,
  statistics: MessageStatistics,
): void {
  if (!isRtpsHeader(bytes)) {
    statistics.notRtps++;
    return;
  }
  receiver.reset(bytes);
  walkSubmessages(bytes, HEADER_LENGTH, bytes.length, receiver, ourPrefix, handler, statistics);
}

/**
 * The submessages in `bytes[offset, end)`, in the receiver's present state: a message's body, or what a transformation has uncovered.
 */
export function walkSubmessages(
  bytes: Uint8Array,
  offset: number,
  end: number,
  receiver: ReceiverState,
  ourPrefix: GuidPrefix | undefined,
  handler: SubmessageHandler,
  statistics: MessageStatistics,
): void {
  for (let left: number = LIMITS.submessagesPerDatagram.value; offset < end; left--) {
    if (left === 0 || end - offset < SUBMESSAGE_HEADER_LENGTH) {
      statistics.malformed++;
      return;
    }
    const kind = u8(bytes, offset);
    const flags = u8(bytes, offset + 1);
    const octetsToNextHeader = u16(bytes, offset + 2, (flags & SubmessageFlag.LITTLE_ENDIAN) !== 0);
    offset += SUBMESSAGE_HEADER_LENGTH;
    // 0 is "to the end of the message", except where a submessage may really be empty (RTPS 2.5 §9.4.5.1.3).
    const isEmpty = octetsToNextHeader === 0 && (kind === SubmessageKind.PAD || kind === SubmessageKind.INFO_TS);
    const next = octetsToNextHeader === 0 && !isEmpty ? end : offset + octetsToNextHeader;
    if (next > end) {
      statistics.malformed++;
      return;
    }
    const verdict = walkSubmessage(kind, flags, bytes, offset, next, receiver, ourPrefix, handler);
    if (verdict === Verdict.MALFORMED) {
      statistics.malformed++;
      return;
    }
    if (verdict === Verdict.NOT_UNDERSTOOD) statistics.notUnderstood++;
    offset = next;
  }
}

// Each is filled and shown before the next submessage is read.
const data = createData();
const dataFrag = createDataFrag();
const heartbeat = createHeartbeat();
const heartbeatFrag = createHeartbeatFrag();
const gap = createGap();
const ackNack = createAckNack();
const nackFrag = createNackFrag();

function walkSubmessage(
  kind: number,
  flags: number,
  bytes: Uint8Array,
  offset: number,
  end: number,
  receiver: ReceiverState,
  ourPrefix: GuidPrefix | undefined,
  handler: SubmessageHandler,
): Verdict {
  switch (kind) {
    case SubmessageKind.INFO_DST:
      return readInfoDst(bytes, offset, end, receiver, ourPrefix);
    case SubmessageKind.INFO_TS:
      return readInfoTs(bytes, offset, end, flags, receiver);
    case SubmessageKind.INFO_SRC:
      return readInfoSrc(bytes, offset, end, receiver);
    case SubmessageKind.INFO_REPLY:
      return readInfoReply(bytes, offset, end, flags);
    case SubmessageKind.INFO_REPLY_IP4:
      return readInfoReplyIp4(offset, end, flags);
    case SubmessageKind.PAD:
      return readPad();
    case SubmessageKind.DATA:
    case SubmessageKind.DATA_FRAG:
    case SubmessageKind.HEARTBEAT:
    case SubmessageKind.HEARTBEAT_FRAG:
    case SubmessageKind.GAP:
    case SubmessageKind.ACKNACK:
    case SubmessageKind.NACK_FRAG:
      // What is for others is not even looked at.
      if (!receiver.destinationIsUs) return Verdict.OK;
      return walkEntitySubmessage(kind, flags, bytes, offset, end, receiver, handler);
    default:
      return Verdict.NOT_UNDERSTOOD;
  }
}

function walkEntitySubmessage(
  kind: SubmessageKind,
  flags: number,
  bytes: Uint8Array,
  offset: number,
  end: number,
  receiver: ReceiverState,
  handler: SubmessageHandler,
): Verdict {
  let verdict: Verdict;
  switch (kind) {
    case SubmessageKind.DATA:
      verdict = readData(bytes, offset, end, flags, data);
      if (verdict === Verdict.OK) handler.onData(receiver, data);
      return verdict;
    case SubmessageKind.DATA_FRAG:
      verdict = readDataFrag(bytes, offset, end, flags, dataFrag);
      if (verdict === Verdict.OK) handler.onDataFrag(receiver, dataFrag);
      return verdict;
    case SubmessageKind.HEARTBEAT:
      verdict = readHeartbeat(bytes, offset, end, flags, heartbeat);
      if (verdict === Verdict.OK) handler.onHeartbeat(receiver, heartbeat);
      return verdict;
    case SubmessageKind.HEARTBEAT_FRAG:
      verdict = readHeartbeatFrag(bytes, offset, end, flags, heartbeatFrag);
      if (verdict === Verdict.OK) handler.onHeartbeatFrag(receiver, heartbeatFrag);
      return verdict;
    case SubmessageKind.GAP:
      verdict = readGap(bytes, offset, end, flags, gap);
      if (verdict === Verdict.OK) handler.onGap(receiver, gap);
      return verdict;
    case SubmessageKind.ACKNACK:
      verdict = readAckNack(bytes, offset, end, flags, ackNack);
      if (verdict === Verdict.OK) handler.onAckNack(receiver, ackNack);
      return verdict;
    case SubmessageKind.NACK_FRAG:
      verdict = readNackFrag(bytes, offset, end, flags, nackFrag);
      if (verdict === Verdict.OK) handler.onNackFrag(receiver, nackFrag);
      return verdict;
    default:
      return Verdict.NOT_UNDERSTOOD;
  }
}
