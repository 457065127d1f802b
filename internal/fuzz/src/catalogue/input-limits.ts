import { discoveryLists, sets, numbers, fragment, counted } from './ids.js';
import type { Chapter } from './row.js';
import {
  acknowledger,
  assembler,
  counts,
  endpointData,
  intervals,
  messages,
  parameters,
  participantData,
  reading,
  sedp,
  simulated,
  spdp,
  walk,
} from './tests.js';

export const inputLimits: Chapter = {
  title: 'Limits of input',
  rows: [
    {
      what: 'datagram of 20 to 65 507 octets, at most 1 000 submessages',
      ours: 'counted and dropped',
      tests: [walk('walkMessage', 'stops at the thousandth submessage of a datagram'), messages('the message header')],
    },
    {
      what: 'submessage length',
      ours: '0 means to the end, but for PAD and INFO_TS',
      tests: [messages('octetsToNextHeader')],
    },
    {
      what: 'parameter lists',
      ours: '64 KB, 512 parameters, a sentinel',
      tests: [parameters('readParameterListPayload'), discoveryLists],
    },
    {
      what: 'strings and names',
      ours: 'at most what is left, a NUL; names of 256',
      tests: [
        endpointData(),
        reading('refuses a string without NUL'),
        reading('checks the bound of a string in octets without NUL'),
      ],
    },
    { what: 'sequence counts', ours: 'what is left, by the least size of an element', tests: [counted] },
    { what: 'sets and sequence numbers', ours: '256 bits, all there', tests: [sets, numbers] },
    {
      what: 'fragments',
      ours: '4 to 65 500 octets, numbers within the sample, 40 MB a sample',
      tests: [fragment, assembler('ignores a sample that it could never put together')],
    },
    {
      what: 'reassembly',
      ours: 'received octets count: 48 MB over all participants of a process; 64 samples a writer',
      tests: [
        assembler('holds what it has received, whatever was announced'),
        simulated(
          'two participants',
          'hold no more of incomplete samples, all together, than the budget that they share, and give it back',
        ),
        assembler('prefers the older sample of a reliable writer, which has to come first anyway'),
        assembler('takes the room of another writer only when that one has stopped'),
      ],
    },
    {
      what: 'participants, endpoints, locators',
      ours: '1 000; 4 000 each; 4 + 1',
      tests: [
        spdp('SPDP, strangers'),
        sedp('has room for so many endpoints of a participant'),
        participantData(
          'decodeParticipantData',
          'keeps the first four unicast locators of a kind and the first multicast one',
        ),
      ],
    },
    { what: 'what reliable readers have received', ours: 'intervals', tests: [intervals('IntervalList')] },
    {
      what: 'answers to HEARTBEATs',
      ours: 'the same one not twice within 10 ms',
      tests: [
        acknowledger(
          'StatefulReader, what it asks for',
          'does not answer the same thing twice within 10 ms, and has not forgotten it afterwards',
        ),
      ],
    },
    { what: 'counts that do not rise', ours: 'ignored, modulo 2^32', tests: [counts('isNews')] },
  ],
};
