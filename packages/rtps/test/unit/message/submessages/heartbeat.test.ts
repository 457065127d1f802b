import { expectVerdict, ids, only } from '../../../support/one-submessage.js';

describe('HEARTBEAT (RTPS 2.5 §8.3.8.6)', () => {
  it.each([
    ['little-endian', '01', `${ids} 01000000 02000000 01000000 03000000 04000000`, false, false],
    ['big-endian', '00', `${ids} 00000001 00000002 00000001 00000003 00000004`, false, false],
    ['final', '03', `${ids} 01000000 02000000 01000000 03000000 04000000`, true, false],
    ['liveliness', '05', `${ids} 01000000 02000000 01000000 03000000 04000000`, false, true],
    [
      'with group information',
      '0b',
      `${ids} 01000000 02000000 01000000 03000000 04000000 ${'ab'.repeat(24)}`,
      true,
      false,
    ],
  ])('%s', (_title, flags, body, isFinal, isLiveliness) => {
    const expected = { kind: 'HEARTBEAT', firstSn: 2 ** 32 + 2, lastSn: 2 ** 32 + 3, count: 4, isFinal, isLiveliness };
    expect(only('07', flags, body)).toMatchObject(expected);
  });

  it('of an empty writer has lastSN = firstSN − 1', () => {
    expect(only('07', '01', `${ids} 00000000 01000000 00000000 00000000 01000000`)).toMatchObject({
      firstSn: 1,
      lastSn: 0,
    });
    expect(only('07', '01', `${ids} 00000000 0b000000 00000000 0a000000 ffffffff`)).toMatchObject({
      lastSn: 10,
      count: -1,
    });
  });

  it.each([
    ['firstSN 0', `${ids} 00000000 00000000 00000000 05000000 01000000`],
    ['firstSN unknown', `${ids} ffffffff 00000000 00000000 05000000 01000000`],
    ['firstSN 2^53', `${ids} 00002000 00000000 00002000 05000000 01000000`],
    ['a negative lastSN', `${ids} 00000000 01000000 ffffffff ffffffff 01000000`],
    ['lastSN = firstSN − 2', `${ids} 00000000 03000000 00000000 01000000 01000000`],
    ['27 octets', `${ids} 00000000 01000000 00000000 05000000 010000`],
  ])('with %s is malformed', (_title, body) => {
    expectVerdict('07', '01', body, 'malformed');
  });
});
