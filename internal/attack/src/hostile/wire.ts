/** RTPS messages octet by octet (RTPS 2.5 §9.4): what our own writers refuse to write. Little-endian unless the flags say otherwise. */

export const Kind = {
  PAD: 0x01,
  ACKNACK: 0x06,
  HEARTBEAT: 0x07,
  GAP: 0x08,
  INFO_TS: 0x09,
  INFO_SRC: 0x0c,
  INFO_REPLY_IP4: 0x0d,
  INFO_DST: 0x0e,
  INFO_REPLY: 0x0f,
  NACK_FRAG: 0x12,
  HEARTBEAT_FRAG: 0x13,
  DATA: 0x15,
  DATA_FRAG: 0x16,
} as const;

const LITTLE_ENDIAN = 0x01;

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

export function u16(value: number): Uint8Array {
  return Uint8Array.of(value, value >>> 8);
}

export function u32(value: number): Uint8Array {
  return Uint8Array.of(value, value >>> 8, value >>> 16, value >>> 24);
}

/** A sequence number: the high word, then the low one. Takes any number up to 2^64 − 1, and −1. */
export function sn(value: number | bigint): Uint8Array {
  const wide = BigInt.asUintN(64, BigInt(value));
  return join(u32(Number(wide >> 32n)), u32(Number(wide & 0xffff_ffffn)));
}

/** Entity ids are octets in one order. */
export function entity(id: number): Uint8Array {
  return Uint8Array.of(id >>> 24, id >>> 16, id >>> 8, id);
}

export function header(prefix: Uint8Array, vendor: readonly [number, number] = [0, 0]): Uint8Array {
  return join(Uint8Array.of(0x52, 0x54, 0x50, 0x53, 2, 5, ...vendor), prefix);
}

/** `octets`: what the header says of the length; by default the truth. */
export function submessage(kind: number, flags: number, body: Uint8Array, octets: number = body.length): Uint8Array {
  return join(Uint8Array.of(kind, flags | LITTLE_ENDIAN), u16(octets), body);
}

export function infoDst(prefix: Uint8Array): Uint8Array {
  return submessage(Kind.INFO_DST, 0, prefix);
}

/** Who speaks from here on (RTPS 2.5 §8.3.8.10): version, vendor, prefix. */
export function infoSource(prefix: Uint8Array): Uint8Array {
  return submessage(Kind.INFO_SRC, 0, join(u32(0), Uint8Array.of(2, 5, 0, 0), prefix));
}

/** A set as it is announced: `words` of bitmap follow, whatever `numBits` says. */
export function set(base: Uint8Array, numBits: number, words: readonly number[] = []): Uint8Array {
  return join(base, u32(numBits), ...words.map(u32));
}

export function parameter(pid: number, value: Uint8Array, length: number = value.length): Uint8Array {
  return join(u16(pid), u16(length), value);
}

export const SENTINEL: Uint8Array = parameter(1, new Uint8Array(0));

/** A CDR string with its length, padded to four octets. */
export function string(text: string, length: number = text.length + 1): Uint8Array {
  const octets = new TextEncoder().encode(`${text}\0`);
  return join(u32(length), octets, new Uint8Array(-octets.length & 3));
}

export const PL_CDR_LE: Uint8Array = Uint8Array.of(0, 3, 0, 0);
export const CDR_LE: Uint8Array = Uint8Array.of(0, 1, 0, 0);

/** UDPv4. */
export function locator(address: string, port: number, kind: number = 1): Uint8Array {
  return join(u32(kind), u32(port), new Uint8Array(12), Uint8Array.from(address.split('.').map(Number)));
}

export interface DataFields {
  readonly readerId: number;
  readonly writerId: number;
  readonly writerSn: number | bigint;
  readonly inlineQos?: Uint8Array;
  readonly payload?: Uint8Array;
}

const INLINE_QOS = 0x02;
const PAYLOAD = 0x04;

export function data({ readerId, writerId, writerSn, inlineQos, payload }: DataFields): Uint8Array {
  const flags = (inlineQos === undefined ? 0 : INLINE_QOS) | (payload === undefined ? 0 : PAYLOAD);
  const none = new Uint8Array(0);
  return submessage(
    Kind.DATA,
    flags,
    join(u16(0), u16(16), entity(readerId), entity(writerId), sn(writerSn), inlineQos ?? none, payload ?? none),
  );
}

export function heartbeat(
  readerId: number,
  writerId: number,
  first: number | bigint,
  last: number | bigint,
  count: number,
): Uint8Array {
  return submessage(Kind.HEARTBEAT, 0, join(entity(readerId), entity(writerId), sn(first), sn(last), u32(count)));
}

export function gap(readerId: number, writerId: number, start: number | bigint, list: Uint8Array): Uint8Array {
  return submessage(Kind.GAP, 0, join(entity(readerId), entity(writerId), sn(start), list));
}

export function ackNack(readerId: number, writerId: number, state: Uint8Array, count: number): Uint8Array {
  return submessage(Kind.ACKNACK, 0, join(entity(readerId), entity(writerId), state, u32(count)));
}

export interface FragmentFields {
  readonly readerId: number;
  readonly writerId: number;
  readonly writerSn: number | bigint;
  readonly first: number;
  readonly count: number;
  readonly size: number;
  readonly sampleSize: number;
  readonly octets: Uint8Array;
}

export function dataFrag(fields: FragmentFields): Uint8Array {
  return submessage(
    Kind.DATA_FRAG,
    0,
    join(
      u16(0),
      u16(28),
      entity(fields.readerId),
      entity(fields.writerId),
      sn(fields.writerSn),
      u32(fields.first),
      u16(fields.count),
      u16(fields.size),
      u32(fields.sampleSize),
      fields.octets,
    ),
  );
}
