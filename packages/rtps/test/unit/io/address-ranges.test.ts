import { isInRanges, parseAddressRange, subnetOf } from '../../../src/io/address-ranges.js';
import { parseIpAddress } from '../../../src/io/ip-addresses.js';

const contains = (range: string, address: string): boolean => {
  const [parsed, of] = [parseAddressRange(range), parseIpAddress(address)];
  if (parsed === undefined || of === undefined) throw new Error('not parsed');
  return isInRanges([parsed], of);
};

describe('a range of addresses (RFC 4632 §3.1, RFC 4291 §2.3)', () => {
  it.each([
    '',
    '192.0.2',
    '192.0.2.1/33',
    '192.0.2.1/',
    '192.0.2.1/-1',
    '192.0.2.1/2/3',
    '::1/129',
    'fe80::1%eth0',
    '192.0.2.1/x',
    'host',
  ])('is not %j', (text) => {
    expect(parseAddressRange(text)).toBeUndefined();
  });

  it('ignores the bits behind its prefix', () => {
    expect(parseAddressRange('192.0.2.77/24')).toEqual(parseAddressRange('192.0.2.0/24'));
    expect(parseAddressRange('255.255.255.255/0')).toEqual(parseAddressRange('0.0.0.0/0'));
    expect(parseAddressRange('2001:db8:1:2::3/40')).toEqual(parseAddressRange('2001:db8::/40'));
  });

  it.each([
    ['192.0.2.64/27', '192.0.2.95', true],
    ['192.0.2.64/27', '192.0.2.96', false],
    ['192.0.2.7', '192.0.2.7', true],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['0.0.0.0/0', '::', false],
    ['::/0', '192.0.2.1', false],
    ['::/0', 'ffff::1', true],
    ['2001:db8::/33', '2001:db8:7fff::1', true],
    ['2001:db8::/33', '2001:db8:8000::1', false],
    ['2001:db8::1', '2001:db8::1', true],
    ['2001:db8::1', '2001:db8::2', false],
  ])('%s has %s in it: %s', (range, address, expected) => expect(contains(range, address)).toBe(expected));

  it('is the subnet of an interface, by its netmask', () => {
    expect(subnetOf('192.0.2.2', '255.255.255.0')).toEqual(parseAddressRange('192.0.2.0/24'));
    expect(subnetOf('fd00::2', 'ffff:ffff:ffff:ffff::')).toEqual(parseAddressRange('fd00::/64'));
    expect(subnetOf('fd00::2', '')).toBeUndefined();
  });
});
