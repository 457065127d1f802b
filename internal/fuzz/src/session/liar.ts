import type { Random } from '../../../sim/src/random.js';
import { concatenate, Mutator } from '../loop/mutator.js';

const HEADER = 20;
const MAX_LENGTH = 2_048;
const INFO_DST_KIND = 0x0e;

/** Offsets of 32-bit words after the submessage header, by submessage id (RTPS 2.5 §9.4.5): what a liar would change. */
const FIELDS: ReadonlyMap<number, readonly number[]> = new Map([
  [0x06, [16, 20, 24]], // ACKNACK: numBits, bitmap, count
  [0x07, [24]], // HEARTBEAT: count
  [0x08, [24, 28]], // GAP: numBits, bitmap
  [0x12, [16, 20, 24, 28]], // NACK_FRAG: base, numBits, bitmap, count
  [0x13, [16, 20]], // HEARTBEAT_FRAG: last, count
  [0x15, [24, 28, 32]], // DATA: inline QoS or payload
  [0x16, [20, 20, 24, 28]], // DATA_FRAG: start, count and size, sampleSize
]);

/** Low words of sequence numbers; of a range the first and the last. */
const NUMBERS: ReadonlyMap<number, readonly number[]> = new Map([
  [0x06, [12]],
  [0x07, [12, 20]],
  [0x08, [12, 20]],
  [0x12, [12]],
  [0x13, [12]],
  [0x15, [16]],
  [0x16, [16]],
]);

/** High words of sequence numbers: lies of 2^32 and more. */
const HIGH_WORDS: ReadonlyMap<number, readonly number[]> = new Map([
  [0x06, [8]],
  [0x07, [8, 16]],
  [0x08, [8, 16]],
  [0x12, [8]],
  [0x13, [8]],
  [0x15, [12]],
  [0x16, [12]],
]);

const EXTREMES = [0, 1, 2, 3, 4, 255, 256, 257, 1_024, 65_535, 65_536, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];

interface Template {
  readonly kind: number;
  readonly bytes: Uint8Array;
}

/**
 * Makes datagrams in the friend's name: submessages of the real session, put together anew with fields that lie; whole
 * messages with broken octets; messages of other implementations in the friend's name.
 */
export class Liar {
  readonly #random: Random;
  readonly #mutator: Mutator;
  readonly #messages: readonly Uint8Array[];
  readonly #foreign: readonly Uint8Array[];
  readonly #templates: readonly Template[];
  readonly #byKind: ReadonlyMap<number, readonly Template[]>;
  readonly #kinds: readonly number[];
  readonly #entityIds: readonly Uint8Array[];
  readonly #header: Uint8Array;
  #sequenceNumber = 1;

