import {
  jump,
  range,
  farewell,
  discoveryLists,
  values,
  decoders,
  sets,
  numbers,
  million,
  fragment,
  data,
  heartbeat,
  counted,
} from './ids.js';
import type { Chapter } from './row.js';
import {
  attacked,
  codecs,
  endpointData,
  fuzzed,
  intervals,
  locators,
  messages,
  participantData,
  reading,
  sedp,
  spdp,
  submessages,
  walk,
} from './tests.js';

const SECURITY = 'DDS Security: no certificates, tokens or permissions are read here';

export const vulnerabilities: Chapter = {
  title: 'Known vulnerabilities of RTPS stacks',
  rows: [
    {
      what: 'CVE-2021-38425, -38429, -38447, -38487, -43547: reflection',
      ours: 'the budget of T5; no locators that are nobody’s, our own, or more than four',
      tests: [
        attacked('reflects at most three octets for one onto a victim (CVE-2021-38425)'),
        spdp(
          'SPDP, strangers',
          'gives a stranger at most three times the octets that came from it, until it answers (CVE-2021-38425)',
        ),
        locators('never sends to addresses that are nobody’s'),
        locators(
          'never sends to ourselves: not to our addresses for a peer elsewhere, not to our ports for one on this host',
        ),
        sedp('sends to no other address than the participant’s, whatever its endpoints announce: it may be a victim’s'),
      ],
    },
    {
      what: 'CVE-2021-38445: a length that does not fit the data',
      ours: 'held against the octets of the enclosing submessage',
      tests: [
        messages('octetsToNextHeader', 'past the end of the datagram makes the submessage malformed'),
        discoveryLists,
      ],
    },
    {
      what: 'CVE-2020-18734, -18735, CVE-2021-38423, -38435, -38439: oversized bitmap, oversized sequence',
      ours: 'at most 256 bits, all words there; counts before allocation',
      tests: [sets, counted],
    },
    {
      what: 'CVE-2021-38427, -38433, -38441, -38443: malformed XML',
      ours: '–',
      unreachable: 'no XML is read',
    },
    {
      what: 'CVE-2023-39945: CDR that the decoder rejects',
      ours: 'decoder errors are verdicts',
      tests: [values, decoders],
    },
    {
      what: 'CVE-2023-39946, -39947: a string longer than its parameter',
      ours: 'at most what is left, and a NUL',
      tests: [participantData('decodeParticipantData'), reading('refuses a string without NUL'), values],
    },
    {
      what: 'CVE-2023-39949: sequence numbers that are none',
      ours: '1 to 2^53 − 1, or the submessage is malformed',
      tests: [
        numbers,
        data,
        heartbeat,
        messages('submessages', 'that are malformed end the message (RTPS 2.5 §8.3.4.1)'),
      ],
    },
    { what: 'CVE-2023-50257: spoofed dispose of a participant', ours: 'as T3', tests: [farewell] },
    {
      what: 'Fast DDS #3824, #4145: inline QoS past the end, no fragments',
      ours: 'bounds first',
      tests: [fragment, data],
    },
    {
      what: 'CVE-2024-28231: a DATA shorter than its inline QoS',
      ours: 'the rest is counted from the end of the submessage',
      tests: [data, million],
    },
    {
      what: 'CVE-2024-30258, -30259: malformed parameter',
      ours: 'the list is malformed',
      tests: [discoveryLists, decoders],
    },
    { what: 'CVE-2025-24807: expired permissions CA', ours: '–', unreachable: SECURITY },
    {
      what: 'CVE-2025-62599 to -62603, -64098: huge counts in token lists',
      ours: 'tokens are not read; all counts are held against the octets that follow',
      tests: [
        counted,
        codecs('what decoding allocates', 'is in proportion to the bytes at hand, whatever counts they claim'),
      ],
    },
    { what: 'CVE-2025-62799: fragments of 1 to 3 octets', ours: 'malformed below 4', tests: [fragment] },
    {
      what: 'CVE-2025-64438: GAP over 2^31 to 2^63',
      ours: 'an interval',
      tests: [
        range,
        intervals('IntervalList', 'keeps a range of 2^40 numbers as one interval'),
        `${submessages('gap.test.ts').replace(' › ', '/')} › GAP (RTPS 2.5 §8.3.8.4) › may span any distance: it is for the reader to take it as a range (CVE-2025-64438)`,
      ],
    },
    { what: 'CVE-2025-65016: HEARTBEAT from 2^40 on', ours: 'an interval, and doubted first', tests: [range, jump] },
    { what: 'CVE-2025-65865: DATA_FRAG shorter than its header', ours: 'bounds first', tests: [fragment, million] },
    {
      what: 'CVE-2026-22590: last fragment shorter than announced',
      ours: 'the octets at hand decide',
      tests: [fragment],
    },
    {
      what: 'CVE-2026-22591: content filter without end',
      ours: 'lengths of its texts and their number are bounded; a malformed one is none',
      tests: ['packages/rtps/test/unit/parameters/content-filter.test.ts › a content filter', million],
    },
    {
      what: 'CVE-2025-63829: durations of impossible nanoseconds',
      ours: 'arithmetic, clamped',
      tests: [
        'packages/rtps/test/unit/types/time.test.ts › fractions of a second › clamp what is no nanosecond count',
        'packages/rtps/test/unit/types/time.test.ts › durations',
      ],
    },
    {
      what: 'CVE-2026-45092: participants without bound',
      ours: 'a cap of 1 000',
      tests: [spdp('SPDP, strangers', 'refuses newcomers when all that it knows have answered')],
    },
    { what: 'CVE-2026-45093, -53588: TCP control header', ours: '–', unreachable: 'there is no TCP transport' },
    {
      what: 'CVE-2026-45094, -45095, -45096: blank elements in governance and permissions',
      ours: '–',
      unreachable: SECURITY,
    },
    {
      what: 'CVE-2026-45097, -49863: XTypes sequences and DHEADER larger than the buffer',
      ours: 'PID_TYPE_INFORMATION is not read; a DHEADER is held against what follows',
      tests: [reading('reads past a DHEADER in XCDR2 only'), million],
    },
    {
      what: 'CVE-2026-45098: length of a secure message',
      ours: 'secure submessages are skipped by their length',
      tests: [walk('walkMessage', 'never throws on real messages with mistakes in them (100 000 inputs)')],
    },
    {
      what: 'CVE-2026-49861: PID_DATA_REPRESENTATION with a count of 2^32 − 1',
      ours: 'at most eight, and what the parameter holds',
      tests: [endpointData('refuses 2^32 − 1 representations (CVE-2026-49861)'), counted, decoders],
    },
    {
      what: 'CVE-2026-49862: an address into a regular expression',
      ours: 'addresses are octets; names are matched by expressions without backtracking',
      tests: [locators('never sends to addresses that are nobody’s'), fuzzed('hangs in none of them')],
    },
    {
      what: 'CVE-2026-53589, -53590, -55063: QoS, properties, partitions without checks',
      ours: 'limits for each, NUL required',
      tests: [endpointData(), participantData('decodeParticipantData'), values, decoders],
    },
    {
      what: 'CVE-2025-67108, CVE-2023-24010: certificates that no longer count, chains of anybody',
      ours: '–',
      unreachable: SECURITY,
    },
    {
      what: 'OpenDDS CVE-2023-23932, -37915, CVE-2024-30915, CVE-2025-67111: malformed messages',
      ours: 'a verdict and a counter',
      tests: [walk('walkMessage'), million],
    },
    {
      what: 'rmw_fastrtps #828: ros_discovery_info with 2^32 − 1 nodes',
      ours: 'counts are held against the octets that follow; what one participant and all of them say is bounded in octets',
      tests: [
        attacked('is told a thousand lies and more, and serves a goal after each'),
        attacked('keeps no million readers of one node (rmw_fastrtps#828)'),
        'packages/node/test/unit/graph/remote-nodes.test.ts › what others say of their nodes',
        counted,
        million,
      ],
    },
    { what: 'Fast DDS #3931, OpenDDS #4302: HEARTBEAT from the far future', ours: 'as T4', tests: [jump] },
    {
      what: 'RustDDS #277 to #289: octetsToInlineQos 0, no sentinel, tiny payloads, INFO_REPLY counts, secure submessages',
      ours: 'unknown submessages are skipped by their length; no input ends the process',
      tests: [data, messages('submessages'), million],
    },
  ],
};
