import { attacks } from './attacks.js';
import { inputLimits } from './input-limits.js';
import { lifecycle } from './lifecycle.js';
import { bigSamples, networkFaults } from './network-faults.js';
import type { Chapter } from './row.js';
import { vulnerabilities } from './vulnerabilities.js';

/** All that is known to befall a stack of this kind. */
export const chapters: readonly Chapter[] = [
  networkFaults,
  bigSamples,
  lifecycle,
  attacks,
  vulnerabilities,
  inputLimits,
];
