import { EntityIds } from '../../../src/types/entity-id.js';
import {
  createGuidPrefix,
  GUID_PREFIX_UNKNOWN,
  guidOctetsToString,
  guidToOctets,
  guidToString,
  isPrefixAt,
  sameOctets,
} from '../../../src/types/guid.js';
import { fromHex, toHex } from '../../support/hex.js';

const octets = fromHex('010f78fd 396ba01f 00000000 000100c2');
const prefix = createGuidPrefix(octets);

describe('guids', () => {
  it('are three words and a text, in the order of the octets', () => {
    expect(prefix).toEqual({ a: 0x010f78fd, b: 0x396ba01f, c: 0, text: '010f78fd396ba01f00000000' });
    expect(createGuidPrefix(fromHex('ff ffffffff ffffffff fffffffe'), 1).text).toBe('fffffffffffffffffffffffe');
    expect(GUID_PREFIX_UNKNOWN.text).toBe('000000000000000000000000');
  });

  it('become 16 octets and text', () => {
    const guid = { prefix, entityId: EntityIds.SPDP_BUILTIN_PARTICIPANT_WRITER };
    expect(toHex(guidToOctets(guid))).toBe(toHex(octets));
    expect(guidToString(guid)).toBe('010f78fd396ba01f00000000.000100c2');
    expect(guidOctetsToString(octets)).toBe(guidToString(guid));
  });

  it('compare by value where they are bytes', () => {
    expect(isPrefixAt(octets, 0, prefix)).toBe(true);
    expect(isPrefixAt(octets, 4, prefix)).toBe(false);
    expect(sameOctets(octets, octets.slice())).toBe(true);
    expect(sameOctets(octets, octets.slice(0, 15))).toBe(false);
    expect(sameOctets(octets, octets.slice().fill(1, 15))).toBe(false);
  });
});
