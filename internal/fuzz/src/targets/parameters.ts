import { ParameterListWriter, walkParameterList } from '@rclts/cdr';
import { Verdict } from '../../../../packages/rtps/src/message/verdict.js';
import { decodeInlineQos, encodeInlineQos } from '../../../../packages/rtps/src/parameters/inline-qos.js';
import { ParameterId } from '../../../../packages/rtps/src/parameters/parameter-id.js';
import { check, type Target } from '../loop/target.js';
import type { Vectors } from './vectors.js';

const MAX_LENGTH = 1_024;

/** Parameter ids as a list begins with them: id and length, little-endian. */
export const parameterHeaders: readonly Uint8Array[] = Object.values(ParameterId).flatMap((pid) =>
  [4, 16, 24].map((length) => Uint8Array.of(pid, pid >>> 8, length, 0)),
);

/** The first octet of an input says the byte order. */
export function parameterListTarget(vectors: Vectors): Target {
  return {
    name: 'parameter-list',
    title: 'walk of a parameter list',
    modules: ['packages/cdr/src/parameter-list.ts'],
    weight: 250,
    maxLength: MAX_LENGTH,
    dictionary: parameterHeaders,
    seeds: () => vectors.participants().map(withByteOrder),
    run(input) {
      const isLittleEndian = ((input[0] ?? 0) & 1) === 1;
      const read: (readonly [pid: number, value: Uint8Array])[] = [];
      let last = 1;
      const end = walkParameterList(input, 1, input.length, isLittleEndian, (pid, offset, length) => {
        check(pid !== 0 && pid !== 1, 'neither padding nor the sentinel is a parameter');
        check(
          offset >= last + 4 && length % 4 === 0 && offset + length <= input.length,
          'a parameter lies in its list',
        );
        last = offset + length;
        read.push([pid, input.subarray(offset, offset + length)]);
      });
      check(end === -1 || (end >= last + 4 && end <= input.length), 'the list ends after its last parameter');
      if (end === -1) return;
      const writer = new ParameterListWriter(isLittleEndian);
      for (const [pid, value] of read) writer.bytes(pid, value);
      const written = writer.finish();
      let again = 0;
      walkParameterList(written, 0, written.length, isLittleEndian, (pid, offset, length) => {
        const [before, value] = read[again++] ?? [];
        const isSame =
          pid === before && value?.length === length && value.every((octet, at) => octet === written[offset + at]);
        check(isSame, 'reads back what it writes');
      });
      check(again === read.length, 'reads back all that it writes');
    },
  };
}

/** The inline QoS of DATA and DATA_FRAG; the first octet says the byte order. */
export function inlineQosTarget(vectors: Vectors): Target {
  const identity = { guid: Uint8Array.from({ length: 16 }, (_, i) => i + 1), sequenceNumber: 7 };
  return {
    name: 'inline-qos',
    title: 'inline QoS',
    modules: ['packages/rtps/src/parameters/inline-qos.ts', 'packages/rtps/src/types/sequence-number.ts'],
    weight: 250,
    maxLength: MAX_LENGTH,
    dictionary: parameterHeaders,
    seeds: () => [
      ...[{ relatedSampleIdentity: identity }, { keyHash: identity.guid, statusInfo: 3 }, {}].map((fields) =>
        Uint8Array.of(1, ...encodeInlineQos(fields)),
      ),
      ...vectors.participants().slice(0, 4).map(withByteOrder),
    ],
    run(input) {
      const { verdict, inlineQos, next } = decodeInlineQos(input, 1, input.length, ((input[0] ?? 0) & 1) === 1);
      if (verdict !== Verdict.OK || inlineQos === undefined) return;
      check(next >= 5 && next <= input.length, 'the list ends in its bytes');
      const written = encodeInlineQos(inlineQos);
      const again = decodeInlineQos(written, 0, written.length, true).inlineQos;
      check(textOf(again) === textOf(inlineQos), `reads back what it writes: ${textOf(again)}, ${textOf(inlineQos)}`);
    },
  };
}

function withByteOrder(payload: Uint8Array): Uint8Array {
  return Uint8Array.of(1, ...payload.subarray(4));
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (part instanceof Uint8Array ? [...part].join() : part));
}
