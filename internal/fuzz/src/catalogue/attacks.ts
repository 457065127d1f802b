import { jump, range, farewell } from './ids.js';
import type { Chapter } from './row.js';
import {
  assembler,
  attacked,
  liedTo,
  matched,
  participantData,
  sedp,
  services,
  spdp,
  udp,
  userData,
  writing,
} from './tests.js';

export const attacks: Chapter = {
  title: 'Attacks without credentials',
  rows: [
    {
      what: 'T1: joining as a participant',
      ours: 'by design of DDS anybody on the network may; interfaces, range and, by CIDR, peers can be narrowed',
      tests: [
        'packages/rtps/test/unit/io/network-options.test.ts › parseOpenOptions',
        'packages/rtps/test/unit/io/allowed-peers.test.ts › who is heard and sent to',
        'packages/rtps/test/unit/io/address-ranges.test.ts › a range of addresses (RFC 4632 §3.1, RFC 4291 §2.3)',
        'packages/rtps/test/unit/io/host-locators.test.ts › hostLocators › announces to 32 ports of this host in range LOCALHOST, and to nobody else',
      ],
    },
    {
      what: 'T2: killer datagrams of a matched peer: GAP and HEARTBEAT of 2^40, a count of 2^32',
      ours: 'ranges are O(1), counts are held against the octets that follow',
      tests: [
        attacked('is told a thousand lies and more, and serves a goal after each'),
        range,
        liedTo('never takes longer for a wide range, however many samples wait'),
        matched('takes no datagram for ever'),
      ],
    },
    {
      what: 'T3: spoofed farewell of a live participant',
      ours: 'believed only from where it is, and only if it is silent when asked',
      tests: [
        attacked('loses no goal to spoofed disposals of its client (CVE-2023-50257)'),
        farewell,
        spdp(
          'SPDP, what we hear',
          'believes a farewell from where the participant is or says to be, and from nowhere else (CVE-2023-50257)',
        ),
      ],
    },
    {
      what: 'T4: spoofed HEARTBEAT from the far future',
      ours: 'believed when it is said again after the writer was asked; taken back with its next word',
      tests: [
        attacked('loses no goal to far-future heartbeats in its client’s name (CVE-2025-65016)'),
        jump,
        liedTo('comes back with the writer’s next word from where it was led astray'),
      ],
    },
    {
      what: 'T5: reflection at a victim',
      ours: 'at most three times the octets that came, until it answers',
      tests: [
        attacked('reflects at most three octets for one onto a victim (CVE-2021-38425)'),
        spdp(
          'SPDP, strangers',
          'gives a stranger at most three times the octets that came from it, until it answers (CVE-2021-38425)',
        ),
        spdp('SPDP, strangers', 'counts all victims of one announcement together'),
      ],
    },
    {
      what: 'T6: flood of 10 000 participants',
      ours: 'a cap, per address and in all',
      tests: [
        attacked('bounds 10 000 spoofed participants to 20 MB (CVE-2026-45092)'),
        spdp(
          'SPDP, strangers',
          'has room for so many participants; of those that never answered the quietest makes place',
        ),
        spdp(
          'SPDP, strangers of one address',
          'has room for so many of them: others of the address make place, nobody else',
        ),
      ],
    },
    {
      what: 'T7: requests whose reply reader does not exist',
      ours: 'replies wait aside',
      tests: [
        attacked('is not kept waiting by requests whose reply reader does not exist'),
        services('a reply whose reader is not there', 'waits five seconds, delays nobody, is dropped and counted'),
      ],
    },
    {
      what: 'T8: sniffing',
      ours: 'plain DDS is readable',
      unreachable: 'only DDS Security hides what is said; it is not part of this stack yet',
    },
    {
      what: 'T9: many open reassemblies',
      ours: 'memory grows with what was received; 64 a writer, one budget for all',
      tests: [
        attacked('bounds slow fragments of samples that never end'),
        assembler('holds what it has received, whatever was announced'),
        assembler('keeps to its budget, and frees it when a sample is dropped'),
      ],
    },
    {
      what: 'thousands of endpoints of one participant',
      ours: 'a cap, in number and in octets',
      tests: [
        attacked('bounds 5 000 endpoints of one participant'),
        sedp('has room for so many endpoints of a participant'),
      ],
    },
    {
      what: 'endpoints of others announced anew, or said to be gone, by a third; INFO_SRC and INFO_DST anywhere',
      ours: 'endpoints belong to the participant that announced itself; the source is who the message says, and nobody new by that',
      tests: [
        attacked('is told a thousand lies and more, and serves a goal after each'),
        sedp('refuses endpoints of another participant, and those of discovery itself'),
      ],
    },
    {
      what: 'hygiene: prototypes, padding, random ids, dynamic code',
      ours: 'Maps, zeroed padding, strong random octets; no code is made of what came over the network',
      tests: [
        participantData('decodeParticipantData', 'keeps properties apart from prototypes'),
        writing('zeroes padding in a buffer that served before'),
        userData('any bytes are read, none throws, and no prototype is touched'),
        udp('has strong random bytes, a monotonic clock and a deferral to the next turn'),
        'packages/actions/test/unit/goal-id.test.ts › a goal id › is random where it is made: version 4, variant 1, the rest as the random bytes say',
        'packages/rtps/test/unit/participant/outbox.test.ts › Outbox › does not let the content of one datagram appear in the next',
      ],
    },
  ],
};
