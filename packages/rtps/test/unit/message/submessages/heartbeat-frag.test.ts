import { expectVerdict, ids, only } from '../../../support/one-submessage.js';

describe('HEARTBEAT_FRAG (RTPS 2.5 §8.3.8.7)', () => {
  it('tells the last fragment to be had', () => {
    const expected = { kind: 'HEARTBEAT_FRAG', writerSn: 3, lastFragmentNum: 10, count: 2 };
    expect(only('13', '01', `${ids} 00000000 03000000 0a000000 02000000`)).toMatchObject(expected);
    expect(only('13', '00', `${ids} 00000000 00000003 0000000a 00000002`)).toMatchObject(expected);
  });

  it.each([
    ['sequence number 0', `${ids} 00000000 00000000 0a000000 02000000`],
    ['fragment 0', `${ids} 00000000 03000000 00000000 02000000`],
    ['23 octets', `${ids} 00000000 03000000 0a000000 020000`],
  ])('with %s is malformed', (_title, body) => {
    expectVerdict('13', '01', body, 'malformed');
  });
});
