import type { Sample } from '../behavior/sample.js';
import { LIMITS } from '../limits.js';
import { StatusInfo } from '../types/status-info.js';
import { keyHashOf, keyHashText, type KeyCodec } from './key.js';

/** DDS 1.4 §2.2.2.5.1.3. */
export const InstanceState = {
  /** Somebody writes it. */
  ALIVE: 'ALIVE',
  /** A writer has said that it is gone. */
  NOT_ALIVE_DISPOSED: 'NOT_ALIVE_DISPOSED',
  /** Nobody has said so, but whoever wrote it has unregistered it or is gone. */
  NOT_ALIVE_NO_WRITERS: 'NOT_ALIVE_NO_WRITERS',
} as const;
export type InstanceState = (typeof InstanceState)[keyof typeof InstanceState];

/** One instance of a keyed topic, as a reader sees it. The object is live: its state changes. */
export interface Instance {
  /** 16 octets. */
  readonly keyHash: Uint8Array;
  /** What `KeyCodec.serialize` has made of it; undefined while only the hash has come. */
  readonly key: Uint8Array | undefined;
  readonly state: InstanceState;
}

interface Entry extends Instance {
  key: Uint8Array | undefined;
  state: InstanceState;
  /** As text, what its writers have called it that hash keys in another way than the specification does. */
  alias: string | undefined;
  /** GUIDs of those who write it. */
  readonly writers: Set<string>;
}

/** What one sample means to a keyed reader. */
export interface Reception {
  readonly instance: Instance;
  /** There is a sample to hand on, not only news of its instance. */
  readonly hasData: boolean;
  /** It has changed the state without data, or after it. */
  readonly isNotAliveNow: boolean;
}

/** The instances that one reader knows, and who writes them (DDS 1.4 §2.2.2.5.1.3). */
export class InstanceTable {
  readonly #codec: KeyCodec;
  /** By hash, those first that were heard of least recently. */
  readonly #entries: Map<string, Entry> = new Map();
  readonly #aliases: Map<string, Entry> = new Map();

  constructor(codec: KeyCodec) {
    this.#codec = codec;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Undefined for a sample that says nothing, or whose key cannot be told. */
  receive(sample: Sample): Reception | 'rejected' | undefined {
    const { statusInfo, payload, isKeyPayload, writer } = sample;
    const key = this.#keyOf(sample);
    const keyHash = key === undefined ? sample.keyHash : keyHashOf(key, this.#codec.maxBytes);
    if (keyHash === undefined) return 'rejected';
    const hasData = payload.byteLength > 0 && !isKeyPayload;
    const isDisposed = (statusInfo & StatusInfo.DISPOSED) !== 0;
    const isUnregistered = (statusInfo & StatusInfo.UNREGISTERED) !== 0;
    const known = this.#find(keyHash);
    // Who gives up what nobody has heard of says nothing.
    if (known === undefined && !hasData && !isDisposed) return undefined;
    const entry = known ?? { keyHash, key, alias: undefined, state: InstanceState.ALIVE, writers: new Set() };
    entry.key ??= key;
    this.#touch(entry);
    if (sample.keyHash !== undefined) this.#alias(entry, keyHashText(sample.keyHash));
    const before = entry.state;
    if (hasData) {
      entry.state = InstanceState.ALIVE;
      entry.writers.add(writer.guidText);
    }
    if (isDisposed) entry.state = InstanceState.NOT_ALIVE_DISPOSED;
    if (isUnregistered) this.#leave(entry, writer.guidText);
    const isNotAliveNow =
      entry.state !== InstanceState.ALIVE && (hasData || known === undefined || entry.state !== before);
    return { instance: entry, hasData, isNotAliveNow };
  }

  /** The instances that nobody writes any more because this writer is gone. */
  removeWriter(guidText: string): readonly Instance[] {
    return [...this.#entries.values()].filter((entry) => this.#leave(entry, guidText));
  }

  /** True: its last writer it was, and that is news. */
  #leave(entry: Entry, guidText: string): boolean {
    if (!entry.writers.delete(guidText) || entry.writers.size > 0 || entry.state !== InstanceState.ALIVE) return false;
    entry.state = InstanceState.NOT_ALIVE_NO_WRITERS;
    return true;
  }

  #find(keyHash: Uint8Array): Entry | undefined {
    const text = keyHashText(keyHash);
    return this.#entries.get(text) ?? this.#aliases.get(text);
  }

  /**
   * Fast DDS's dynamic types take a string's length of now, not the greatest, to decide on an MD5 (3.2.3); its disposals bring the hash
   * alone, but its data have brought it, too.
   */
  #alias(entry: Entry, text: string): void {
    if (text === keyHashText(entry.keyHash) || text === entry.alias) return;
    if (entry.alias !== undefined) this.#aliases.delete(entry.alias);
    entry.alias = text;
    this.#aliases.set(text, entry);
  }

  #keyOf({ payload, isKeyPayload }: Sample): Uint8Array | undefined {
    if (payload.byteLength === 0) return undefined;
    try {
      return this.#codec.serialize(payload, isKeyPayload);
    } catch {
      // It came from outside: what it is worth without a key, the hash beside it tells.
      return undefined;
    }
  }

  #touch(entry: Entry): void {
    const text = keyHashText(entry.keyHash);
    this.#entries.delete(text);
    this.#entries.set(text, entry);
    if (this.#entries.size <= LIMITS.instancesPerReader.value) return;
    const [oldest] = this.#entries.entries();
    if (oldest === undefined) return;
    this.#entries.delete(oldest[0]);
    if (oldest[1].alias !== undefined) this.#aliases.delete(oldest[1].alias);
  }
}
