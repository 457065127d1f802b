import type { InlineQos } from '../parameters/inline-qos.js';
import type { SequenceNumber } from '../types/sequence-number.js';
import type { Time } from '../types/time.js';

/** What the map entry and the view of one fragment cost besides its bytes; counted so that tiny fragments are not free. */
const FRAGMENT_OVERHEAD = 96;

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

/** A sample of which some fragments are here. */
interface Assembly {
  readonly sampleSize: number;
  readonly fragmentSize: number;
  readonly total: number;
  readonly isKeyPayload: boolean;
  readonly pieces: Map<number, Uint8Array>;
  /** Lowest fragment number not here yet. */
  firstMissing: number;
  /** Highest fragment number that the writer has told of. */
  announced: number;
  bytes: number;
  inlineQos: InlineQos | undefined;
  sourceTimestamp: Time | undefined;
}

export interface AssembledSample {
  readonly payload: Uint8Array;
  readonly inlineQos: InlineQos | undefined;
  readonly isKeyPayload: boolean;
  readonly sourceTimestamp: Time | undefined;
}

/** Memory of all reassemblies of one participant, shared so that the bound holds over all peers. */
export interface AssemblyBudget {
  bytes: number;
  readonly maxBytes: number;
}

/**
 * Puts fragmented samples of one writer together. Fragments come in any order, of any size, several per submessage,
 * twice. Memory grows with the bytes received, never with the size announced: pieces are kept as they came and joined
 * once, when all are here.
 */
export class FragmentAssembler {
  readonly #budget: AssemblyBudget;
  readonly #maxOpen: number;
  readonly #assemblies = new Map<SequenceNumber, Assembly>();

  constructor(budget: AssemblyBudget, maxOpen: number) {
    this.#budget = budget;
    this.#maxOpen = maxOpen;
  }

  get size(): number {
    return this.#assemblies.size;
  }

  has(sn: SequenceNumber): boolean {
    return this.#assemblies.has(sn);
  }

  /** Adds what a DATA_FRAG carries; returns the whole sample when this was the last piece. */
  add(incoming: IncomingFragments, sourceTimestamp: Time | undefined): AssembledSample | undefined {
    const assembly = this.#assemblies.get(incoming.writerSn) ?? this.#open(incoming);
    // The size and fragment size of a sample are fixed (RTPS 2.5 §8.3.8.3.3): what disagrees is not of this sample.
    if (
      assembly === undefined ||
      assembly.sampleSize !== incoming.sampleSize ||
      assembly.fragmentSize !== incoming.fragmentSize
    )
      return undefined;
    assembly.inlineQos ??= incoming.inlineQos;
    assembly.sourceTimestamp ??= sourceTimestamp;
    const { fragmentSize, sampleSize, total } = assembly;
    const bytes = incoming.fragments;
    for (let i = 0; i < incoming.fragmentsInSubmessage; i++) {
      const number = incoming.fragmentStartingNum + i;
      const start = i * fragmentSize;
      const length = number === total ? sampleSize - (total - 1) * fragmentSize : fragmentSize;
      if (number < 1 || number > total || start + length > bytes.byteLength) break;
      if (assembly.pieces.has(number) || !this.#reserve(assembly, length, incoming.writerSn)) continue;
      assembly.pieces.set(number, bytes.subarray(start, start + length));
    }
    assembly.announced = Math.max(
      assembly.announced,
      Math.min(total, incoming.fragmentStartingNum + incoming.fragmentsInSubmessage - 1),
    );
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

  /** Visits up to `limit` missing fragments from the first missing one on, within a window of 256; returns the base. */
  forEachMissing(sn: SequenceNumber, visit: (fragmentNum: number) => void): number {
    const assembly = this.#assemblies.get(sn);
    if (assembly === undefined) return 0;
    const last = Math.min(assembly.announced, assembly.firstMissing + 255);
    for (let n = assembly.firstMissing; n <= last; n++) if (!assembly.pieces.has(n)) visit(n);
    return assembly.firstMissing;
  }

  openSequenceNumbers(): Iterable<SequenceNumber> {
    return this.#assemblies.keys();
  }

  drop(sn: SequenceNumber): void {
    const assembly = this.#assemblies.get(sn);
    if (assembly === undefined) return;
    this.#assemblies.delete(sn);
    this.#budget.bytes -= assembly.bytes;
  }

  dropBelow(sn: SequenceNumber): void {
    for (const open of this.#assemblies.keys()) if (open < sn) this.drop(open);
  }

  clear(): void {
    this.dropBelow(Infinity);
  }

  #open(incoming: IncomingFragments): Assembly | undefined {
    if (this.#assemblies.size >= this.#maxOpen) {
      // At the limit the newest sample is kept out, unless it is older than one held: the lowest must complete first.
      const newest = Math.max(...this.#assemblies.keys());
      if (incoming.writerSn > newest) return undefined;
      this.drop(newest);
    }
    const assembly: Assembly = {
      sampleSize: incoming.sampleSize,
      fragmentSize: incoming.fragmentSize,
      total: Math.ceil(incoming.sampleSize / incoming.fragmentSize),
      isKeyPayload: incoming.isKeyPayload,
      pieces: new Map(),
      firstMissing: 1,
      announced: 0,
      bytes: 0,
      inlineQos: incoming.inlineQos,
      sourceTimestamp: undefined,
    };
    this.#assemblies.set(incoming.writerSn, assembly);
    return assembly;
  }

  #reserve(assembly: Assembly, length: number, sn: SequenceNumber): boolean {
    const cost = length + FRAGMENT_OVERHEAD;
    if (this.#budget.bytes + cost > this.#budget.maxBytes) {
      // Make room from a newer sample of the same writer; another writer's memory is not ours to take.
      const newest = Math.max(...this.#assemblies.keys());
      if (newest <= sn) return false;
      this.drop(newest);
      if (this.#budget.bytes + cost > this.#budget.maxBytes) return false;
    }
    this.#budget.bytes += cost;
    assembly.bytes += cost;
    return true;
  }
}

/** One copy into a buffer whose body (after the encapsulation header) is 8-aligned, so that typed arrays can be views. */
function join(assembly: Assembly): Uint8Array {
  const payload = new Uint8Array(new ArrayBuffer(assembly.sampleSize + 4), 4);
  for (const [number, piece] of assembly.pieces) payload.set(piece, (number - 1) * assembly.fragmentSize);
  return payload;
}
