import { canonicalAddress, familyOf, parseIpAddress } from '../../../src/io/ip-addresses.js';

describe('IP addresses', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['255.255.255.255', '255.255.255.255'],
    ['::', '0000:0000:0000:0000:0000:0000:0000:0000'],
    ['::1', '0000:0000:0000:0000:0000:0000:0000:0001'],
    ['2001:DB8::a', '2001:0db8:0000:0000:0000:0000:0000:000a'],
    ['1:2:3:4:5:6:7:8', '0001:0002:0003:0004:0005:0006:0007:0008'],
    ['1:2::', '0001:0002:0000:0000:0000:0000:0000:0000'],
    ['ff02::ffff:239.255.0.1', 'ff02:0000:0000:0000:0000:ffff:efff:0001'],
    ['fe80::1%eth0', 'fe80:0000:0000:0000:0000:0000:0000:0001%eth0'],
  ])('%s is spelled %s', (text, expected) => {
    expect(canonicalAddress(text)).toBe(expected);
    // And stays so.
    expect(canonicalAddress(expected)).toBe(expected);
  });

  it.each(['', 'host', '192.0.2', '192.0.2.256', '1::2::3', ':1', '12345::', '[::1]', '::1/64'])(
    '%j is none',
    (text) => {
      expect(parseIpAddress(text)).toBeUndefined();
      expect(canonicalAddress(text)).toBe(text);
    },
  );

  it('are of one family or the other', () => {
    expect([familyOf('192.0.2.1'), familyOf('::1')]).toEqual(['IPv4', 'IPv6']);
    expect(parseIpAddress('::ffff:192.0.2.1')?.family).toBe('IPv6');
  });
});
