import type { VendorQuirks } from './quirks.js';

/** RTI Connext, 01.01. Never seen by us: what others' sources say of it. */
export const connext: VendorQuirks = Object.freeze({
  // Its pre-emptive ACKNACK has base 0 (cyclonedds ddsi_receive.c, validate_AckNack, allows that for it by name).
  solicitingAckNackBase: 0,
  // Not known: the careful answer.
  appliesGapToWholeProcess: true,
  // It reads key payloads, as its own disposals carry them.
  takesKeyForHash: false,
  // Its manual has a heartbeat period of 3 s, which is shorter while a writer's queue fills.
  repairsLate: true,
  // Not known: the careful answer.
  takesQosOfFirstFragmentHeard: true,
  // Not known; a GAP is the specification's word.
  diesOfGapAmongFragments: false,
  // Each participant has an index and ports of its own (RTPS 2.5 §9.6.2.3).
  sharesPort: false,
});
