import { expectVerdict, ids, only } from '../../../support/one-submessage.js';

describe('NACK_FRAG (RTPS 2.5 §8.3.8.12)', () => {
  it('asks for fragments of a sample', () => {
    const fragmentNumberState = { base: 2, numBits: 5, members: [2, 5, 6] };
    const expected = { kind: 'NACK_FRAG', writerSn: 1, fragmentNumberState, count: 4 };
    expect(only('12', '01', `${ids} 00000000 01000000 02000000 05000000 00000098 04000000`)).toMatchObject(expected);
    expect(only('12', '00', `${ids} 00000000 00000001 00000002 00000005 98000000 00000004`)).toMatchObject(expected);
  });

  it.each([
    ['sequence number 0', `${ids} 00000000 00000000 02000000 05000000 00000098 04000000`],
    ['fragment 0', `${ids} 00000000 01000000 00000000 05000000 00000098 04000000`],
    ['no count', `${ids} 00000000 01000000 02000000 05000000 00000098`],
    ['257 bits', `${ids} 00000000 01000000 02000000 01010000 ${'ff'.repeat(36)} 04000000`],
  ])('with %s is malformed', (_title, body) => {
    expectVerdict('12', '01', body, 'malformed');
  });
});
