/** What became of datagrams at the sockets. Counts only grow. */
export interface HostStatistics {
  datagramsSent: number;
  bytesSent: number;
  datagramsReceived: number;
  bytesReceived: number;
  /** Came from, or were for, hosts outside of the discovery range or of `allowedPeers`, or of links that are not used. */
  datagramsFiltered: number;
  /** To locators of a kind that there is no socket for, or without a port. */
  datagramsUnsendable: number;
  /** `send` returned false. */
  sendsRefused: number;
  /** Not a count: interfaces on which multicast is heard and sent now. 0: peers are found by unicast alone. */
  multicastLinks: number;
  /** By operation and code, such as `send ENETUNREACH`. All are survived. */
  readonly socketErrors: Map<string, number>;
}

/** Counters of one participant: one flat object, only ever counted up. */
export interface Statistics {
  /** Of the sockets below; undefined where there are none. */
  host: Readonly<HostStatistics> | undefined;
  datagramsReceived: number;
  datagramsSent: number;
  bytesReceived: number;
  bytesSent: number;
  /** Datagrams that the sink did not take, and that the queue before it had no room for. */
  datagramsRefused: number;
  /** Datagrams not sent to participants that have never answered (`reflectionFactor`). */
  reflectionsRefused: number;
  /** Not RTPS, or a version that is not 2.x. */
  notRtps: number;
  /** Messages of which the rest was dropped at a malformed submessage. */
  malformed: number;
  /** Submessages skipped because this stack does not know them. */
  notUnderstood: number;
  /** Messages in our own name from outside, submessages from participants that discovery does not know, and what comes in a participant's name from where it is not. */
  unknownSource: number;
  /** Submessages for an endpoint that is not here or not matched. */
  unmatched: number;
  duplicates: number;
  /** Changes dropped because they lay past the reader's window; asked for again later. */
  beyondWindow: number;
  samplesSent: number;
  samplesReceived: number;
  /** Sequence numbers that a reliable reader will never get: no longer held by their writer. */
  samplesLost: number;
  fragmentsSent: number;
  fragmentsReceived: number;
  heartbeatsSent: number;
  ackNacksSent: number;
  repairs: number;
  /** Samples of keyed topics that do not tell their instance. */
  keysRejected: number;
  /** SPDP or SEDP samples that do not decode. */
  discoveryRejected: number;
  /** Participants or endpoints refused because a limit was reached. */
  discoveryRefused: number;
  leasesExpired: number;
  /** Farewells in the name of participants that turned out to be there. */
  farewellsRefuted: number;
  /** Inputs that came more than `Timing.stallMs` late: our own event loop stood still. */
  stalls: number;
}

export function createStatistics(): Statistics {
  return {
    host: undefined,
    datagramsReceived: 0,
    datagramsSent: 0,
    bytesReceived: 0,
    bytesSent: 0,
    datagramsRefused: 0,
    reflectionsRefused: 0,
    notRtps: 0,
    malformed: 0,
    notUnderstood: 0,
    unknownSource: 0,
    unmatched: 0,
    duplicates: 0,
    beyondWindow: 0,
    samplesSent: 0,
    samplesReceived: 0,
    samplesLost: 0,
    fragmentsSent: 0,
    fragmentsReceived: 0,
    heartbeatsSent: 0,
    ackNacksSent: 0,
    repairs: 0,
    keysRejected: 0,
    discoveryRejected: 0,
    discoveryRefused: 0,
    leasesExpired: 0,
    farewellsRefuted: 0,
    stalls: 0,
  };
}
