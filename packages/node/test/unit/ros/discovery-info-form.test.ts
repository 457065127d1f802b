import fc from 'fast-check';
import { decodeDiscoveryInfo, encodeDiscoveryInfo } from '../../../src/ros/discovery-info-form.js';
import { Era } from '../../../src/ros/era.js';

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'));
const guid = (entityId: string): Uint8Array => hex(`010f78fd396ba01f00000000${entityId}`);

const info = {
  gid: { data: guid('000001c1') },
  node_entities_info_seq: [
    {
      node_namespace: '/',
      node_name: 'talker',
      reader_gid_seq: [{ data: guid('00000504') }],
      writer_gid_seq: [{ data: guid('00000603') }, { data: guid('00000703') }],
    },
  ],
};

// By hand after the definitions of ros2/rmw_dds_common, branches humble and rolling, in CDR: Gid is char[24] there, char[16] here.
const pad = '00000000 00000000';
const sample = (padding: string): Uint8Array =>
  hex(`00010000
    010f78fd396ba01f00000000000001c1 ${padding}
    01000000
    02000000 2f00 0000
    07000000 74616c6b657200 00
    01000000 010f78fd396ba01f0000000000000504 ${padding}
    02000000 010f78fd396ba01f0000000000000603 ${padding} 010f78fd396ba01f0000000000000703 ${padding}`);
const golden = [
  [Era.HUMBLE, sample(pad)],
  [Era.IRON, sample('')],
] as const;

describe.each(golden)('the form of %s', (era, octets) => {
  test('is written and read to the octet', () => {
    expect(Buffer.from(encodeDiscoveryInfo(info, era)).toString('hex')).toBe(Buffer.from(octets).toString('hex'));
    expect(decodeDiscoveryInfo(octets)).toEqual({ info, era });
  });

  test('is known with the padding of a submessage, without nodes, and from a participant without any', () => {
    expect(decodeDiscoveryInfo(Uint8Array.of(...octets, 0, 0, 0))?.era).toBe(era);
    const empty = { ...info, node_entities_info_seq: [] };
    expect(decodeDiscoveryInfo(encodeDiscoveryInfo(empty, era))).toEqual({ info: empty, era });
  });

  test('is taken for the other by no graph whatever', () => {
    const gid = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((data) => ({ data }));
    const gids = fc.array(gid, { maxLength: 5 });
    const text = fc.stringMatching(/^[a-z/_]{0,20}$/);
    const nodes = fc.array(
      fc.record({ node_namespace: text, node_name: text, reader_gid_seq: gids, writer_gid_seq: gids }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(fc.record({ gid, node_entities_info_seq: nodes }), (graph) => {
        expect(decodeDiscoveryInfo(encodeDiscoveryInfo(graph, era))).toEqual({ info: graph, era });
      }),
    );
  });
});

test('what is neither is nothing, or says nothing of an era', () => {
  for (let length = 0; length < sample('').length; length++)
    expect(decodeDiscoveryInfo(sample('').subarray(0, length))).toBeUndefined();
  expect(decodeDiscoveryInfo(Uint8Array.of(...sample(''), 0, 0, 0, 0))).toEqual({ info, era: undefined });
});

test('a name with a NUL in it is in no form, and throws nothing', () => {
  const octets = Buffer.from(sample(''));
  const name = info.node_entities_info_seq.map(({ node_name: text }) => text).find((text) => text.length > 1) ?? '';
  octets[octets.indexOf(name)] = 0;
  expect(decodeDiscoveryInfo(octets)).toBeUndefined();
});
