/** Every period and delay of the reliability and discovery protocols, in milliseconds, with the spec's or the peers' figure beside ours. */
export const Timing = {
  /** First repair HEARTBEAT after unacknowledged data: max(2 RTT, this). Fast DDS waits 3 000, Cyclone 100. */
  repairMinMs: 20,
  /** The repair period doubles up to this. */
  repairMaxMs: 1_000,
  /** First guess of the round trip, before one was measured. */
  initialRttMs: 10,
  /** A reader that sees no HEARTBEAT after matching asks again after this, doubling to `repairMaxMs` (Fast DDS: 70, doubling). */
  preemptiveAckNackMs: 70,
  /** A NACK that brought nothing is repeated after this, doubling to `repairMaxMs`. */
  renackMinMs: 20,
  /**
   * A word to a writer that says only that all is here waits so long for other traffic to the same peer, whose datagram it
   * then shares. Much less than the shortest repair period.
   */
  ackDelayMs: 2,
  /** A reassembly to which nothing was added for so long has to make room for others. */
  assemblyIdleMs: 1_000,
  /** Continuation of a send that the window or the budget of one flush stopped. */
  continueMs: 1,
  /**
   * A disposal is told to newcomers, too, for so long: one that we take for new, since its lease had run out here, may never
   * have lost us, and would keep what we disposed while we could not hear each other. Twice any common lease.
   */
  disposalKeepMs: 60_000,
  /** SPDP burst at start: this many announcements… */
  announceBurst: 5,
  /** …this far apart (Fast DDS: 100). */
  announceBurstMs: 100,
  /** SPDP period afterwards (Fast DDS: 3 000, RTPS 2.5 §9.6.1.4.1: 30 000). */
  announceMs: 3_000,
  /** A participant that was told of us by unicast, and announces itself again without having answered, is told again no sooner. */
  reintroduceMs: 200,
  /** SPDP period besides, after a lease has run out… */
  seekMs: 1_000,
  /** …for so long: longer than it takes to put a cable back. */
  seekForMs: 120_000,
  /** Lease that we announce (Fast DDS: 20 000, Cyclone: 10 000). */
  leaseMs: 20_000,
  /** An announcement from a new address counts when the participant, asked at the old one, is silent for so long. */
  moveSilenceMs: 1_000,
  /** So many announcements from another of a participant's addresses, and not a word from where it is sent to: that cable is out. */
  announcementsElsewhere: 3,
  /** A participant that has not answered yet is not thrown out for another one before. */
  strangerStayMs: 100,
  /** As `strangerStayMs`, for another one of the same address. */
  strangerStayAtAddressMs: 1_000,
  /** What comes this soon after a participant's farewell was under way before it. */
  farewellSettleMs: 50,
  /** A farewell counts when the participant, asked whether it is there, is silent for so long. */
  farewellMs: 600,
  /** What a discovery server says that stays behind its words of so long ago is of one that was started anew. */
  serverRestartMs: 500,
  /** An input later than its deadline by more than this is a stall of our own, which may expire nobody. */
  stallMs: 50,
  /** After a stall no lease falls sooner than this. */
  stallGraceMs: 1_000,
} as const;
