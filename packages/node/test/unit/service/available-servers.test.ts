import { VendorId } from '@rclts/rtps';
import { availableServers } from '../../../src/service/available-servers.js';
import { remoteEndpoint, remoteParticipant } from '../../support/remote.js';

const [one, two, three] = [remoteParticipant(1), remoteParticipant(2), remoteParticipant(3)];
const reader = (participant: typeof one, key = 1) => remoteEndpoint(participant, 'reader', key);
const writer = (participant: typeof one, key = 2) => remoteEndpoint(participant, 'writer', key);
const serving = (...args: Parameters<typeof availableServers>): number[] =>
  availableServers(...args).map(({ participant }) => participant.guidOctets[0] ?? 0);

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
  expect(availableServers(readers, writers)[1]?.requestReader).toBe(readers[1]);
});

test('a server whose dialect nobody here speaks does not count', () => {
  const cyclone = remoteParticipant(9, VendorId.CYCLONE_DDS);
  expect(serving([reader(cyclone), reader(one)], [writer(cyclone), writer(one)])).toEqual([1]);
});
