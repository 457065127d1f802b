import type { Sample } from '../../../src/behavior/sample.js';
import { InstanceState, InstanceTable } from '../../../src/instance/instance-table.js';
import { keyHashOf, keyPayloadOf } from '../../../src/instance/key.js';
import { LIMITS } from '../../../src/limits.js';
import { StatusInfo } from '../../../src/types/status-info.js';
import { byId, idOf, sampleOf } from '../../support/numbered-instances.js';

const { DISPOSED, UNREGISTERED } = StatusInfo;

function sample(writer: string, fields: Partial<Sample>): Sample {
  return {
    payload: new Uint8Array(0),
    writer: { guidText: writer } as Sample['writer'],
    sequenceNumber: 1,
    sourceTimestamp: undefined,
    relatedSampleIdentity: undefined,
    keyHash: undefined,
    statusInfo: 0,
    isKeyPayload: false,
    receivedAt: 0,
    ...fields,
  };
}

const keyOf = (id: number): Uint8Array => byId.serialize(sampleOf(id, 0), false);
const data = (writer: string, id: number): Sample => sample(writer, { payload: sampleOf(id, 0) });
/** As we and Cyclone say it. */
const end = (writer: string, id: number, statusInfo: number): Sample =>
  sample(writer, { payload: keyPayloadOf(keyOf(id), 0), isKeyPayload: true, statusInfo });

/** What each sample in turn has made of its instance: "3 ALIVE", and a mark when its end is told. */
function story(...samples: Sample[]): string[] {
  const table = new InstanceTable(byId);
  return samples.map((one) => {
    const reception = table.receive(one);
    if (reception === undefined || reception === 'rejected') return String(reception);
    return `${idOf(reception.instance.key)} ${reception.instance.state}${reception.isNotAliveNow ? '!' : ''}`;
  });
}

describe('an instance', () => {
  it('lives by data, ends by a disposal, and lives again', () => {
    expect(story(data('a', 3), data('b', 3), end('a', 3, DISPOSED), end('b', 3, DISPOSED), data('a', 3))).toEqual([
      '3 ALIVE',
      '3 ALIVE',
      '3 NOT_ALIVE_DISPOSED!',
      '3 NOT_ALIVE_DISPOSED',
      '3 ALIVE',
    ]);
  });

  it('has no writers when the last one that wrote it has unregistered it', () => {
    expect(
      story(
        data('a', 3),
        data('b', 3),
        end('a', 3, UNREGISTERED),
        end('c', 3, UNREGISTERED),
        end('b', 3, UNREGISTERED),
      ),
    ).toEqual(['3 ALIVE', '3 ALIVE', '3 ALIVE', '3 ALIVE', '3 NOT_ALIVE_NO_WRITERS!']);
  });

  it('stays disposed when its writers leave, and is disposed by a word that says both', () => {
    expect(story(data('a', 3), end('a', 3, DISPOSED), end('a', 3, UNREGISTERED))[2]).toBe('3 NOT_ALIVE_DISPOSED');
    expect(story(data('a', 3), end('a', 3, DISPOSED | UNREGISTERED))[1]).toBe('3 NOT_ALIVE_DISPOSED!');
  });

  it('is told of when it is disposed unseen, but not when it is given up unseen', () => {
    expect(story(end('a', 3, DISPOSED), end('a', 4, UNREGISTERED))).toEqual(['3 NOT_ALIVE_DISPOSED!', 'undefined']);
  });

  it('is told by the hash alone, as Fast DDS does, by data that dispose, and not at all by nothing', () => {
    const keyHash = keyHashOf(keyOf(3), byId.maxBytes);
    expect(story(data('a', 3), sample('a', { keyHash, statusInfo: DISPOSED }))[1]).toBe('3 NOT_ALIVE_DISPOSED!');
    expect(story(sample('a', { payload: sampleOf(3, 0), statusInfo: DISPOSED }))).toEqual(['3 NOT_ALIVE_DISPOSED!']);
    expect(story(sample('a', { statusInfo: DISPOSED }))).toEqual(['rejected']);
  });

  it('is told by a hash of another making, once its data have brought that, and is not confused with its like', () => {
    const [strange, stranger] = [new Uint8Array(16).fill(5), new Uint8Array(16).fill(6)];
    const told = story(
      { ...data('a', 3), keyHash: strange },
      sample('a', { keyHash: strange, statusInfo: DISPOSED }),
      { ...data('a', 3), keyHash: stranger },
      sample('a', { keyHash: stranger, statusInfo: UNREGISTERED }),
      sample('a', { keyHash: strange, statusInfo: UNREGISTERED }),
    );
    expect(told).toEqual(['3 ALIVE', '3 NOT_ALIVE_DISPOSED!', '3 ALIVE', '3 NOT_ALIVE_NO_WRITERS!', 'undefined']);
  });

  it('is not told by a payload that is too short for a key, unless its hash is there', () => {
    const short = Uint8Array.of(0, 1, 0, 0);
    const keyHash = keyHashOf(keyOf(3), byId.maxBytes);
    expect(story(sample('a', { payload: short }))).toEqual(['rejected']);
    expect(story(data('a', 3), sample('a', { payload: short, keyHash }))).toEqual(['3 ALIVE', '3 ALIVE']);
  });

  it('has no writers when its only writer is gone; the others do not notice', () => {
    const table = new InstanceTable(byId);
    for (const one of [data('a', 1), data('a', 2), data('b', 2), data('a', 3), end('a', 3, DISPOSED)])
      table.receive(one);
    const left = table.removeWriter('a');
    expect(left.map(({ key, state }) => [idOf(key), state])).toEqual([[1, InstanceState.NOT_ALIVE_NO_WRITERS]]);
    expect(table.removeWriter('a')).toEqual([]);
  });
});

test('instances without end push out the one heard of least recently', () => {
  const table = new InstanceTable(byId);
  const most = LIMITS.instancesPerReader.value;
  for (let id = 0; id < most; id++) table.receive(data('a', id));
  table.receive(data('a', 0));
  table.receive(data('a', most));
  expect(table.size).toBe(most);
  expect(table.receive(end('a', 1, UNREGISTERED))).toBeUndefined();
  expect(table.receive(end('a', 0, UNREGISTERED))).toMatchObject({ isNotAliveNow: true });
});
