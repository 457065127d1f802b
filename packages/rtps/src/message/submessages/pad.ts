import { Verdict } from '../verdict.js';

/** RTPS 2.5 §8.3.8.13: filler. Whatever it holds is skipped by its length. */
export function readPad(): Verdict {
  return Verdict.OK;
}
