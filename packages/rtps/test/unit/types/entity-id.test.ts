import {
  createEntityId,
  EntityIds,
  entityIdToString,
  EntityKind,
  isBuiltin,
  isKeyed,
  isReader,
  isWriter,
  readEntityId,
  writeEntityId,
} from '../../../src/types/entity-id.js';
import { fromHex, toHex } from '../../support/hex.js';

describe('entity ids', () => {
  it('are their four octets read big-endian, whatever the submessage’s byte order', () => {
    expect(readEntityId(fromHex('ff000100c2'), 1)).toBe(EntityIds.SPDP_BUILTIN_PARTICIPANT_WRITER);
    const bytes = new Uint8Array(4);
    writeEntityId(bytes, 0, EntityIds.P2P_BUILTIN_PARTICIPANT_MESSAGE_READER);
    expect(toHex(bytes)).toBe('000200c7');
    expect(readEntityId(fromHex('ffffff04'), 0)).toBe(0xffffff04);
    expect(entityIdToString(EntityIds.PARTICIPANT)).toBe('000001c1');
  });

  it.each([
    ['SPDP writer', EntityIds.SPDP_BUILTIN_PARTICIPANT_WRITER, [true, false, true, true]],
    ['SPDP reader', EntityIds.SPDP_BUILTIN_PARTICIPANT_READER, [false, true, true, true]],
    ['user writer', createEntityId(0x13, EntityKind.WRITER_NO_KEY), [true, false, false, false]],
    ['user reader', createEntityId(0xffffff, EntityKind.READER_NO_KEY), [false, true, false, false]],
    ['keyed user reader', createEntityId(1, EntityKind.READER_WITH_KEY), [false, true, true, false]],
    ['keyed user writer', createEntityId(1, EntityKind.WRITER_WITH_KEY), [true, false, true, false]],
    ['type lookup reader', EntityIds.TYPE_LOOKUP_REQUEST_READER, [false, true, false, true]],
    ['participant', EntityIds.PARTICIPANT, [false, false, false, true]],
    ['unknown', EntityIds.UNKNOWN, [false, false, false, false]],
  ])('tell by their kind what a %s is (RTPS 2.5 §9.3.1.2)', (_title, entityId, expected) => {
    expect([isWriter(entityId), isReader(entityId), isKeyed(entityId), isBuiltin(entityId)]).toEqual(expected);
  });

  it('are made of a key of 24 bits and a kind', () => {
    expect(createEntityId(0x000013, EntityKind.WRITER_NO_KEY)).toBe(0x00001303);
    expect(createEntityId(0x1ffffff, EntityKind.READER_NO_KEY)).toBe(0xffffff04);
  });
});
