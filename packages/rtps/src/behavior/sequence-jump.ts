import { LIMITS } from '../limits.js';
import type { SequenceNumber } from '../types/sequence-number.js';
import type { WriterProxy } from './writer-proxy.js';

/**
 * Whether a HEARTBEAT or GAP that reaches to `upTo` may be believed. One datagram in the writer's name, far ahead of all
 * that it ever said, would silence it for good (CVE-2025-65016 and its kin). So a far jump has to be said twice, with
 * time in between for the writer to answer what it is asked meanwhile: what it then says puts an end to the doubt.
 */
export function isBelievable(proxy: WriterProxy, upTo: SequenceNumber, now: number): boolean {
  if (!proxy.isSynchronized || upTo <= Math.max(proxy.lastKnown, proxy.nextSn) + LIMITS.sequenceJump.value) return true;
  const isConfirmed =
    proxy.doubtedSn > 0 && upTo >= proxy.doubtedSn && now >= proxy.doubtedAt + LIMITS.ackNackIntervalMs.value;
  if (isConfirmed) {
    proxy.doubtedSn = 0;
    return true;
  }
  if (proxy.doubtedSn === 0) {
    proxy.doubtedSn = upTo;
    proxy.doubtedAt = now;
  }
  return false;
}
