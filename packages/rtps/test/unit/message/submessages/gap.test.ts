import { expectVerdict, ids, only } from '../../../support/one-submessage.js';

describe('GAP (RTPS 2.5 §8.3.8.4)', () => {
  it('is a range and a set', () => {
    const expected = { kind: 'GAP', gapStart: 3, gapList: { base: 5, numBits: 2, members: [6] } };
    expect(only('08', '01', `${ids} 00000000 03000000 00000000 05000000 02000000 00000040`)).toMatchObject(expected);
    expect(only('08', '00', `${ids} 00000000 00000003 00000000 00000005 00000002 40000000`)).toMatchObject(expected);
  });

  it('may span any distance: it is for the reader to take it as a range (CVE-2025-64438)', () => {
    const body = `${ids} 00000000 01000000 00010000 00000000 00000000`;
    expect(only('08', '01', body)).toMatchObject({ gapStart: 1, gapList: { base: 2 ** 40 } });
  });

  it.each([
    ['gapStart 0', `${ids} 00000000 00000000 00000000 05000000 00000000`],
    ['gapStart past its set', `${ids} 00000000 06000000 00000000 05000000 00000000`],
    ['a negative base', `${ids} 00000000 01000000 ffffffff 05000000 00000000`],
    ['an unknown base', `${ids} 00000000 01000000 ffffffff 00000000 00000000`],
    ['a bitmap cut short', `${ids} 00000000 01000000 00000000 05000000 21000000 ffffffff`],
  ])('with %s is malformed', (_title, body) => {
    expectVerdict('08', '01', body, 'malformed');
  });
});
