import { ParameterListWriter } from '@rclts/cdr';
import {
  decodeParticipantData,
  decodeParticipantKey,
  encodeParticipantData,
  type ParticipantData,
} from '../../../src/discovery/participant-data.js';
import { PROTOCOL_VERSION } from '../../../src/message/header.js';
import { toPayload } from '../../../src/parameters/parameter-list.js';
import { createLocator, LocatorKind } from '../../../src/types/locator.js';
import { fromHex, toHex } from '../../support/hex.js';

const guid = '0102030405060708090a0b0c000001c1';

const data: ParticipantData = {
  guidPrefix: fromHex(guid.slice(0, 24)),
  protocolVersion: PROTOCOL_VERSION,
  vendorId: 0,
  domainId: 7,
  leaseDuration: { sec: 20, nanosec: 0 },
  availableBuiltinEndpoints: 0xc3f,
  metatrafficUnicastLocators: [createLocator(LocatorKind.UDPv4, '192.0.2.2', 9160)],
  metatrafficMulticastLocators: [],
  defaultUnicastLocators: [createLocator(LocatorKind.UDPv4, '192.0.2.2', 9161)],
  defaultMulticastLocators: [],
  entityName: '/',
  userData: new TextEncoder().encode('enclave=/;'),
  properties: new Map([['rclts.version', '0.1.0']]),
  expectsInlineQos: false,
};

/** A list that starts with a participant's GUID. */
function listOf(...parameters: readonly string[]): Uint8Array {
  return fromHex(`00030000 50001000 ${guid} ${parameters.join(' ')} 01000000`);
}

const locator = (kind: string, port: string, last: string): string =>
  `${kind}000000 ${port}0000 ${'00'.repeat(12)} c00002${last}`;

describe('encodeParticipantData', () => {
  it('writes the recommended set and nothing else', () => {
    expect(toHex(encodeParticipantData(data))).toBe(
      toHex(
        fromHex(`00030000
          15000400 0205 0000
          16000400 0000 0000
          50001000 ${guid}
          32001800 01000000 c8230000 000000000000000000000000 c0000202
          31001800 01000000 c9230000 000000000000000000000000 c0000202
          02000800 14000000 00000000
          58000400 3f0c0000
          2c001000 0a000000 656e636c6176653d2f3b 0000
          0f000400 07000000
          62000800 02000000 2f00 0000
          59002400 01000000 0e000000 72636c74732e76657273696f6e00 0000 06000000 302e312e3000 0000
          01000000`),
      ),
    );
  });

  it('leaves out what is empty', () => {
    const least = { ...data, domainId: undefined, entityName: '', userData: new Uint8Array(0), properties: new Map() };
    const decoded = decodeParticipantData(encodeParticipantData(least));
    expect(decoded).toEqual(least);
    expect(encodeParticipantData(least).length).toBe(4 + 8 + 8 + 20 + 28 + 28 + 12 + 8 + 4);
  });

  it('is read back', () => {
    expect(decodeParticipantData(encodeParticipantData(data))).toEqual(data);
  });
});

