import { type RemoteEndpoint, VendorId } from '@rclts/rtps';
import { ServiceDialects } from '../../../src/ros/service-mapping/select.js';
import { availableServers, canAnswer } from '../../../src/service/available-servers.js';
import { remoteEndpoint, remoteParticipant } from '../../support/remote.js';

const [one, two, three] = [remoteParticipant(1), remoteParticipant(2), remoteParticipant(3)];
const reader = (participant: typeof one, key = 1) => remoteEndpoint(participant, 'reader', key);
const writer = (participant: typeof one, key = 2) => remoteEndpoint(participant, 'writer', key);
const dialects = new ServiceDialects();
const serving = (readers: readonly RemoteEndpoint[], writers: readonly RemoteEndpoint[]): number[] =>
  availableServers(readers, writers, dialects).map(({ participant }) => participant.guidOctets[0] ?? 0);

test('a participant serves when both halves of the service are there, in equal number', () => {
  expect(serving([], [])).toEqual([]);
  expect(serving([reader(one)], [])).toEqual([]);
  expect(serving([], [writer(one)])).toEqual([]);
  expect(serving([reader(one)], [writer(one)])).toEqual([1]);
  expect(serving([reader(one), reader(one, 3)], [writer(one)])).toEqual([]);
  expect(serving([reader(one), reader(one, 3)], [writer(one), writer(one, 4)])).toEqual([1]);
});

test('half a server blocks nobody else, and two halves of different participants are no server', () => {
  expect(serving([reader(one), reader(two)], [writer(two)])).toEqual([2]);
  expect(serving([reader(one)], [writer(two)])).toEqual([]);
});

test('in the order of matching, and by the first reader of each', () => {
  const readers = [reader(three), reader(one, 5), reader(one, 1), reader(two)];
  const writers = [writer(two), writer(one), writer(one, 3), writer(three)];
  expect(serving(readers, writers)).toEqual([3, 1, 2]);
  expect(availableServers(readers, writers, dialects)[1]?.requestReader).toBe(readers[1]);
});

describe('a server on Cyclone DDS', () => {
  const cyclone = remoteParticipant(9, VendorId.CYCLONE_DDS);
  const end = (kind: 'reader' | 'writer', key: number, id?: string) =>
    remoteEndpoint(cyclone, kind, key, id === undefined ? '' : `serviceid=${id};typehash=x;`);

  test('is there when a reply writer has the serviceid of a request reader', () => {
    expect(serving([end('reader', 1, 'a')], [end('writer', 2, 'a')])).toEqual([9]);
    expect(serving([end('reader', 1, 'a')], [end('writer', 2, 'b')])).toEqual([]);
    expect(serving([end('reader', 1, 'a')], [end('writer', 2)])).toEqual([]);
    expect(serving([end('reader', 1)], [end('writer', 2)])).toEqual([9]);
    expect(serving([], [end('writer', 2, 'a')])).toEqual([]);
  });

  test('needs no equal number of both, and is asked at the reader that can answer', () => {
    const readers = [end('reader', 1, 'a'), end('reader', 3, 'b')];
    expect(serving(readers, [end('writer', 4, 'b')])).toEqual([9]);
    expect(availableServers(readers, [end('writer', 4, 'b')], dialects)[0]?.requestReader).toBe(readers[1]);
    expect(canAnswer(readers[0]!, [end('writer', 4, 'b')], dialects)).toBe(false);
    expect(canAnswer(readers[1]!, [end('writer', 4, 'b')], dialects)).toBe(true);
  });

  test('and one on Fast DDS are each judged by its own rule', () => {
    const [fastDds, half] = [remoteParticipant(4, VendorId.FAST_DDS), remoteParticipant(5, VendorId.FAST_DDS)];
    const readers = [reader(half), reader(half, 7), end('reader', 1, 'a'), reader(fastDds)];
    expect(serving(readers, [writer(half), writer(fastDds), end('writer', 2, 'a')])).toEqual([9, 4]);
  });
});
