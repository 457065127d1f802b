import { LIMITS } from '../limits.js';
import type { InlineQos } from '../parameters/inline-qos.js';
import type { SequenceNumber } from '../types/sequence-number.js';
import type { Time } from '../types/time.js';
import type { Assembly, AssemblyBudget } from './assembly-budget.js';

/** What the map entry and the view of one fragment cost besides its bytes; counted so that tiny fragments are not free. */
const FRAGMENT_OVERHEAD = 96;

/** One NACK_FRAG asks for at most so many fragments in a row (RTPS 2.5 §9.4.2.8). */
const NACK_FRAG_REACH = 256;

/** Of all who have nothing to put together, which most never have: nothing is ever added to this one. */
const NONE_OPEN = new Map<SequenceNumber, Assembly>();

/** Fields of a DATA_FRAG that reassembly needs (RTPS 2.5 §8.3.8.3). */
export interface IncomingFragments {
  readonly writerSn: SequenceNumber;
  readonly fragmentStartingNum: number;
  readonly fragmentsInSubmessage: number;
  readonly fragmentSize: number;
  readonly sampleSize: number;
  readonly inlineQos: InlineQos | undefined;
  readonly isKeyPayload: boolean;
  readonly fragments: Uint8Array;
}

export interface AssembledSample {
  readonly payload: Uint8Array;
  readonly inlineQos: InlineQos | undefined;
  readonly isKeyPayload: boolean;
  readonly sourceTimestamp: Time | undefined;
}

/**
 * Puts fragmented samples of one writer together. Fragments come in any order, of any size, several per submessage,
 * twice. Memory grows with the bytes received, never with the size announced: pieces are kept as they came and joined
 * once, when all are here.
 */
export class FragmentAssembler {
  readonly #budget: AssemblyBudget;
  readonly #isReliable: boolean;
  #assemblies = NONE_OPEN;

  /** `isReliable`: what is dropped comes again, so the oldest sample has precedence; else the newest has. */
  constructor(budget: AssemblyBudget, isReliable: boolean) {
    this.#budget = budget;
    this.#isReliable = isReliable;
  }

  get size(): number {
    return this.#assemblies.size;
  }

  has(sn: SequenceNumber): boolean {
    return this.#assemblies.has(sn);
  }

