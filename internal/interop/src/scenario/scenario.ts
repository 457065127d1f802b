import type { Pair } from '../pair.js';

/** One row of the matrix: something that a client and a server do together. Fails by throwing. */
export interface Scenario {
  /** Its name in docs/INTEROP.md and of its test. */
  readonly title: string;
  /** It is about what rcl and its tools do above DDS: no matter of peers without them. */
  readonly needsRcl?: boolean;
  run(pair: Pair): Promise<void>;
}

const POLL_MS = 50;

/** Asks again until the answer is yes. What the last attempt threw is the reason given when it never is. */
export async function eventually(what: string, timeoutMs: number, ask: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  let cause: unknown;
  do {
    try {
      if (await ask()) return;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await passing(POLL_MS);
  } while (performance.now() < deadline);
  throw new Error(`not within ${timeoutMs} ms: ${what}${cause === undefined ? '' : ` (${String(cause)})`}`, { cause });
}

/** For what is about time passing, not for waiting until something is ready. */
export function passing(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
