import type { Chapter } from './row.js';
import {
  acknowledger,
  attacked,
  burst,
  chaos,
  closing,
  codecs,
  comebacks,
  edges,
  face,
  faults,
  goalServer,
  graph,
  leases,
  matched,
  realSockets,
  repair,
  sedp,
  services,
  writerFragments,
  simulated,
  spdp,
  topics,
  udp,
  userData,
  walk,
  wire,
} from './tests.js';

const killed = chaos('server kill -9, lease 5 s…');
const lost = faults(
  'a server that goes',
  'without a word: what is open rejects with ServerLostError when its lease has run out, within a second',
);

export const lifecycle: Chapter = {
  title: 'Processes that come, go and stand still',
  rows: [
    {
      what: 'server kill -9 while a goal runs',
      ours: 'every open promise rejects with ServerLostError when the lease has run out; leases may be short',
      tests: [lost, killed],
    },
    {
      what: 'server restarted under its name',
      ours: 'new goals go to it; the old one is lost, also for those who wait with patience',
      tests: [
        faults(
          'a server that goes',
          'and comes again under the same name: new goals go to it, and the old one is lost',
        ),
        comebacks('a server that is lost', 'and started anew: the goal is lost, in the end with patience, too'),
      ],
    },
    {
      what: 'client kill -9 while a goal runs',
      ours: 'the goal runs on, onClientLost is called, its replies are dropped',
      tests: [
        faults('a client that goes'),
        'packages/actions/test/unit/server/client-lost.test.ts › a client that leaves',
        services('a reply whose reader is not there', 'is given up at once when its client goes away'),
      ],
    },
    {
      what: 'reply to a client that is gone',
      ours: 'waits aside, then dropped and counted: delays nobody',
      tests: [
        chaos('10 replies to a client that is gone…'),
        services('a reply whose reader is not there', 'waits five seconds, delays nobody, is dropped and counted'),
      ],
    },
    {
      what: 'partition of 5 s, result inside',
      ours: 'the result comes when it has healed',
      tests: [faults('a partition', 'of 5 s, with the result made inside: the result arrives when it has healed')],
    },
    {
      what: 'partition of 30 s, result after it',
      ours: 'the server is met again and asked for the result',
      tests: [comebacks('a server that is lost', 'with patience: the very promise resolves')],
    },
    {
      what: 'partition of 30 s, result inside',
      ours: 'get_result is sent again to a server that comes back',
      tests: [
        comebacks(
          'a server that is lost',
          'for 30 s, the result made meanwhile: it is told by itself, and a new getResult() resolves',
        ),
        chaos('cut 8 s, result inside…'),
      ],
    },
    {
      what: 'system clock jumps',
      ours: 'monotonic time everywhere but in stamps',
      tests: [
        'packages/rtps/test/unit/io/wall-clock.test.ts › WallClock › follows when somebody sets the clock',
        udp('has strong random bytes, a monotonic clock and a deferral to the next turn'),
        realSockets('does not mind that somebody sets the clock, by an hour, a year, and back'),
      ],
    },
    {
      what: 'reader stopped (SIGSTOP)',
      ours: 'no data beyond its window until it answers HEARTBEATs; memory is that of the depth, of feedback 4 MB at most',
      tests: [
        repair('gives a stopped reader no data beyond its window, and costs no more however much is written'),
        'packages/actions/test/sim/feedback-depth.test.ts › feedback to a client that is cut off while 600 times 10 kB are published › is what four megabytes hold of it',
      ],
    },
    {
      what: 'Fast DDS reader that has some fragments of a sample which is gone',
      ours: 'hears of it by a HEARTBEAT: a GAP would have it turn in circles for ever',
      tests: [
        writerFragments(
          'tells Fast DDS by a HEARTBEAT that it has given up a sample, never by a GAP, when its reader asks for a fragment of it',
        ),
        writerFragments('finishes for Fast DDS what it has begun to send, though the sample has expired meanwhile'),
      ],
    },
    {
      what: 'burst of 100 goals',
      ours: 'requests are kept until acknowledged, up to 10 000',
      tests: [faults('bursts', '100 goals without a pause: 100 accepted, 100 finished (rclpy: 11)')],
    },
    {
      what: 'burst of 1 000 goals',
      ours: 'as above',
      tests: [
        burst('1 000 goals of one client, sent without a pause'),
        services('1 000 calls at once are all answered, each with its own answer'),
      ],
    },
    {
      what: '100 goals that finish together',
      ours: 'replies are kept until acknowledged',
      tests: [burst('1 000 goals of one client, sent without a pause')],
    },
    {
      what: '1 000 goals that finish together',
      ours: 'as above; status samples wait for each other',
      tests: [
        burst('1 000 goals of one client, sent without a pause'),
        burst('1 000 goals at once that come and finish one after the other, a millisecond apart'),
      ],
    },
    {
      what: '20 and 50 participants join',
      ours: 'traffic grows with each joiner by the same amount; small buffers for many peers (kB for each peer: the curve above)',
      tests: [
        'internal/sim/test/unit/growth.test.ts › a joiner costs each participant the same, however many are there, and so does its silence',
        spdp('SPDP, what we say'),
      ],
    },
    {
      what: '100 participants join',
      ours: 'as above; a crowd is asked again no sooner than it answers (figures: the chaos table)',
      tests: [
        'packages/rtps/test/unit/behavior/round-trip-guess.test.ts › RoundTripGuess › follows a domain in which everybody is slow to answer, to two seconds',
        'packages/rtps/test/unit/participant/turn.test.ts › datagrams that are read in one turn › are answered together, but for the first of them',
        'packages/rtps/test/unit/io/receive-backlog.test.ts › ReceiveBacklog',
      ],
    },
    {
      what: 'two goals with one id',
      ours: 'the second is rejected until the first has expired',
      tests: [
        edges('an id that two clients choose'),
        goalServer('twins of rclpy test_action_server: goals', 'test_duplicate_goal…'),
      ],
    },
    {
      what: 'late joiner, status',
      ours: 'the last status at once',
      tests: [wire('what travels', 'is told to late joiners: the last status, at once')],
    },
    {
      what: 'malformed CDR in a matched request',
      ours: 'reported and counted, never thrown; the next request is served',
      tests: [
        services('undecodable requests and replies are reported, the call rejects, both ends live'),
        codecs('the codecs', 'throw nothing but CdrError for a payload changed anywhere, and agree on it'),
      ],
    },
    {
      what: 'wrong type name on the topic',
      ours: 'not matched',
      tests: [
        sedp('does not match another topic, another type, or a keyed endpoint'),
        topics('another type of the same topic is not matched'),
      ],
    },
    {
      what: 'wrong type hash',
      ours: 'matched as in ROS, warned of once, or refused by the option typeHashMismatch; ill-formed ones are none',
      tests: [
        topics('another definition of the type, by its hash, is warned of once and matched all the same'),
        topics(
          'another definition of the type is refused where that is asked for, by readers and by writers, and warned of once',
        ),
        userData('any bytes are read, none throws, and no prototype is touched'),
      ],
    },
    {
      what: 'socket buffers full of junk',
      ours: 'datagrams are handled as they come, nothing decoded is queued without a bound',
      tests: [
        attacked('serves after floods of junk, unmatched data and heartbeats'),
        matched('hears a million datagrams and throws nothing'),
        walk('walkMessage', 'never throws on random bytes, and shows nothing that it should not (60 000 inputs)'),
      ],
    },
    {
      what: '10 000 spoofed participants',
      ours: 'a cap of 1 000; those that never answered make place',
      tests: [
        attacked('bounds 10 000 spoofed participants to 20 MB (CVE-2026-45092)'),
        spdp(
          'SPDP, strangers',
          'has room for so many participants; of those that never answered the quietest makes place',
        ),
        spdp('SPDP, strangers of one address'),
      ],
    },
    {
      what: 'one endpoint disposed while goals are open',
      ours: 'that server’s goals settle, others go on',
      tests: [
        sedp('unmatches what is disposed, and what goes with its participant'),
        services(
          'when there is no answer',
          'another server of the name goes on being asked, and only its own calls are lost',
        ),
      ],
    },
    {
      what: 'interface goes away, addresses change, socket errors',
      ours: 'joins and announces anew; errors are counted',
      tests: [
        udp('follows interfaces that come and go: announces, joins and sends anew'),
        udp('counts what the operating system refuses, throws nothing and goes on'),
        realSockets('counts what its sockets do not send, survives it, and sends it again: nothing is lost'),
        spdp('SPDP, what we say', 'announces anew when its locators change'),
        udp('works without multicast where joining throws, says so once, and tries again'),
      ],
    },
    {
      what: 'one of a peer’s two cards is out',
      ours: 'it is sent to at the other one when it is heard there alone, and gets little until it answers there',
      tests: [
        spdp(
          'SPDP, a participant that moves',
          'with two cards',
          'is sent to the other one when three announcements have come from there, and none from the one',
        ),
      ],
    },
    {
      what: 'event loop stands still longer than a lease',
      ours: 'expires nobody until there was time to hear',
      tests: [
        leases('expire nobody while our own event loop stood still, until there was time to hear'),
        leases('are not prolonged once more by each datagram that had queued up meanwhile'),
        realSockets('expires nobody after its own event loop has stood still for longer than all leases'),
      ],
    },
    {
      what: 'peer stands still longer than its lease, and goes on without having lost us',
      ours: 'found and matched again: counts go on where they were, so that it takes what we say for news',
      tests: [
        acknowledger(
          'StatefulReader, what it asks for',
          'goes on counting when a writer is lost and found again: who has not lost us takes lower counts for old ones',
        ),
        repair('goes on counting its own when a reader is lost and found again'),
      ],
    },
    {
      what: 'end of a process',
      ours: 'close() disposes of everything; others see it at once',
      tests: [
        spdp('SPDP, what we say', 'says farewell twice to everybody, and nothing afterwards'),
        realSockets('sends its farewell last, and nothing once it is closed'),
        'packages/rtps/test/sim/close.test.ts › closing a participant › takes no longer than its limit beside a peer that was killed and acknowledges nothing',
        closing(),
        graph(
          'nodes and endpoints leave the graph when they close, when their context closes and when they are killed',
        ),
      ],
    },
    {
      what: 'peers with a lease of 10 s (Cyclone DDS)',
      ours: 'announced every 3 s, a short lease oftener',
      tests: [
        face('a participant', 'announces a short lease often enough, to peers without multicast too'),
        simulated(
          'two participants',
          'notice the end of the other by its farewell within a second, by its lease otherwise',
        ),
      ],
    },
  ],
};
