import { ParameterListWriter } from '@rclts/cdr';
import { readParameterListPayload, toPayload } from '../../../src/parameters/parameter-list.js';
import { fromHex, toHex } from '../../support/hex.js';

function visited(hex: string, known = true): { isSound: boolean; values: string[] } {
  const values: string[] = [];
  const isSound = readParameterListPayload(fromHex(hex), (pid, value) => {
    values.push(`${pid.toString(16)}=${toHex(value.uint8Array(value.remaining))}`);
    return known;
  });
  return { isSound, values };
}

describe('readParameterListPayload', () => {
  it('shows each parameter with a reader of its value alone', () => {
    expect(visited('00030000 05000400 01020304 07000800 1122334455667788 01000000')).toEqual({
      isSound: true,
      values: ['5=01020304', '7=1122334455667788'],
    });
  });

  it('reads big-endian lists', () => {
    const payload = fromHex('00020000 00580004 00000c3f 00010000');
    let set = 0;
    expect(readParameterListPayload(payload, (_pid, value) => (set = value.uint32()) > 0)).toBe(true);
    expect(set).toBe(0xc3f);
  });

  it.each([
    ['nothing', ''],
    ['three octets', '000300'],
    ['plain CDR', '00010000 01000000'],
    ['no sentinel', '00030000 05000400 01020304'],
    ['a value past its end', '00030000 05000800 01020304 01000000'],
    ['513 parameters', `00030000 ${'05000000'.repeat(513)} 01000000`],
  ])('refuses %s', (_title, hex) => {
    expect(visited(hex).isSound).toBe(false);
  });

  it('refuses a list longer than 64 KB', () => {
    const longest = `${'0500fcff'}${'00'.repeat(0xfffc)}`;
    expect(visited(`00030000 ${longest} 01000000`).isSound).toBe(false);
    expect(visited(`00030000 0500f8ff ${'00'.repeat(0xfff8)} 01000000`).isSound).toBe(true);
  });

  it('refuses an unknown parameter that must be understood, unless it is a vendor’s own (RTPS 2.5 §9.4.2.11.2)', () => {
    expect(visited('00030000 bc0a0000 01000000', false).isSound).toBe(true);
    expect(visited('00030000 bc4a0000 01000000', false).isSound).toBe(false);
    expect(visited('00030000 bc4a0000 01000000', true).isSound).toBe(true);
    expect(visited('00030000 bcca0000 01000000', false).isSound).toBe(true);
  });

  it('turns a value that does not decode into a verdict, and nothing else', () => {
    const payload = fromHex('00030000 05000400 ffffffff 01000000');
    expect(readParameterListPayload(payload, (_pid, value) => value.string() === '')).toBe(false);
    expect(() =>
      readParameterListPayload(payload, () => {
        throw new TypeError('a mistake of ours');
      }),
    ).toThrow(TypeError);
  });
});

it('toPayload puts the encapsulation header before the list', () => {
  const list = new ParameterListWriter().parameter(0x0058, (writer) => writer.uint32(0xc3f));
  expect(toHex(toPayload(list))).toBe('000300005800040' + '03f0c000001000000');
});
