import type { Chapter } from './row.js';
import {
  acknowledger,
  assembler,
  badNetwork,
  bigSample,
  chaos,
  faults,
  repair,
  services,
  sessions,
  simulated,
  topics,
  writerFragments,
} from './tests.js';

const lossy = faults('a lossy network: 30 % lost, 10 % twice, 10 % late');
const tenPercent = chaos('20 goals, loss 10 %…');
const mix = chaos('20 goals, all three 10 %, 20 ms…');
const inOrder = simulated(
  'two participants',
  'deliver everything in order and once at 30 % loss, 10 % duplication and reordering',
);
const bigResults = chaos('3 results of 1 MB, loss 1 %…');
const once = services('calls are answered once, each handler run once, at 30 % loss, duplication and reordering');
const asks = repair(
  'asks after 20 ms, doubling to a second, with a HEARTBEAT only, for as long as the reader is silent',
);
const piggybacked =
  'packages/rtps/test/unit/behavior/stateful-writer.test.ts › StatefulWriter › puts a HEARTBEAT to be answered behind every reliable DATA, in the same datagram';
const atOnce = acknowledger(
  'StatefulReader, what it asks for',
  'asks for a gap at once, without waiting for a HEARTBEAT, and once',
);
const selective = writerFragments('sends again the fragments that are lost, before new ones');
const roundTrips = repair('asks after two round trips where they are long');

export const networkFaults: Chapter = {
  title: 'Goals on a bad network',
  rows: [
    {
      what: 'no fault',
      ours: 'every goal ends, its feedback in order, the result last',
      tests: [
        badNetwork('no fault'),
        sessions(
          'is accepted, gives feedback in order, and ends with its result: twin of test_communication Fibonacci',
        ),
      ],
    },
    {
      what: 'loss 1 %',
      ours: 'a HEARTBEAT with every reliable write, repair from max(2 RTT, 20 ms)',
      tests: [badNetwork('loss 1 %'), piggybacked, asks],
    },
    {
      what: 'loss 10 %',
      ours: 'as above; ACKNACK at once on a gap',
      tests: [badNetwork('loss 10 %'), atOnce, tenPercent],
    },
    {
      what: 'loss 30 %',
      ours: 'as above, doubling to 1 s, never given up within the lease',
      tests: [badNetwork('loss 30 %'), lossy, inOrder, once],
    },
    {
      what: 'loss 10 %, 10 goals at once',
      ours: 'each goal has a queue of its own',
      tests: [badNetwork('loss 10 %')],
    },
    { what: 'loss 30 %, 10 goals at once', ours: 'as above', tests: [badNetwork('loss 30 %'), lossy] },
    {
      what: 'duplication 30 %',
      ours: 'sequence numbers: each callback once',
      tests: [badNetwork('duplication 30 %'), once],
    },
    {
      what: 'reordering 30 %',
      ours: 'a window puts samples in order; feedback never after the result',
      tests: [badNetwork('reordering 30 %, 25 ms late'), inOrder, lossy],
    },
    {
      what: 'delay 50 ms, 20 ms jitter',
      ours: 'repair waits two measured round trips',
      tests: [badNetwork('50 ms and 20 ms of jitter one way'), roundTrips],
    },
    { what: 'delay 250 ms', ours: 'as above', tests: [badNetwork('250 ms one way'), roundTrips] },
    {
      what: 'loss, duplication, reordering 10 % each, 20 ms',
      ours: 'all of the above',
      tests: [badNetwork('loss, duplication, reordering 10 % each, 20 ms'), mix],
    },
  ],
};

export const bigSamples: Chapter = {
  title: 'Big results',
  rows: [
    {
      what: '64 KB to 4 MB, no loss',
      ours: 'fragments of one size, flow-controlled',
      tests: [...['64 KB', '256 KB', '1 MB', '4 MB'].map(bigSample), topics('a message of 1 MB arrives')],
    },
    {
      what: '60 kB, loss 1 %',
      ours: 'datagrams of at most 1 232 octets, so that a lost one costs one fragment',
      tests: [
        bigSample('60 kB at 1 % loss'),
        writerFragments(
          'cuts what does not fit into a datagram into fragments of 1 024 octets, one a datagram on a path of 1 232',
        ),
      ],
    },
    {
      what: '256 KB, loss 1 %',
      ours: 'NACK_FRAG repairs what is missing and nothing else',
      tests: [bigSample('256 KB at 1 % loss'), selective],
    },
    {
      what: '1 MB, loss 1 %',
      ours: 'as above: at most 1.2 times its octets',
      tests: [bigSample('1 MB at 1 % loss'), bigResults],
    },
    {
      what: '16 kB and 60 kB, loss 10 %',
      ours: 'as above',
      tests: ['16 kB at 10 % loss', '60 kB at 10 % loss'].map(bigSample),
    },
    {
      what: '256 KB and 1 MB, loss 10 %',
      ours: 'as above',
      tests: ['256 KB at 10 % loss', '1 MB at 10 % loss'].map(bigSample),
    },
    {
      what: '16 kB and 60 kB, loss 30 %',
      ours: 'the window does not close on a lossy path',
      tests: [
        ...['16 kB at 30 % loss', '60 kB at 30 % loss'].map(bigSample),
        'packages/rtps/test/unit/behavior/fragmented-send.test.ts › FragmentedSend › gets every fragment across, whatever is lost on the way',
        'packages/rtps/test/unit/behavior/send-window.test.ts › SendWindow › does not mind a lossy path, or a loss of few',
      ],
    },
    {
      what: '1 MB, loss 30 %',
      ours: 'as above',
      tests: [
        bigSample('1 MB at 30 % loss'),
        'packages/rtps/test/unit/behavior/fragmented-send.test.ts › FragmentedSend › gets every fragment across, whatever is lost on the way',
      ],
    },
    {
      what: 'replies in fragments to Fast DDS, of which the first is lost or late',
      ours: 'each fragment says whose reply it is: Fast DDS reads that of the one that comes first',
      tests: [
        writerFragments(
          'says whose reply it is with every fragment for Fast DDS, which reads that of whichever comes first',
        ),
      ],
    },
    {
      what: 'datagrams of 64 KB from Fast DDS',
      ours: 'taken, several fragments in each, in any order; what is lost is asked for',
      tests: [assembler('joins fragments of any size that come in any order, several at once, twice and overlapping')],
    },
  ],
};
