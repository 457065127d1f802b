import { LOCATOR_LENGTH } from '../../types/locator.js';
import { u32 } from '../bytes.js';
import { SubmessageFlag } from '../submessage-kind.js';
import { Verdict } from '../verdict.js';

/**
 * RTPS 2.5 §8.3.8.9, and for INFO_REPLY_IP4 RTPS 2.5 §9.4.5.14: where to reply instead of where discovery says. Validated and then ignored: no
 * known implementation needs it, and obeying it would let one datagram aim our replies at anybody.
 */
export function readInfoReply(bytes: Uint8Array, offset: number, end: number, flags: number): Verdict {
  const multicastFlag = (flags & 0x02) !== 0;
  const littleEndian = (flags & SubmessageFlag.LITTLE_ENDIAN) !== 0;
  for (let list = multicastFlag ? 2 : 1; list > 0; list--) {
    if (end - offset < 4) return Verdict.MALFORMED;
    const count = u32(bytes, offset, littleEndian);
    offset += 4;
    if (count > (end - offset) / LOCATOR_LENGTH) return Verdict.MALFORMED;
    offset += count * LOCATOR_LENGTH;
  }
  return Verdict.OK;
}

/** LocatorUDPv4 is 8 octets; one unicast, one multicast if its flag is set. */
export function readInfoReplyIp4(offset: number, end: number, flags: number): Verdict {
  return end - offset < ((flags & 0x02) !== 0 ? 16 : 8) ? Verdict.MALFORMED : Verdict.OK;
}
