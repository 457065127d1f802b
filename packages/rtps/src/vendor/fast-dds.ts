import type { VendorQuirks } from './quirks.js';

/** eProsima Fast DDS, 01.0f. Seen: 3.2.3 (Kilted), 2.14.5 (Jazzy), 2.9.1. */
export const fastDds: VendorQuirks = Object.freeze({
  // Base 0, 0 bits, non-final: GAP + HEARTBEAT within 1.5 ms; base 1: nothing within 400 ms (5 runs a cell, 3.2.3 and 2.14.5).
  // Its own readers send that form: vectors/rtps/messages.json, vector 34.
  solicitingAckNackBase: 0,
  // Each reader has a state of its own: 5/5 + 5/5 replies with two participants in one process, with eager and with lazy GAPs.
  appliesGapToWholeProcess: false,
  // Up to 2.14, MessageReceiver.cpp (proc_Submsg_Data) copies a key payload of up to 16 octets over the handle that KEY_HASH has given; 3.x
  // does so only where there was none, and looks into no key payload either.
  takesKeyForHash: true,
  // Data leaves without a heartbeat, and the periodic one comes every 3 s (100 goals at 10 % loss between two of it: 180 s).
  repairsLate: true,
  // The change is made of the fragment that arrives first. With 30 % loss 7 of 10 replies of 60 kB whose identity was in fragment 1
  // alone were acknowledged by its reader, and nobody's (3.2.3).
  takesQosOfFirstFragmentHeard: true,
  // StatefulReader.cpp (process_gap_msg) takes the unfinished change out of the base class's history only. Of a topic without key it is listed
  // with its instance from the first fragment on: the next take() finds it there, fails to decode it, fails to remove it, and tries
  // again for ever, with the reader's mutex (and in rclpy the interpreter's lock) in hand. Seen with 3.2.2: an rclpy client that was
  // stopped for 15 s at 1 kHz × 10 kB never said another word. 2.6.9, 2.14.5 and the newest sources read the same. The firstSN of a
  // HEARTBEAT (remove_fragmented_changes_until) has both lists forget.
  diesOfGapAmongFragments: true,
  // Each participant takes the next pair of ports that is free (RTPS 2.5 §9.6.2.3).
  sharesPort: false,
});
