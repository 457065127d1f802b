import { decodeEndpointData, decodeEndpointKey, encodeEndpointData } from '../../src/discovery/endpoint-data.js';
import {
  decodeParticipantData,
  decodeParticipantKey,
  encodeParticipantData,
} from '../../src/discovery/participant-data.js';
import { LIMITS } from '../../src/limits.js';
import { walkMessage } from '../../src/message/message-reader.js';
import { ReceiverState } from '../../src/message/receiver-state.js';
import { decodeInlineQos } from '../../src/parameters/inline-qos.js';
import { createGuidPrefix, GUID_PREFIX_UNKNOWN } from '../../src/types/guid.js';
import { GuidPrefixTable } from '../../src/types/guid-prefix-table.js';
import { CheckingHandler } from '../support/checking-handler.js';
import { discoveryVectors, messageVectors } from '../support/golden.js';
import { fromHex } from '../support/hex.js';
import { mutate, Prng, randomBytes } from '../support/prng.js';

const SEED = 0x5eed_0001;
const messages = messageVectors().map(({ hex }) => fromHex(hex));
const announcements = discoveryVectors().flatMap(({ participant, endpoints }) =>
  [participant, ...endpoints].map(({ payload }) => fromHex(payload)),
);

/** Walks `count` inputs; a failure names the seed and the input. */
function walkAll(count: number, make: (random: Prng) => Uint8Array): { shown: number; malformed: number } {
  const random = new Prng(SEED);
  const handler = new CheckingHandler();
  const statistics = { notRtps: 0, malformed: 0, notUnderstood: 0 };
  const table = new GuidPrefixTable({ capacity: 16, seed: SEED });
  const receiver = new ReceiverState(table);
  for (const message of messages.slice(0, 8)) table.intern(message, 8);
  for (let i = 0; i < count; i++) {
    const bytes = make(random);
    handler.bytes = bytes;
    const before = statistics.notUnderstood;
    try {
      walkMessage(bytes, receiver, GUID_PREFIX_UNKNOWN, handler, statistics);
    } catch (cause) {
      throw new Error(`input ${i} of seed ${SEED}: ${Buffer.from(bytes).toString('hex')}`, { cause });
    }
    if (statistics.notUnderstood - before > LIMITS.submessagesPerDatagram.value)
      throw new Error('too many submessages');
  }
  return { shown: handler.shown, malformed: statistics.malformed };
}

describe('walkMessage', () => {
  it('never throws on random bytes, and shows nothing that it should not (60 000 inputs)', () => {
    const header = messages[0]!.subarray(0, 20);
    const { malformed } = walkAll(60_000, (random) => {
      const bytes = randomBytes(random, random.below(300));
      if (random.below(4) > 0) bytes.set(header.subarray(0, bytes.length));
      // Kinds that exist come up seldom by chance.
      if (bytes.length > 24) bytes[20] = [6, 7, 8, 9, 12, 13, 14, 15, 18, 19, 21, 22][random.below(12)]!;
      return bytes;
    });
    expect(malformed).toBeGreaterThan(10_000);
  });

  it('never throws on real messages with mistakes in them (100 000 inputs)', () => {
    const { shown, malformed } = walkAll(100_000, (random) => {
      const message = messages[random.below(messages.length)]!;
      const bytes = mutate(random, message.subarray(0, Math.min(message.length, 4_000)), messages);
      // For us, mostly: what is for others is not looked at.
      for (let at = 20; at + 16 <= bytes.length && bytes[at] === 0x0e && random.below(8) > 0; at += 16)
        bytes.fill(0, at + 4, at + 16);
      return bytes;
    });
    expect(malformed).toBeGreaterThan(10_000);
    expect(shown).toBeGreaterThan(50_000);
  });

  it('stops at the thousandth submessage of a datagram', () => {
    const bytes = new Uint8Array(20 + 4 * 2_000);
    bytes.set(messages[0]!.subarray(0, 20));
    for (let at = 20; at < bytes.length; at += 4) bytes[at] = 0x01;
    const statistics = { notRtps: 0, malformed: 0, notUnderstood: 0 };
    const receiver = new ReceiverState({ find: () => undefined });
    walkMessage(bytes, receiver, createGuidPrefix(bytes, 8), new CheckingHandler(), statistics);
    expect(statistics).toEqual({ notRtps: 0, malformed: 1, notUnderstood: 0 });
  });
});

describe('the decoders of parameter lists', () => {
  it('never throw, and what they accept can be written (30 000 inputs)', () => {
    const random = new Prng(SEED);
    let accepted = 0;
    for (let i = 0; i < 30_000; i++) {
      const original = announcements[random.below(announcements.length)]!;
      const bytes =
        random.below(20) === 0 ? randomBytes(random, random.below(200)) : mutate(random, original, announcements);
      try {
        decodeInlineQos(bytes, 4, bytes.length, random.below(2) === 0);
        decodeParticipantKey(bytes);
        decodeEndpointKey(bytes);
        const participant = decodeParticipantData(bytes);
        if (participant !== undefined) {
          accepted++;
          encodeParticipantData(participant);
        }
        for (const kind of ['reader', 'writer'] as const) {
          const endpoint = decodeEndpointData(bytes, kind);
          if (endpoint === undefined) continue;
          accepted++;
          encodeEndpointData(endpoint, kind);
        }
      } catch (cause) {
        throw new Error(`input ${i} of seed ${SEED}: ${Buffer.from(bytes).toString('hex')}`, { cause });
      }
    }
    expect(accepted).toBeGreaterThan(5_000);
  });
});