  constructor(
    random: Random,
    messages: readonly Uint8Array[],
    foreign: readonly Uint8Array[],
    friend: Uint8Array,
    target: Uint8Array,
  ) {
    this.#random = random;
    this.#mutator = new Mutator(random, MAX_LENGTH);
    this.#messages = messages.filter(({ length }) => length <= MAX_LENGTH);
    this.#foreign = foreign.map((message) => {
      const copy = message.slice();
      copy.set(friend, 8);
      return copy;
    });
    this.#templates = [...messages, ...this.#foreign]
      .flatMap(submessagesOf)
      .filter(({ kind }) => kind !== INFO_DST_KIND);
    const byKind = new Map<number, Template[]>();
    for (const template of this.#templates) byKind.set(template.kind, [...(byKind.get(template.kind) ?? []), template]);
    this.#byKind = byKind;
    // Those that do something, and now and then any other.
    this.#kinds = [...FIELDS.keys()].filter((kind) => byKind.has(kind));
    const ids = new Map<string, Uint8Array>();
    for (const { kind, bytes } of messages.flatMap(submessagesOf))
      for (const at of kind === 0x15 || kind === 0x16 ? [8, 12] : FIELDS.has(kind) ? [4, 8] : []) {
        const id = bytes.slice(at, at + 4);
        ids.set(String(id), id);
      }
    this.#entityIds = [...ids.values()];
    const infoDst = Uint8Array.from([INFO_DST_KIND, 1, 12, 0, ...target]);
    this.#header = Uint8Array.from([...(messages[0] ?? new Uint8Array(8)).subarray(0, 8), ...friend, ...infoDst]);
  }

  next(): Uint8Array {
    const random = this.#random;
    switch (random.integer(10)) {
      case 0: {
        const original = pick(random, this.#messages);
        const broken = this.#mutator.mutate(original, pick(random, this.#messages));
        // Mostly still an RTPS message of the friend's, else it would not get far.
        if (random.integer(16) > 0 && broken.length >= HEADER) broken.set(original.subarray(0, HEADER));
        return broken;
      }
      case 1:
        return this.#mutator.mutate(pick(random, this.#foreign), pick(random, this.#foreign));
      default:
        return this.#assemble();
    }
  }

  #assemble(): Uint8Array {
    const random = this.#random;
    const parts: Uint8Array[] = [this.#header];
    for (let left = 1 + random.integer(4); left > 0; left--) {
      // Rare kinds as often as common ones.
      const ofKind = random.integer(16) === 0 ? undefined : this.#byKind.get(pick(random, this.#kinds));
      parts.push(this.#lie(pick(random, ofKind ?? this.#templates)));
    }
    return concatenate(...parts);
  }

  #lie({ kind, bytes }: Template): Uint8Array {
    const random = this.#random;
    const copy = bytes.slice();
    const fields = FIELDS.get(kind);
    if (fields === undefined || copy.length < 12) return copy;
    const view = new DataView(copy.buffer);
    const isLittleEndian = (copy[1] ?? 0) % 2 === 1;
    const change = (at: number, to: (value: number) => number): void => {
      if (at + 8 <= copy.length) view.setUint32(at + 4, to(view.getUint32(at + 4, isLittleEndian)), isLittleEndian);
    };
    for (let left = random.integer(5) - 2; left > 0; left--) change(pick(random, fields), (value) => this.#word(value));
    if (random.integer(40) === 0) change(pick(random, HIGH_WORDS.get(kind) ?? fields), (value) => this.#word(value));
    // All talk of about the same samples, and get on slowly: only so do they meet.
    if (random.integer(8) > 0) {
      const near = Math.floor((this.#sequenceNumber += 0.04)) + random.integer(8);
      const [first = 0, second = 0] = NUMBERS.get(kind) ?? [];
      if (second === 0 || random.integer(8) === 0) change(first, () => near);
      if (second > 0) change(second, () => near + random.integer(6));
    }
    const idAt = kind === 0x15 || kind === 0x16 ? 8 : 4;
    switch (random.integer(24)) {
      case 0:
        copy.set(pick(random, this.#entityIds), idAt);
        break;
      case 1:
        copy.set(pick(random, this.#entityIds), idAt + 4);
        break;
      case 2:
        copy[1] = (copy[1] ?? 0) ^ (1 << random.integer(5));
        break;
      case 3:
        view.setUint16(2, random.integer(copy.length + 8), true);
        break;
      case 4:
        copy.fill(random.uint32(), random.integer(copy.length));
        break;
    }
    return copy;
  }

  #word(value: number): number {
    const random = this.#random;
    switch (random.integer(12)) {
      case 0:
        return pick(random, EXTREMES);
      case 1:
        return random.uint32();
      default:
        return (value + random.integer(40) - 8) >>> 0;
    }
  }
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[random.integer(items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

function submessagesOf(message: Uint8Array): Template[] {
  const found: Template[] = [];
  for (let at = HEADER; at + 4 <= message.length;) {
    const isLittleEndian = (message[at + 1] ?? 0) % 2 === 1;
    const length = new DataView(message.buffer, message.byteOffset).getUint16(at + 2, isLittleEndian);
    const end = length === 0 ? message.length : Math.min(message.length, at + 4 + length);
    found.push({ kind: message[at] ?? 0, bytes: message.slice(at, end) });
    at = end;
  }
  return found;
}
