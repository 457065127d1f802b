/** How far back a count may lie and still be an old or repeated message. */
const REPEATED_WITHIN = 64;

/**
 * Whether a HEARTBEAT, ACKNACK, HEARTBEAT_FRAG or NACK_FRAG with this count is a new one. Counts rise and wrap at 2^32;
 * they are there to tell duplicates (RTPS 2.5 §8.3.8.6). So what lies a little behind is old, but what lies far behind is
 * not: one message with a wild count, in the name of the peer, must not make it mute for the next 2^31.
 */
export function isNews(last: number | undefined, count: number): boolean {
  if (last === undefined) return true;
  const step = (count - last) | 0;
  return step > 0 || step < -REPEATED_WITHIN;
}
