/** One thing that happened in a simulated network. */
export interface TraceEntry {
  readonly time: number;
  readonly kind: TraceKind;
  readonly from: string;
  readonly to: string;
  readonly note: string;
  /** Of the datagram; empty for other entries. */
  readonly bytes: Uint8Array;
}

export type TraceKind = 'send' | 'deliver' | 'lose' | 'refuse' | 'unreachable' | 'note' | 'kill' | 'close';

// Jest's sandbox looks globals up some hundred times slower than a module's constants.
const { imul } = Math;

const FNV_OFFSET = 0x811c_9dc5;
const FNV_PRIME = 0x0100_0193;
const NO_BYTES = new Uint8Array(0);

/**
 * What happened: always as a running hash, to tell whether two runs were the same, and, when asked for, as the last
 * entries in full, to read.
 */
export class Trace {
  readonly #kept: TraceEntry[] = [];
  readonly #limit: number;
  readonly #scratch = new Float64Array(1);
  readonly #scratchWords = new Uint32Array(this.#scratch.buffer);
  readonly #counts = new Map<TraceKind, number>();
  #hash = FNV_OFFSET;
  #entries = 0;

  /** Keeps the last `limit` entries; 0: none. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Of everything that ever happened: times, places, bytes. */
  get hash(): string {
    return `${this.#hash.toString(16).padStart(8, '0')}-${this.#entries}`;
  }

  count(kind: TraceKind): number {
    return this.#counts.get(kind) ?? 0;
  }

  /** @param fingerprint - of the bytes, where the caller has it: a datagram is sent once and delivered often */
  add(
    time: number,
    kind: TraceKind,
    from: string,
    to = '',
    note = '',
    bytes: Uint8Array = NO_BYTES,
    fingerprint: number = fingerprintOf(bytes),
  ): void {
    this.#entries += 1;
    this.#counts.set(kind, this.count(kind) + 1);
    this.#scratch[0] = time;
    let hash = foldWord(this.#hash, this.#scratchWords[0] as number);
    hash = foldWord(hash, this.#scratchWords[1] as number);
    hash = foldText(foldText(foldText(foldText(hash, kind), from), to), note);
    this.#hash = foldWord(hash, fingerprint) >>> 0;
    if (this.#limit === 0) return;
    if (this.#kept.length >= 2 * this.#limit) this.#kept.splice(0, this.#limit);
    this.#kept.push({ time, kind, from, to, note, bytes });
  }

  /** The entries that were kept, oldest first. */
  get entries(): readonly TraceEntry[] {
    return this.#kept.slice(-this.#limit);
  }

  /** For people: one line an entry. */
  toString(): string {
    return this.entries.map(formatEntry).join('\n');
  }
}

function formatEntry({ time, kind, from, to, note, bytes }: TraceEntry): string {
  const route = to === '' ? from : `${from} → ${to}`;
  const payload = bytes.length === 0 ? '' : `${String(bytes.length).padStart(5)} B  ${describeRtps(bytes)}`;
  return `${time.toFixed(3).padStart(12)}  ${kind.padEnd(11)} ${route.padEnd(44)} ${note}${payload}`;
}

/** Submessages by id, as RTPS 2.5 §9.4.5.1.1 lists them. */
const SUBMESSAGE_NAMES: Readonly<Record<number, string>> = {
  0x01: 'PAD',
  0x06: 'ACKNACK',
  0x07: 'HEARTBEAT',
  0x08: 'GAP',
  0x09: 'INFO_TS',
  0x0c: 'INFO_SRC',
  0x0d: 'INFO_REPLY_IP4',
  0x0e: 'INFO_DST',
  0x0f: 'INFO_REPLY',
  0x12: 'NACK_FRAG',
  0x13: 'HEARTBEAT_FRAG',
  0x15: 'DATA',
  0x16: 'DATA_FRAG',
};

/**
 * What is in a datagram, in a word a submessage, with the sequence numbers that matter. Made apart from the product's own
 * reader on purpose: a trace has to be right when that one is not.
 */
function describeRtps(bytes: Uint8Array): string {
  if (bytes.length < 20 || bytes[0] !== 0x52 || bytes[1] !== 0x54) return 'not RTPS';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const words: string[] = [];
  for (let at = 20; at + 4 <= bytes.length;) {
    const id = view.getUint8(at);
    const flags = view.getUint8(at + 1);
    const little = (flags & 1) === 1;
    const length = view.getUint16(at + 2, little);
    const end = length === 0 && id !== 0x01 && id !== 0x09 ? bytes.length : Math.min(at + 4 + length, bytes.length);
    words.push(describeSubmessage(view, id, flags, at + 4, end, little));
    at = end;
  }
  return words.join(' ');
}

function describeSubmessage(
  view: DataView,
  id: number,
  flags: number,
  at: number,
  end: number,
  little: boolean,
): string {
  const name = SUBMESSAGE_NAMES[id] ?? `0x${id.toString(16)}`;
  const number = (offset: number): string => {
    if (offset + 8 > end) return '?';
    return String(view.getInt32(offset, little) * 2 ** 32 + view.getUint32(offset + 4, little));
  };
  const writer = (offset: number): string =>
    offset + 4 > end ? '?' : view.getUint32(offset, false).toString(16).padStart(8, '0');
  const final = (flags & 2) === 2 ? '·F' : '';
  switch (name) {
    case 'DATA':
      return `DATA(${writer(at + 8)} #${number(at + 12)})`;
    case 'DATA_FRAG':
      return `DATA_FRAG(${writer(at + 8)} #${number(at + 12)}.${at + 24 <= end ? view.getUint32(at + 20, little) : '?'})`;
    case 'HEARTBEAT':
      return `HEARTBEAT${final}(${writer(at + 4)} ${number(at + 8)}..${number(at + 16)})`;
    case 'GAP':
      return `GAP(${writer(at + 4)} ${number(at + 8)}..${number(at + 16)})`;
    case 'ACKNACK': {
      const bits = at + 20 <= end ? view.getUint32(at + 16, little) : 0;
      return `ACKNACK${final}(${writer(at + 4)} base ${number(at + 8)} +${bits})`;
    }
    case 'NACK_FRAG':
    case 'HEARTBEAT_FRAG':
      return `${name}(${writer(at + 4)} #${number(at + 8)})`;
    default:
      return name;
  }
}

/** A hash of these bytes, and of how many they are. */
export function fingerprintOf(bytes: Uint8Array): number {
  let hash = foldWord(FNV_OFFSET, bytes.length);
  const whole = bytes.length - (bytes.length % 4);
  // By words: most of what a long campaign adds to the code under test is this.
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const words = new Uint32Array(aligned.buffer, aligned.byteOffset, whole / 4);
  for (let at = 0; at < words.length; at += 1) hash = foldWord(hash, words[at] as number);
  for (let at = whole; at < bytes.length; at += 1) hash = foldWord(hash, bytes[at] as number);
  return hash;
}

/** FNV, shifted so that the upper bits of a word reach the lower ones of the hash. */
function foldWord(hash: number, word: number): number {
  const mixed = imul(hash ^ word, FNV_PRIME);
  return mixed ^ (mixed >>> 15);
}

function foldText(hash: number, text: string): number {
  for (let at = 0; at < text.length; at += 1) hash = imul(hash ^ text.charCodeAt(at), FNV_PRIME);
  return imul(hash ^ 0xff, FNV_PRIME);
}
