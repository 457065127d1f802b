import type { StatefulReader } from '../../src/behavior/stateful-reader.js';
import type { WriterProxy } from '../../src/behavior/writer-proxy.js';
import { ProtocolBench, READER_ID, WRITER_ID, type PeerOptions } from './protocol-bench.js';
import { setOf } from './writer-bench.js';

/** One reader of ours, and writers that say what the test has them say. */
export class ReaderBench extends ProtocolBench {
  readonly reader: StatefulReader;
  #count = 0;

  constructor(qos: Parameters<ProtocolBench['createReader']>[0] = {}) {
    super();
    this.reader = this.createReader(qos);
  }

  match(options: PeerOptions = {}): WriterProxy {
    const { endpoint, destination } = this.createPeer('writer', options);
    return this.reader.addMatchedWriter(endpoint, destination);
  }

  /** Matches a writer whose first HEARTBEAT, that of an empty history, was seen. */
  matchHeard(options: PeerOptions = {}): WriterProxy {
    const proxy = this.match(options);
    this.heartbeat(proxy, 1, 0);
    this.flush();
    this.now += 1_000;
    return proxy;
  }

  data(proxy: WriterProxy, sn: number, payload: number | Uint8Array = 8): void {
    this.reader.onData(
      proxy,
      {
        readerId: READER_ID,
        writerId: WRITER_ID,
        writerSn: sn,
        inlineQos: undefined,
        payload: typeof payload === 'number' ? new Uint8Array(payload) : payload,
        isKeyPayload: false,
      },
      undefined,
      this.now,
    );
  }

  /** Fragments of a sample of `total` fragments of 100 octets. */
  dataFrag(proxy: WriterProxy, sn: number, first: number, count = 1, total = 10, sampleSize = total * 100): void {
    this.reader.onDataFrag(
      proxy,
      {
        readerId: READER_ID,
        writerId: WRITER_ID,
        writerSn: sn,
        fragmentStartingNum: first,
        fragmentsInSubmessage: count,
        fragmentSize: 100,
        sampleSize,
        inlineQos: undefined,
        isKeyPayload: false,
        fragments: new Uint8Array(count * 100),
      },
      undefined,
      this.now,
    );
  }

  heartbeat(
    proxy: WriterProxy,
    firstSn: number,
    lastSn: number,
    options: { isFinal?: boolean; count?: number } = {},
  ): void {
    this.reader.onHeartbeat(
      proxy,
      {
        readerId: READER_ID,
        writerId: WRITER_ID,
        firstSn,
        lastSn,
        count: options.count ?? ++this.#count,
        isFinal: options.isFinal ?? false,
        isLiveliness: false,
      },
      this.now,
    );
  }

  heartbeatFrag(proxy: WriterProxy, sn: number, lastFragmentNum: number): void {
    this.reader.onHeartbeatFrag(proxy, {
      readerId: READER_ID,
      writerId: WRITER_ID,
      writerSn: sn,
      lastFragmentNum,
      count: ++this.#count,
    });
  }

  gap(proxy: WriterProxy, gapStart: number, base: number, members: readonly number[] = []): void {
    this.reader.onGap(
      proxy,
      { readerId: READER_ID, writerId: WRITER_ID, gapStart, gapList: setOf(base, members) },
      this.now,
    );
  }
}
