import type { ReaderProxy } from '../../src/behavior/reader-proxy.js';
import type { StatefulWriter } from '../../src/behavior/stateful-writer.js';
import { NumberSet } from '../../src/types/number-set.js';
import type { EntityId } from '../../src/types/entity-id.js';
import type { ChangeContent, PickedContent } from '../../src/behavior/cache-change.js';
import { ProtocolBench, READER_ID, WRITER_ID, type PeerOptions } from './protocol-bench.js';

type WriterOptions = Parameters<ProtocolBench['createWriter']>;

/** One writer of ours, and readers that say what the test has them say. */
export class WriterBench extends ProtocolBench {
  readonly writer: StatefulWriter;
  #count = 0;

  constructor(qos: WriterOptions[0] = {}, options: WriterOptions[1] = {}) {
    super();
    this.writer = this.createWriter(qos, options);
  }

  /** Matches a reader; it has not said anything yet. */
  match(options: PeerOptions = {}): ReaderProxy {
    const { endpoint, destination } = this.createPeer('reader', options);
    return this.writer.addMatchedReader(endpoint, destination);
  }

  /** Matches a reader that has seen the first HEARTBEAT and answered it. */
  matchHeard(options: PeerOptions = {}): ReaderProxy {
    const proxy = this.match(options);
    this.flush();
    this.ack(proxy, this.writer.lastSn + 1);
    this.flush();
    return proxy;
  }

  write(
    payload: number | Uint8Array = 8,
    options: {
      relevantTo?: readonly ReaderProxy[];
      instance?: string;
      isDispose?: boolean;
      isKeyPayload?: boolean;
      isReclaimable?: boolean;
      inlineQos?: Uint8Array;
      variants?: ReadonlyMap<string, ChangeContent>;
      picked?: readonly PickedContent[];
    } = {},
  ): number {
    const { relevantTo, ...others } = options;
    return this.writer.write(this.now, typeof payload === 'number' ? new Uint8Array(payload).fill(7) : payload, {
      ...others,
      relevantTo: relevantTo && new Set(relevantTo.map((proxy) => proxy.groupKey)),
      sourceTimestamp: { sec: 1, nanosec: 0 },
    });
  }

  /** ACKNACK: all below `base` is here, `missing` is not. */
  ack(
    proxy: ReaderProxy,
    base: number,
    missing: readonly number[] = [],
    options: { isFinal?: boolean; count?: number; upTo?: number } = {},
  ): void {
    this.writer.onAckNack(
      proxy,
      {
        readerId: READER_ID,
        writerId: WRITER_ID,
        readerSnState: setOf(base, missing, options.upTo),
        count: options.count ?? ++this.#count,
        isFinal: options.isFinal ?? missing.length === 0,
      },
      this.now,
    );
  }

  nackFrag(proxy: ReaderProxy, sn: number, base: number, missing: readonly number[], upTo?: number): void {
    this.writer.onNackFrag(
      proxy,
      {
        readerId: READER_ID as EntityId,
        writerId: WRITER_ID,
        writerSn: sn,
        fragmentNumberState: setOf(base, missing, upTo),
        count: ++this.#count,
      },
      this.now,
    );
  }
}

export function setOf(base: number, members: readonly number[], upTo?: number): NumberSet {
  const set = new NumberSet().clear(base);
  for (const member of members) if (!set.add(member)) throw new RangeError(`${member} is too far from ${base}`);
  if (upTo !== undefined) set.numBits = Math.max(set.numBits, upTo - base + 1);
  return set;
}

/** `from`, `from + 1` … `to`. */
export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
