import { createLocator, isMulticast, LocatorKind, readLocator, writeLocator } from '../../../src/types/locator.js';
import { fromHex, toHex } from '../../support/hex.js';

const udp4 = '01000000 7a300000 00000000000000000000000 0c0000202'.replaceAll(' ', '');

function written(kind: number, address: string, port: number): string {
  const bytes = new Uint8Array(24).fill(0xee);
  writeLocator(bytes, 0, createLocator(kind, address, port));
  return toHex(bytes);
}

describe('locators (RTPS 2.5 §9.3.2.2)', () => {
  it('have dotted IPv4 addresses in their last four octets', () => {
    expect(readLocator(fromHex(udp4), 0, true)).toEqual({ kind: 1, port: 12410, address: '192.0.2.2' });
    expect(readLocator(fromHex('00000001 0000307a 000000000000000000000000 c0000202'), 0, false)?.port).toBe(12410);
    expect(written(LocatorKind.UDPv4, '192.0.2.2', 12410)).toBe(udp4);
  });

  it('have IPv6 addresses in eight groups', () => {
    const hex = '02000000e81c0000fe800000000000000123456789abcdef';
    const locator = readLocator(fromHex(hex), 0, true)!;
    expect(locator).toEqual({ kind: 2, port: 7400, address: 'fe80:0000:0000:0000:0123:4567:89ab:cdef' });
    expect(written(locator.kind, locator.address, locator.port)).toBe(hex);
  });

  it('keep kinds that vendors add, with their octets', () => {
    const hex = '130000007a3001005578fd00000000000000000000000001';
    const locator = readLocator(fromHex(hex), 0, true)!;
    expect(locator).toEqual({ kind: 19, port: 0x1307a, address: '5578fd00000000000000000000000001' });
    expect(written(locator.kind, locator.address, locator.port)).toBe(hex);
    expect(readLocator(fromHex('ffffffff'.padEnd(48, '0')), 0, true)?.kind).toBe(LocatorKind.INVALID);
  });

  it.each([0, 65_536, 0xffff_ffff])('are none with UDP port %i', (port) => {
    const bytes = fromHex(udp4);
    new DataView(bytes.buffer).setUint32(4, port, true);
    expect(readLocator(bytes, 0, true)).toBeUndefined();
    bytes[0] = 2;
    expect(readLocator(bytes, 0, true)).toBeUndefined();
  });

  it.each(['localhost', '1.2.3', '1.2.3.256', '1.2.3.x', ''])(
    'cannot be written with the IPv4 address “%s”',
    (address) => {
      expect(() => written(LocatorKind.UDPv4, address, 1)).toThrow(TypeError);
    },
  );

  it('cannot be written with 15 octets of another kind', () => {
    expect(() => written(19, '00'.repeat(15), 1)).toThrow(TypeError);
    expect(() => written(LocatorKind.UDPv6, 'fe80::1', 1)).toThrow(TypeError);
  });

  it.each([
    [1, '224.0.0.1', true],
    [1, '239.255.0.1', true],
    [1, '223.255.255.255', false],
    [1, '240.0.0.1', false],
    [2, 'ff02:0000:0000:0000:0000:0000:0000:0001', true],
    [2, 'fe80:0000:0000:0000:0000:0000:0000:0001', false],
    [19, 'ff000000000000000000000000000000', false],
  ])('of kind %i to %s: multicast is %s', (kind, address, expected) => {
    expect(isMulticast(createLocator(kind, address, 7400))).toBe(expected);
  });
});
