/**
 * A shorter input of which `isSame` still holds: pieces of half its length are left out, then of a quarter, and so on, in so many
 * tries.
 */
export function cutDown(input: Uint8Array, tries: number, isSame: (shorter: Uint8Array) => boolean): Uint8Array {
  let best = input;
  for (let size = best.length >> 1; size > 0; size >>= 1) {
    for (let at = 0; at < best.length && tries > 0;) {
      const shorter = new Uint8Array(best.length - Math.min(size, best.length - at));
      shorter.set(best.subarray(0, at));
      shorter.set(best.subarray(at + size), at);
      tries--;
      if (isSame(shorter)) best = shorter;
      else at += size;
    }
  }
  return best;
}
