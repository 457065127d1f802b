import { LIMITS } from '../../../../src/limits.js';
import { fromHex } from '../../../support/hex.js';
import { expectVerdict, ids, only } from '../../../support/one-submessage.js';

describe('DATA_FRAG (RTPS 2.5 §8.3.8.3)', () => {
  const head = (first: string, count: string, size: string, sample: string, octets = '1c00'): string =>
    `0000${octets} ${ids} 00000000 07000000 ${first} ${count} ${size} ${sample}`;
  const ten = '00112233445566778899';

  it('holds whole fragments', () => {
    const expected = {
      kind: 'DATA_FRAG',
      writerSn: 7,
      fragmentStartingNum: 2,
      fragmentsInSubmessage: 2,
      fragmentSize: 4,
      sampleSize: 14,
      inlineQos: undefined,
      isKeyPayload: false,
      fragments: fromHex('0011223344556677'),
    };
    expect(only('16', '01', `${head('02000000', '0200', '0400', '0e000000')} 0011223344556677`)).toMatchObject(
      expected,
    );
    const big = `0000001c ${ids} 00000000 00000007 00000002 0002 0004 0000000e 0011223344556677`;
    expect(only('16', '00', big)).toMatchObject(expected);
  });

  it('has a shorter last one, and whatever follows it is padding', () => {
    const body = `${head('02000000', '0300', '0400', '0e000000')} ${ten} dead`;
    expect(only('16', '01', body)).toMatchObject({ fragments: fromHex(ten) });
  });

  it('may carry inline QoS and a key, and fields of a later version', () => {
    const body = `${head('01000000', '0100', '0800', '08000000', '2000')} ffffffff 71000400 00000001 01000000 0003000001000000`;
    const expected = { inlineQos: { statusInfo: 1 }, isKeyPayload: true, fragments: fromHex('0003000001000000') };
    expect(only('16', '07', body)).toMatchObject(expected);
  });

  it('may be of a sample smaller than one fragment', () => {
    const body = `${head('01000000', '0100', '0002', '0a000000')} ${ten}`;
    expect(only('16', '01', body)).toMatchObject({ fragmentSize: 512, fragments: fromHex(ten) });
  });

  it.each(['01000003', 'ffffffff'])('of a sample of %s octets, larger than any may be, is skipped', (sampleSize) => {
    expectVerdict('16', '01', `${head('01000000', '0100', '0400', sampleSize)} 00010000`, 'notUnderstood');
  });

  it('may announce the largest sample: nothing is allocated by it', () => {
    // 40 MiB.
    const body = `${head('01000000', '0100', '0400', '00008002')} 00010000`;
    expect(only('16', '01', body)).toMatchObject({
      sampleSize: LIMITS.sampleBytes.value,
      fragments: fromHex('00010000'),
    });
  });

  it.each([
    ['fragment 0', `${head('00000000', '0100', '0400', '0e000000')} ${ten}`],
    ['no fragments', `${head('01000000', '0000', '0400', '0e000000')} ${ten}`],
    ['fragmentSize 0', `${head('01000000', '0100', '0000', '0e000000')} ${ten}`],
    ['fragmentSize 3 (CVE-2025-62799)', `${head('01000000', '0100', '0300', '0e000000')} ${ten}`],
    ['fragmentSize 65 501', `${head('01000000', '0100', 'ddff', '0e000000')} ${ten}`],
    ['a sample of 3 octets', `${head('01000000', '0100', '0400', '03000000')} ${ten}`],
    ['a fragment past the last', `${head('04000000', '0200', '0400', '0e000000')} ${ten}`],
    ['fragment 2^32 − 1', `${head('ffffffff', 'ffff', '0400', '0e000000')} ${ten}`],
    ['fewer octets than its fragments have', `${head('01000000', '0300', '0400', '0e000000')} ${ten}`],
    ['a last fragment cut short (CVE-2026-22590)', `${head('04000000', '0100', '0400', '0e000000')} 00`],
    ['no octets at all', head('01000000', '0100', '0400', '0e000000')],
    ['31 octets (CVE-2025-65865)', head('01000000', '0100', '0400', '0e000000').slice(0, -2)],
    ['octetsToInlineQos 16', `${head('01000000', '0100', '0400', '0e000000', '1000')} ${ten}`],
    ['octetsToInlineQos past its end', `${head('01000000', '0100', '0400', '0e000000', 'ff00')} ${ten}`],
    ['sequence number 0', `${head('01000000', '0100', '0400', '0e000000').replace('07000000', '00000000')} ${ten}`],
  ])('with %s is malformed', (_title, body) => {
    expectVerdict('16', '01', body, 'malformed');
  });

  it('with inline QoS without a sentinel is malformed', () => {
    expectVerdict('16', '03', `${head('01000000', '0100', '0400', '0e000000')} 71000400 00000001`, 'malformed');
  });

  it('with a payload that is no CDR is skipped', () => {
    expectVerdict('16', '09', `${head('01000000', '0100', '0400', '0e000000')} ${ten}`, 'notUnderstood');
  });
});
