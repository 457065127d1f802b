import { expectVerdict, ids, only } from '../../../support/one-submessage.js';

describe('ACKNACK (RTPS 2.5 §8.3.8.1)', () => {
  it('acknowledges what lies below its base and asks for its members', () => {
    const expected = {
      kind: 'ACKNACK',
      readerSnState: { base: 5, numBits: 3, members: [5, 7] },
      count: 9,
      isFinal: false,
    };
    expect(only('06', '01', `${ids} 00000000 05000000 03000000 000000a0 09000000`)).toMatchObject(expected);
    expect(only('06', '00', `${ids} 00000000 00000005 00000003 a0000000 00000009`)).toMatchObject(expected);
    expect(only('06', '03', `${ids} 00000000 05000000 00000000 09000000`)).toMatchObject({ isFinal: true });
  });

  it('may have base 0 without members, as Fast DDS and Connext send before they have heard anything', () => {
    const expected = { readerSnState: { base: 0, numBits: 0, members: [] } };
    expect(only('06', '01', `${ids} 00000000 00000000 00000000 01000000`)).toMatchObject(expected);
  });

  it('may have 256 members', () => {
    const body = `${ids} 00000000 01000000 00010000 ${'ff'.repeat(32)} 01000000`;
    expect(only('06', '01', body)).toMatchObject({ readerSnState: { numBits: 256 } });
  });

  it.each([
    ['base 0 and members', `${ids} 00000000 00000000 01000000 00000080 01000000`],
    ['an unknown base', `${ids} ffffffff 00000000 00000000 01000000`],
    ['257 bits', `${ids} 00000000 01000000 01010000 ${'ff'.repeat(36)} 01000000`],
    ['2^31 bits', `${ids} 00000000 01000000 00000080 ${'ff'.repeat(36)} 01000000`],
    ['a bitmap cut short', `${ids} 00000000 01000000 40000000 ffffffff`],
    ['no count', `${ids} 00000000 01000000 20000000 ffffffff`],
    ['23 octets', `${ids} 00000000 01000000 00000000 000000`],
  ])('with %s is malformed', (_title, body) => {
    expectVerdict('06', '01', body, 'malformed');
  });
});
