import { messageOf, submessage } from '../../../support/bytes-of-message.js';
import { fromHex, toHex } from '../../../support/hex.js';
import { expectVerdict, ids, only } from '../../../support/one-submessage.js';
import { record } from '../../../support/recording-handler.js';

const guid = '010f78fd6b6b453c0000000000001304';

describe('DATA (RTPS 2.5 §8.3.8.2)', () => {
  const head = `00001000 ${ids} 00000000 07000000`;
  const statusInfo = '71000400 00000003';
  const sentinel = '01000000';

  it.each([
    [
      'payload only',
      '05',
      `${head} 00010000 68656c6c`,
      { payload: fromHex('00010000 68656c6c'), inlineQos: undefined },
    ],
    [
      'inline QoS only',
      '03',
      `${head} ${statusInfo} ${sentinel}`,
      { payload: undefined, inlineQos: { statusInfo: 3 } },
    ],
    [
      'both',
      '07',
      `${head} ${statusInfo} ${sentinel} 00010000`,
      { payload: fromHex('00010000'), inlineQos: { statusInfo: 3 } },
    ],
    [
      'a key',
      '0b',
      `${head} ${statusInfo} ${sentinel} 00030000 01000000`,
      { isKeyPayload: true, payload: fromHex('00030000 01000000') },
    ],
    ['neither', '01', head, { payload: undefined, inlineQos: undefined }],
    [
      'in big-endian',
      '06',
      `00000010 ${ids} 00000000 00000007 00710004 00000003 00010000 00010000`,
      { inlineQos: { statusInfo: 3 } },
    ],
    [
      'fields of a later version',
      '07',
      `00001800 ${ids} 00000000 07000000 1122334455667788 ${sentinel} 00010000`,
      { payload: fromHex('00010000') },
    ],
  ])('with %s', (_title, flags, body, expected) => {
    expect(only('15', flags, body)).toMatchObject({
      kind: 'DATA',
      writerSn: 7,
      isKeyPayload: flags === '0b',
      ...expected,
    });
  });

  it('shows its payload as a view of the datagram', () => {
    const bytes = messageOf(submessage('15', '05', `${head} 00010000 68656c6c`));
    const [data] = record(bytes).submessages;
    expect(data).toMatchObject({ kind: 'DATA' });
    if (data?.kind === 'DATA') expect(data.payload?.buffer).toBe(bytes.buffer);
  });

  it.each([
    ['sequence number 0', '05', `00001000 ${ids} 00000000 00000000 00010000`],
    ['an unknown sequence number', '05', `00001000 ${ids} ffffffff 00000000 00010000`],
    ['a negative sequence number', '05', `00001000 ${ids} ffffffff 01000000 00010000`],
    ['sequence number 2^63 − 1', '05', `00001000 ${ids} ffffff7f ffffffff 00010000`],
    ['octetsToInlineQos 0', '05', `00000000 ${ids} 00000000 07000000 00010000`],
    ['octetsToInlineQos past its end (CVE-2024-28231)', '05', `00001500 ${ids} 00000000 07000000 00010000`],
    ['payload and key', '0d', `${head} 00010000`],
    ['a payload of no octets', '05', head],
    ['a payload of three octets', '05', `${head} 000100`],
    ['19 octets', '01', head.slice(0, -2)],
    ['inline QoS without a sentinel', '03', `${head} ${statusInfo}`],
    ['an inline parameter past its end', '03', `${head} 70001000 00000000 ${sentinel}`],
    ['an inline parameter of 65 535 octets', '03', `${head} 7000ffff 00000000 ${sentinel}`],
    ['a status info of no octets', '03', `${head} 71000000 ${sentinel}`],
    ['a key hash of 12 octets', '03', `${head} 70000c00 ${'00'.repeat(12)} ${sentinel}`],
    ['a related identity of 20 octets', '03', `${head} 83001400 ${'00'.repeat(20)} ${sentinel}`],
    ['a related identity with a negative number', '03', `${head} 83001800 ${guid} feffffff 00000000 ${sentinel}`],
    ['513 inline parameters', '03', `${head} ${'99990000'.repeat(513)} ${sentinel}`],
  ])('with %s is malformed', (_title, flags, body) => {
    expectVerdict('15', flags, body, 'malformed');
  });

  it.each([
    ['a payload that is no CDR', '15', `${head} 00010000`],
    ['an inline parameter that we must understand', '03', `${head} 99490000 ${sentinel}`],
  ])('with %s is skipped', (_title, flags, body) => {
    expectVerdict('15', flags, body, 'notUnderstood');
  });

  it('reads a Fast DDS request as it was captured', () => {
    const request = `00001000 ${ids} 00000000 01000000
    83001800 ${guid} ffffffff 00000000   # related sample identity: the reply reader, number unknown
    0f801800 ${guid} ffffffff 00000000   # the same under its old id
    01000000 00010000 c77d5900`;
    const data = only('15', '07', request);
    if (data.kind !== 'DATA') throw new Error('no DATA');
    expect(toHex(data.inlineQos!.relatedSampleIdentity!.guid)).toBe(guid);
    expect(data.inlineQos!.relatedSampleIdentity!.sequenceNumber).toBe(-1);
    expect(toHex(data.payload!)).toBe('00010000c77d5900');
  });
});
