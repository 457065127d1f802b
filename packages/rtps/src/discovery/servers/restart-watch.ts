import { Timing } from '../../behavior/timing.js';
import type { HeartbeatSubmessage } from '../../message/submessages/heartbeat.js';

/**
 * Tells that a server was started anew under its old name: the id that it is given makes its GUID. It has forgotten us, counts from
 * one again, and all that we know of its writers is wrong. Seen when its HEARTBEATs stay behind what they have said before; one that
 * was only late on its way has company that is not.
 */
export class RestartWatch {
  #count: number | undefined;
  #behindSince = Infinity;

  /** A HEARTBEAT of its SPDP writer, of whose samples `deliveredSn` was the last one here. True: it has been started anew. */
  onHeartbeat(
    { count, lastSn }: Pick<HeartbeatSubmessage, 'count' | 'lastSn'>,
    deliveredSn: number,
    now: number,
  ): boolean {
    const isBehind = lastSn < deliveredSn || (this.#count !== undefined && ((count - this.#count) | 0) < 0);
    if (!isBehind) {
      this.#count = count;
      this.#behindSince = Infinity;
      return false;
    }
    if (this.#behindSince === Infinity) this.#behindSince = now;
    return now - this.#behindSince >= Timing.serverRestartMs;
  }
}
