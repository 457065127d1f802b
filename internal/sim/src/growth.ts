import { Participant, type HostReceiver, type ParticipantHost } from '@rclts/rtps';
import type { SimHost } from './sim-host.js';
import { SimNetwork } from './sim-network.js';

/** One size of a domain, and what it costs each of its participants. */
export interface Growth {
  readonly participants: number;
  /** Sent by one, from its start until everybody knows everybody. */
  readonly datagramsToJoin: number;
  readonly kilobytesToJoin: number;
  /** Processor time of one for that. */
  readonly cpuMsToJoin: number;
  /** Sent by one, in a second in which nothing happens. */
  readonly datagramsIdle: number;
  readonly cpuMsIdle: number;
  /** Of the others that one knows, each. */
  readonly heapKilobytesPerRemote: number;
}

/**
 * So many are looked at. They hear everybody and everybody hears them; the rest do not hear each other, for what two
 * participants do is the same whatever others do, and all pairs of a thousand would be a million.
 */
const WATCHED = 10;
const START_MS = 1000;
const JOIN_MS = 6000;
const IDLE_MS = 12_000;
/** As many have a topic in common, and a writer and a reader of it each. */
const TOPIC_SIZE = 10;

/**
 * A domain of `count` participants on a network without faults, all of which start within a second.
 *
 * @param heapUsed - octets of the heap that are in use, after a collection
 * @param clock - milliseconds, to see how long something runs
 */
export function measureGrowth(count: number, heapUsed: () => number, clock: () => number): Growth {
  const network = new SimNetwork({ seed: count, delayMs: 0.2 });
  const watchedHosts = new Set<SimHost>();
  const watched: Participant[] = [];
  const others: Participant[] = [];
  const stopwatch = new Stopwatch(clock);
  const watchedCount = Math.min(WATCHED, count);
  const join = (index: number): void => {
    // The watched ones come in between.
    const isWatched = index % Math.floor(count / watchedCount) === 0 && watched.length < watchedCount;
    const host = network.createHost({ hears: (from) => isWatched || watchedHosts.has(from) });
    if (isWatched) watchedHosts.add(host);
    const participant = new Participant(isWatched ? stopwatch.time(host) : host, { domainId: 0 });
    const topic = { topicName: `rt/topic${Math.floor(index / TOPIC_SIZE)}`, typeName: 'Number' };
    participant.createWriter(topic);
    participant.createReader(topic, { onSample: () => undefined });
    (isWatched ? watched : others).push(participant);
  };
  const heapBefore = heapUsed();
  for (let index = 0; index < count; index += 1) {
    join(index);
    network.runFor(START_MS / count);
  }
  network.runFor(JOIN_MS);
  for (const participant of watched) {
    const seen = [...participant.participants].length;
    if (seen !== count - 1) throw new Error(`of ${count} participants, one sees ${seen}`);
  }
  const joined = sum(watched);
  const cpuToJoin = stopwatch.elapsedMs;
  const pairs = 2 * watched.length * others.length + watched.length * (watched.length - 1);
  const heap = heapUsed() - heapBefore;
  network.runFor(IDLE_MS);
  const idle = sum(watched);
  return {
    participants: count,
    datagramsToJoin: round(joined.datagrams / watched.length),
    kilobytesToJoin: round(joined.bytes / watched.length / 1000),
    cpuMsToJoin: round(cpuToJoin / watched.length),
    datagramsIdle: round((idle.datagrams - joined.datagrams) / watched.length / (IDLE_MS / 1000)),
    cpuMsIdle: round((stopwatch.elapsedMs - cpuToJoin) / watched.length / (IDLE_MS / 1000)),
    heapKilobytesPerRemote: round(heap / pairs / 1000),
  };
}

function sum(participants: readonly Participant[]): { readonly datagrams: number; readonly bytes: number } {
  let [datagrams, bytes] = [0, 0];
  for (const { statistics } of participants) {
    datagrams += statistics.datagramsSent;
    bytes += statistics.bytesSent;
  }
  return { datagrams, bytes };
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}

/** How long the participants behind some hosts run, what the network itself takes for their datagrams left out. */
class Stopwatch {
  elapsedMs = 0;
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  time(host: SimHost): ParticipantHost {
    const timed = (callback: () => void) => (): void => this.#run(callback, 1);
    return {
      now: () => host.now(),
      wallTime: () => host.wallTime(),
      randomBytes: (length) => host.randomBytes(length),
      get locators() {
        return host.locators;
      },
      get localAddresses() {
        return host.localAddresses;
      },
      open: (receiver: HostReceiver) =>
        host.open({
          onDatagram: (...given) => this.#run(() => receiver.onDatagram(...given), 1),
          onLocatorsChanged: () => receiver.onLocatorsChanged(),
          onWritable: () => receiver.onWritable(),
        }),
      send: (datagram, to) => {
        let isTaken = false;
        this.#run(() => (isTaken = host.send(datagram, to)), -1);
        return isTaken;
      },
      setTimer: (delayMs, callback) => host.setTimer(delayMs, timed(callback)),
      endOfTurn: (callback) => host.endOfTurn(timed(callback)),
      defer: (callback) => host.defer(timed(callback)),
      close: () => host.close(),
    };
  }

  #run(callback: () => void, sign: 1 | -1): void {
    const start = this.#clock();
    callback();
    this.elapsedMs += sign * (this.#clock() - start);
  }
}
