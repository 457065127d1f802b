import type { Participant, Reader, RemoteEndpoint, RemoteParticipant, Writer } from '@rclts/rtps';
import { ServiceDialects } from '../../../src/ros/service-mapping/select.js';
import { ServerWatch } from '../../../src/service/server-watch.js';
import { remoteEndpoint, remoteParticipant } from '../../support/remote.js';

/** A watch over endpoints that the test matches, on a clock that the test moves. */
function scene() {
  let now = 0;
  let timer: { readonly at: number; readonly callback: () => void } | undefined;
  const known = new Set<RemoteParticipant>();
  const matchedReaders: RemoteEndpoint[] = [];
  const matchedWriters: RemoteEndpoint[] = [];
  const changes: number[][] = [];
  const doubts: number[][] = [];
  const participant = {
    now: () => now,
    isKnownTo: (server: RemoteParticipant) => known.has(server),
    doubtPredecessor: (...pair: RemoteParticipant[]) => doubts.push(pair.map(({ guidOctets }) => guidOctets[0] ?? 0)),
    schedule: (delayMs: number, callback: () => void) => {
      const mine = (timer = { at: now + delayMs, callback });
      return () => (timer = timer === mine ? undefined : timer);
    },
  } as Partial<Participant> as Participant;
  const watch: ServerWatch = new ServerWatch(
    participant,
    new ServiceDialects(),
    { matchedReaders } as Partial<Writer> as Writer,
    { matchedWriters } as Partial<Reader> as Reader,
    () => changes.push(watch.servers.map((server) => server.participant.guidOctets[0] ?? 0)),
  );
  return {
    known,
    watch,
    changes,
    doubts,
    match(server: RemoteParticipant): RemoteEndpoint {
      const requestReader = remoteEndpoint(server, 'reader', 1);
      matchedReaders.push(requestReader);
      matchedWriters.push(remoteEndpoint(server, 'writer', 2));
      watch.onMatchedChanged();
      return requestReader;
    },
    unmatch(server: RemoteParticipant): void {
      for (const list of [matchedReaders, matchedWriters]) {
        list.splice(0, list.length, ...list.filter((each) => each.participant !== server));
      }
      watch.onMatchedChanged();
    },
    advance(ms: number): void {
      for (const end = now + ms; timer && timer.at <= end;) {
        const { at, callback } = timer;
        timer = undefined;
        now = at;
        callback();
      }
      now += ms;
    },
    get isIdle() {
      return timer === undefined;
    },
  };
}

const [one, two, three] = [remoteParticipant(1), remoteParticipant(2), remoteParticipant(3)];

test('a server that knows us is available at once, and nothing is looked at again', () => {
  const { watch, known, changes, match, ...rest } = scene();
  known.add(one);
  match(one);
  expect(changes).toEqual([[1]]);
  expect(rest.isIdle).toBe(true);
});

test('a server is available when it has acknowledged the reply reader, and holds up no other', () => {
  const scenery = scene();
  scenery.match(one);
  scenery.known.add(two);
  scenery.match(two);
  scenery.advance(50);
  expect(scenery.changes).toEqual([[2]]);
  scenery.known.add(one);
  scenery.advance(200);
  expect(scenery.changes).toEqual([[2], [1, 2]]);
  expect(scenery.isIdle).toBe(true);
});

test('a server that never acknowledges is believed to know us after a while', () => {
  const scenery = scene();
  scenery.match(one);
  scenery.advance(2_500);
  expect(scenery.changes).toEqual([]);
  scenery.advance(1_000);
  expect(scenery.changes).toEqual([[1]]);
});

test('a server that goes again before it has acknowledged never was, and one that has stays known', () => {
  const scenery = scene();
  scenery.match(one);
  scenery.unmatch(one);
  expect(scenery.isIdle).toBe(true);
  scenery.known.add(two);
  scenery.match(two);
  scenery.known.delete(two);
  scenery.match(one);
  expect(scenery.changes).toEqual([[2]]);
  scenery.unmatch(two);
  expect(scenery.changes).toEqual([[2], []]);
});

test('an older server is doubted once for each newcomer of its name, and the newcomer never', () => {
  const scenery = scene();
  [one, two, three].forEach((server) => scenery.known.add(server));
  scenery.match(one);
  expect(scenery.doubts).toEqual([]);
  scenery.match(two);
  expect(scenery.doubts).toEqual([[1, 2]]);
  scenery.match(three);
  scenery.unmatch(two);
  expect(scenery.doubts.slice(1)).toEqual([
    [1, 3],
    [2, 3],
  ]);
});

test('an older server is doubted only when the newcomer can be asked in its place', () => {
  const scenery = scene();
  scenery.known.add(one);
  scenery.match(one);
  scenery.match(two);
  expect(scenery.doubts).toEqual([]);
  scenery.known.add(two);
  scenery.advance(200);
  expect(scenery.doubts).toEqual([[1, 2]]);
});

test('an answer can come as long as both halves of the server are matched', () => {
  const scenery = scene();
  scenery.known.add(one);
  const requestReader = scenery.match(one);
  expect(scenery.watch.isLost(requestReader)).toBe(false);
  scenery.unmatch(one);
  expect(scenery.watch.isLost(requestReader)).toBe(true);
});

test('after close nothing is available and nothing is looked at', () => {
  const scenery = scene();
  scenery.known.add(one);
  scenery.match(one);
  scenery.match(two);
  scenery.watch.close();
  expect(scenery.watch.servers).toEqual([]);
  scenery.advance(10_000);
  expect(scenery.changes).toEqual([[1]]);
});