describe('decodeParticipantData', () => {
  it('takes the specification’s defaults for what is absent', () => {
    expect(decodeParticipantData(listOf())).toEqual({
      ...data,
      domainId: undefined,
      leaseDuration: { sec: 100, nanosec: 0 },
      availableBuiltinEndpoints: 0,
      metatrafficUnicastLocators: [],
      defaultUnicastLocators: [],
      entityName: '',
      userData: new Uint8Array(0),
      properties: new Map(),
    });
  });

  it('reads big-endian announcements', () => {
    const payload = fromHex(`00020000 00500010 ${guid} 00160004 01100000 00020008 0000000a 80000000 00010000`);
    expect(decodeParticipantData(payload)).toMatchObject({
      vendorId: 0x0110,
      leaseDuration: { sec: 10, nanosec: 500_000_000 },
    });
  });

  it('keeps the first four unicast locators of a kind and the first multicast one', () => {
    const hex = ['01', '02', '03', '04', '05', '06'].map((last) => `31001800 ${locator('01', 'e81c', last)}`);
    const v6 = `31001800 02000000 e81c0000 ${'00'.repeat(15)}01`;
    const decoded = decodeParticipantData(listOf(...hex, v6, ...hex.map((one) => one.replace('31', '33'))))!;
    expect(decoded.defaultUnicastLocators.map(({ address }) => address)).toEqual([
      ...['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'],
      '0000:0000:0000:0000:0000:0000:0000:0001',
    ]);
    expect(decoded.metatrafficMulticastLocators.map(({ address }) => address)).toEqual(['192.0.2.1']);
  });

  it('leaves out the locators of Fast DDS’ shared memory (kinds 16 and 19), ports that are none, and TCP', () => {
    const decoded = decodeParticipantData(
      listOf(
        `31001800 13000000 7b300000 5578fd00${'00'.repeat(12)}`,
        `31001800 10000000 7b300000 5578fd00${'00'.repeat(12)}`,
        `31001800 04000000 7b300000 ${'00'.repeat(12)}c0000202`,
        `31001800 01000000 00000000 ${'00'.repeat(12)}c0000202`,
        `31001800 01000000 7b300100 ${'00'.repeat(12)}c0000202`,
        `31001800 ${locator('01', '7b30', '02')}`,
      ),
    )!;
    expect(decoded.defaultUnicastLocators).toEqual([{ kind: 1, port: 12411, address: '192.0.2.2' }]);
  });

  it('takes an unknown domain, an infinite lease and a negative one as they can be meant', () => {
    expect(decodeParticipantData(listOf('02000800 ffffff7f ffffffff'))!.leaseDuration.sec).toBe(0x7fffffff);
    expect(decodeParticipantData(listOf('02000800 ffffffff 00000000'))!.leaseDuration).toEqual({ sec: 0, nanosec: 0 });
  });

  it('keeps properties apart from prototypes', () => {
    const list = new ParameterListWriter().bytes(0x0050, fromHex(guid)).parameter(0x0059, (writer) => {
      writer.sequenceLength(1);
      writer.string('__proto__');
      writer.string('polluted');
    });
    expect(decodeParticipantData(toPayload(list))!.properties.get('__proto__')).toBe('polluted');
  });

  it('owns what it gives', () => {
    const payload = encodeParticipantData(data);
    const decoded = decodeParticipantData(payload)!;
    payload.fill(0xff);
    expect(decoded).toEqual(data);
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['another encapsulation', fromHex(`00010000 50001000 ${guid} 01000000`)],
    ['no GUID', fromHex('00030000 58000400 3f0c0000 01000000')],
    ['a GUID that is not a participant’s', fromHex(`00030000 50001000 ${guid.slice(0, 24)}000001c2 01000000`)],
    ['a GUID of 12 octets', fromHex(`00030000 50000c00 ${guid.slice(0, 24)} 01000000`)],
    ['no sentinel', listOf().subarray(0, 24)],
    ['a locator of 20 octets', listOf(`31001400 ${'00'.repeat(20)}`)],
    ['a lease of 4 octets', listOf('02000400 14000000')],
    ['user data longer than its parameter', listOf('2c000800 05000000 01020304')],
    ['2^32 − 1 octets of user data', listOf('2c000800 ffffffff 01020304')],
    ['4 097 octets of user data', listOf(`2c000810 01100000 ${'00'.repeat(0x1004)}`)],
    ['a name without its NUL', listOf('62000800 04000000 61626364')],
    ['a name with a NUL inside', listOf('62000800 04000000 61006300')],
    ['a name longer than its parameter (CVE-2023-39946)', listOf('62000800 ffffff7f 61626300')],
    ['a name of 257 octets', listOf(`62000801 02010000 ${'61'.repeat(257)}000000`)],
    ['2^32 − 1 properties', listOf('59000800 ffffffff 00000000')],
    ['65 properties', listOf(`59000c02 41000000 ${'0000000000000000'.repeat(65)}`)],
    ['a property that is longer than its parameter', listOf('59000c00 01000000 ffff0000 61000000')],
    ['a property of one string', listOf('59000c00 01000000 02000000 61000000')],
    ['a parameter that must be understood', listOf('bc4a0000')],
  ])('refuses %s', (_title, payload) => {
    expect(decodeParticipantData(payload)).toBeUndefined();
  });
});

describe('decodeParticipantKey', () => {
  it('reads the key payload of Cyclone DDS', () => {
    expect(toHex(decodeParticipantKey(listOf())!)).toBe(guid);
  });

  it('finds none where there is none', () => {
    expect(decodeParticipantKey(fromHex('00030000 01000000'))).toBeUndefined();
    expect(decodeParticipantKey(fromHex(`00030000 50001000 ${guid}`))).toBeUndefined();
    expect(decodeParticipantKey(new Uint8Array(0))).toBeUndefined();
  });
});
