import * as fc from 'fast-check';
import { Verdict } from '../../../src/message/verdict.js';
import { decodeInlineQos, encodeInlineQos } from '../../../src/parameters/inline-qos.js';
import { fromHex, toHex } from '../../support/hex.js';

const guid = fromHex('010f78fd6b6b453c0000000000001304');

function decoded(hex: string, littleEndian = true): unknown {
  const bytes = fromHex(hex);
  const { verdict, inlineQos, next } = decodeInlineQos(bytes, 0, bytes.length, littleEndian);
  return verdict === Verdict.OK ? { ...inlineQos, next } : verdict;
}

describe('encodeInlineQos', () => {
  it('writes a related sample identity under both ids, the standard one first', () => {
    expect(toHex(encodeInlineQos({ relatedSampleIdentity: { guid, sequenceNumber: -1 } }))).toBe(
      `83001800${toHex(guid)}ffffffff00000000` + `0f801800${toHex(guid)}ffffffff00000000` + '01000000',
    );
  });

  it('writes it under the standard id alone for who needs no other', () => {
    const relatedSampleIdentity = { guid: new Uint8Array(16).fill(7), sequenceNumber: 3 };
    const twice = encodeInlineQos({ relatedSampleIdentity });
    const once = encodeInlineQos({ relatedSampleIdentity, standardIdentityOnly: true });
    expect(once).toEqual(Uint8Array.of(...twice.subarray(0, 28), ...twice.subarray(56)));
  });

  it('writes a dispose as both vendors take it: KEY_HASH and STATUS_INFO', () => {
    expect(toHex(encodeInlineQos({ keyHash: guid, statusInfo: 3 }))).toBe(
      `70001000${toHex(guid)}710004000000000301000000`,
    );
  });

  it('writes an empty list for nothing', () => {
    expect(toHex(encodeInlineQos({}))).toBe('01000000');
    expect(toHex(encodeInlineQos({ statusInfo: 0 }))).toBe('01000000');
  });

  it('writes what decodeInlineQos reads', () => {
    const octets = fc.uint8Array({ minLength: 16, maxLength: 16 });
    const identity = fc.record({ guid: octets, sequenceNumber: fc.oneof(fc.constant(-1), fc.maxSafeNat()) });
    const fields = fc.record({
      relatedSampleIdentity: fc.option(identity, { nil: undefined }),
      keyHash: fc.option(octets, { nil: undefined }),
      statusInfo: fc.nat(255),
    });
    fc.assert(
      fc.property(fields, (inlineQos) => {
        const bytes = encodeInlineQos(inlineQos);
        const result = decodeInlineQos(bytes, 0, bytes.length, true);
        expect(result).toEqual({ verdict: Verdict.OK, inlineQos, next: bytes.length });
      }),
    );
  });
});

describe('decodeInlineQos', () => {
  it('prefers the standard identity over the legacy one, in whatever order they come', () => {
    const other = 'ee'.repeat(16);
    const list = `0f801800 ${other} 00000000 02000000 83001800 ${toHex(guid)} 00000000 01000000 01000000`;
    expect(decoded(list)).toMatchObject({ relatedSampleIdentity: { guid, sequenceNumber: 1 } });
    const legacyOnly = `0f801800 ${other} 00000000 02000000 01000000`;
    expect(decoded(legacyOnly)).toMatchObject({ relatedSampleIdentity: { guid: fromHex(other), sequenceNumber: 2 } });
  });

  it('takes another vendor’s short 0x800f for something else', () => {
    expect(decoded('0f800400 00000000 01000000')).toMatchObject({ relatedSampleIdentity: undefined });
  });

  it('reads big-endian lists; status and GUID are octets', () => {
    const list = `00710004 00000002 00830018 ${toHex(guid)} 00000001 00000002 00010000`;
    expect(decoded(list, false)).toMatchObject({
      statusInfo: 2,
      relatedSampleIdentity: { guid, sequenceNumber: 2 ** 32 + 2 },
    });
  });

  it('skips what it does not know, also a vendor’s own that must be understood', () => {
    expect(decoded('99990400 01020304 00c00000 ffc00400 01020304 71000400 00000001 01000000')).toMatchObject({
      statusInfo: 1,
    });
  });

  it('does not use a list with a standard parameter that must be understood and is not', () => {
    expect(decoded('00400000 71000400 00000001 01000000')).toBe(Verdict.NOT_UNDERSTOOD);
  });

  it('ends at the sentinel, whatever length that has', () => {
    expect(decoded('0100ffff 71000400 00000001')).toMatchObject({ statusInfo: 0, next: 4 });
  });

  it('owns what it gives', () => {
    const bytes = fromHex(`70001000 ${toHex(guid)} 01000000`);
    const { inlineQos } = decodeInlineQos(bytes, 0, bytes.length, true);
    bytes.fill(0);
    expect(toHex(inlineQos!.keyHash!)).toBe(toHex(guid));
    const fromBuffer = decodeInlineQos(Buffer.from(`70001000${toHex(guid)}01000000`, 'hex'), 0, 24, true).inlineQos!;
    expect(fromBuffer.keyHash!.buffer.byteLength).toBe(16);
  });

  it('keeps nothing of an earlier list', () => {
    decoded(`70001000 ${toHex(guid)} 71000400 00000003 01000000`);
    expect(decoded('01000000')).toEqual({
      relatedSampleIdentity: undefined,
      keyHash: undefined,
      statusInfo: 0,
      next: 4,
    });
    expect(decoded('70001000')).toBe(Verdict.MALFORMED);
    expect(decodeInlineQos(fromHex('0100'), 0, 2, true)).toMatchObject({
      verdict: Verdict.MALFORMED,
      inlineQos: undefined,
    });
  });
});
