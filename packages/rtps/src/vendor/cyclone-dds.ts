import type { VendorQuirks } from './quirks.js';

/** Eclipse Cyclone DDS, 01.10. Seen: 0.10.2 and 0.10.5 (rmw_cyclonedds), 11.0.1. */
export const cycloneDds: VendorQuirks = Object.freeze({
  // Base 1, 0 bits, non-final: HEARTBEAT at once; base 0: only the regular one after 102 ms (5 runs a cell, 0.10.2).
  // It patches a base of 0 to 1 when it reads (ddsi_receive.c, validate_AckNack).
  solicitingAckNackBase: 1,
  // 10 of 20 goals lost with eager GAPs and two clients in one process (0.10.5; ddsi_receive.c, handle_Gap and handle_regular).
  appliesGapToWholeProcess: true,
  // It needs the payload: a hash that is an MD5 tells it nothing.
  takesKeyForHash: false,
  // Heartbeats go with data, and again after 100 ms.
  repairsLate: false,
  // Who asks stands in the payload with its rmw (rmw_cyclonedds, cdds_request_header_t).
  takesQosOfFirstFragmentHeard: false,
  // Its defragmenter forgets unfinished samples at a GAP (ddsi_radmin.c, ddsi_defrag_notegap).
  diesOfGapAmongFragments: false,
  // One participant index and one pair of ports a process (its manual, "Discovery of DDSI participants and endpoints"); the first
  // word of the prefixes is one, too (ddsi_participant.c).
  sharesPort: true,
});