  /** Adds what a DATA_FRAG carries; returns the whole sample when this was the last piece. */
  add(incoming: IncomingFragments, sourceTimestamp: Time | undefined, now: number): AssembledSample | undefined {
    const assembly = this.#find(incoming, now) ?? this.#open(incoming, now);
    if (assembly === undefined) return undefined;
    assembly.inlineQos ??= incoming.inlineQos;
    assembly.sourceTimestamp ??= sourceTimestamp;
    if (this.#take(assembly, incoming, now)) this.#budget.touch(assembly, now);
    const { total } = assembly;
    const lastOfThese = incoming.fragmentStartingNum + incoming.fragmentsInSubmessage - 1;
    if (lastOfThese > assembly.announced) assembly.announced = lastOfThese > total ? total : lastOfThese;
    while (assembly.pieces.has(assembly.firstMissing)) assembly.firstMissing += 1;
    if (assembly.firstMissing <= total) return undefined;
    this.drop(incoming.writerSn);
    return {
      payload: join(assembly),
      inlineQos: assembly.inlineQos,
      isKeyPayload: assembly.isKeyPayload,
      sourceTimestamp: assembly.sourceTimestamp,
    };
  }

  /** A HEARTBEAT_FRAG tells that fragments up to `lastFragmentNum` were sent; false when the sample is not open. */
  announce(sn: SequenceNumber, lastFragmentNum: number): boolean {
    const assembly = this.#assemblies.get(sn);
    if (assembly === undefined) return false;
    assembly.announced = Math.max(assembly.announced, Math.min(assembly.total, lastFragmentNum));
    return true;
  }

  /** A HEARTBEAT that covers the sample says that all its fragments may be asked for. */
  announceWhole(sn: SequenceNumber): void {
    const assembly = this.#assemblies.get(sn);
    if (assembly !== undefined) assembly.announced = assembly.total;
  }

  /** Visits the missing fragments that are announced, from the first one on as far as one NACK_FRAG reaches; returns how far. */
  forEachMissing(sn: SequenceNumber, visit: (fragmentNum: number) => void): number {
    const assembly = this.#assemblies.get(sn);
    if (assembly === undefined) return 0;
    const last = Math.min(assembly.announced, assembly.firstMissing + NACK_FRAG_REACH - 1);
    for (let n = assembly.firstMissing; n <= last; n++) if (!assembly.pieces.has(n)) visit(n);
    return last;
  }

  openSequenceNumbers(): Iterable<SequenceNumber> {
    return this.#assemblies.keys();
  }

  drop(sn: SequenceNumber): void {
    const assembly = this.#assemblies.get(sn);
    if (assembly === undefined) return;
    this.#assemblies.delete(sn);
    this.#budget.release(assembly);
  }

  dropBelow(sn: SequenceNumber): void {
    if (this.#assemblies.size === 0) return;
    for (const open of this.#assemblies.keys()) if (open < sn) this.drop(open);
  }

  clear(): void {
    this.dropBelow(Infinity);
  }

  /** Keeps the pieces that are new; whether there were any. */
  #take(assembly: Assembly, incoming: IncomingFragments, now: number): boolean {
    const { pieces, total, sampleSize, fragmentSize } = assembly;
    const { fragments, fragmentStartingNum, fragmentsInSubmessage } = incoming;
    const missing: number[] = [];
    let bytes = 0;
    for (let i = 0; i < fragmentsInSubmessage; i++) {
      const number = fragmentStartingNum + i;
      const end =
        number === total ? i * fragmentSize + sampleSize - (total - 1) * fragmentSize : (i + 1) * fragmentSize;
      if (number < 1 || number > total || end > fragments.byteLength) break;
      if (pieces.has(number)) continue;
      missing.push(i);
      bytes += end - i * fragmentSize;
    }
    // A little that is new must not pin a large datagram of which the rest was here before.
    const isWorthKeeping = bytes * 2 >= fragments.buffer.byteLength;
    for (const i of missing) {
      const start = i * fragmentSize;
      const piece = fragments.subarray(start, Math.min(start + fragmentSize, fragments.byteLength));
      if (!this.#reserve(assembly, piece.byteLength + FRAGMENT_OVERHEAD, now)) return false;
      pieces.set(fragmentStartingNum + i, isWorthKeeping ? piece : piece.slice());
    }
    return missing.length > 0;
  }

  /** The open assembly that these fragments are of. */
  #find(incoming: IncomingFragments, now: number): Assembly | undefined {
    const assembly = this.#assemblies.get(incoming.writerSn);
    if (assembly === undefined) return undefined;
    if (assembly.sampleSize === incoming.sampleSize && assembly.fragmentSize === incoming.fragmentSize) return assembly;
    // Both sizes are fixed (RTPS 2.5 §8.3.8.3.3): one of the two is not of this sample. Which goes on, is.
    if (this.#budget.isIdle(assembly, now)) this.drop(incoming.writerSn);
    return undefined;
  }

  #open(incoming: IncomingFragments, now: number): Assembly | undefined {
    const { writerSn, sampleSize, fragmentSize } = incoming;
    if (this.#assemblies.has(writerSn) || sampleSize > LIMITS.sampleBytes.value) return undefined;
    if (this.#assemblies.size >= LIMITS.openReassembliesPerWriter.value && !this.#makePlaceFor(writerSn))
      return undefined;
    const assembly: Assembly = {
      owner: this,
      sn: writerSn,
      sampleSize,
      fragmentSize,
      total: Math.ceil(sampleSize / fragmentSize),
      isKeyPayload: incoming.isKeyPayload,
      pieces: new Map(),
      firstMissing: 1,
      announced: 0,
      bytes: 0,
      touchedAt: now,
      inlineQos: incoming.inlineQos,
      sourceTimestamp: undefined,
    };
    if (this.#assemblies === NONE_OPEN) this.#assemblies = new Map();
    this.#assemblies.set(writerSn, assembly);
    this.#budget.touch(assembly, now);
    return assembly;
  }

  /** At the limit: what is dropped is the sample that can wait longest, which may be the new one. */
  #makePlaceFor(sn: SequenceNumber): boolean {
    const held = [...this.#assemblies.keys()];
    const victim = this.#isReliable ? Math.max(...held) : Math.min(...held);
    if (this.#isReliable ? sn >= victim : sn <= victim) return false;
    this.drop(victim);
    return true;
  }

  #reserve(assembly: Assembly, cost: number, now: number): boolean {
    if (this.#budget.reserve(assembly, cost, now)) return true;
    // Room from another sample of the same writer, in the order of precedence; another writer's memory is not ours.
    return this.#makePlaceFor(assembly.sn) && this.#budget.reserve(assembly, cost, now);
  }
}

/** One copy into a buffer whose body (after the encapsulation header) is 8-aligned, so that typed arrays can be views. */
function join(assembly: Assembly): Uint8Array {
  const payload = new Uint8Array(new ArrayBuffer(assembly.sampleSize + 4), 4);
  for (const [number, piece] of assembly.pieces) payload.set(piece, (number - 1) * assembly.fragmentSize);
  return payload;
}
