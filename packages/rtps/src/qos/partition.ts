/**
 * Partition names as POSIX fnmatch reads them: `*`, `?`, `[a-z]`, `[!a]`; no escapes (DDS 1.4 §2.2.3.13).
 *
 * The names come from the network, so no regular expression is made of them: one backtracking point (the last `*`) bounds the work to
 * the product of the two lengths.
 */

/** Whether endpoints in these partitions meet. None at all stands for the one partition whose name is empty. */
export function partitionsMatch(left: readonly string[], right: readonly string[]): boolean {
  const lefts = left.length === 0 ? [''] : left;
  const rights = right.length === 0 ? [''] : right;
  return lefts.some((a) => rights.some((b) => partitionMatches(a, b)));
}

/** Equal names, or a pattern and a plain name that it matches; two patterns never meet unless equal. */
export function partitionMatches(left: string, right: string): boolean {
  if (left === right) return true;
  const leftIsPattern = isPattern(left);
  if (leftIsPattern === isPattern(right)) return false;
  return leftIsPattern ? patternMatches(left, right) : patternMatches(right, left);
}

function isPattern(name: string): boolean {
  return name.includes('*') || name.includes('?') || name.includes('[');
}

function patternMatches(pattern: string, name: string): boolean {
  let p = 0;
  let n = 0;
  let star = -1;
  let resume = 0;
  while (n < name.length) {
    if (pattern[p] === '*') {
      star = p++;
      resume = n;
      continue;
    }
    const after = p < pattern.length ? afterOne(pattern, p, name.charCodeAt(n)) : -1;
    if (after !== -1) {
      p = after;
      n++;
    } else if (star !== -1) {
      p = star + 1;
      n = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** The pattern's position after the element at `p` if that matches `code`, else −1. */
function afterOne(pattern: string, p: number, code: number): number {
  if (pattern[p] === '?') return p + 1;
  if (pattern[p] !== '[') return pattern.charCodeAt(p) === code ? p + 1 : -1;
  const negated = pattern[p + 1] === '!' || pattern[p + 1] === '^';
  const first = negated ? p + 2 : p + 1;
  let found = false;
  for (let i = first; i < pattern.length; i++) {
    // A bracket right after the opening one stands for itself; one without an end is an ordinary character.
    if (pattern[i] === ']' && i > first) return found !== negated ? i + 1 : -1;
    const low = pattern.charCodeAt(i);
    const isRange = pattern[i + 1] === '-' && i + 2 < pattern.length && pattern[i + 2] !== ']';
    const high = isRange ? pattern.charCodeAt(i + 2) : low;
    if (isRange) i += 2;
    if (code >= low && code <= high) found = true;
  }
  return code === 0x5b ? p + 1 : -1;
}
