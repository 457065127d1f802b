/** Smaller ones cost next to nothing: those of some octets live in the heap itself. */
const MIN_BYTES = 1024;
/** Kept at most, in all: a history of ordinary samples. */
const MAX_BYTES = 512 * 1024;

/**
 * The buffers of samples that a history has forgotten, for samples to come. At a thousand samples of 10 kB a second their buffers are
 * most of what a process throws away, and what was thrown away stays resident until the collector comes by: tens of megabytes.
 */
export class SpareBuffers {
  readonly #buffers: ArrayBuffer[] = [];
  #bytes = 0;

  /** Takes over all of the buffer that `payload` lies in. */
  add(payload: Uint8Array): void {
    if (payload.byteLength < MIN_BYTES) return;
    const buffer = payload.buffer as ArrayBuffer;
    if (this.#bytes + buffer.byteLength > MAX_BYTES) return;
    this.#buffers.push(buffer);
    this.#bytes += buffer.byteLength;
  }

  /** Gives one away, the one that was added last; undefined: there is none. */
  take(): Uint8Array | undefined {
    const buffer = this.#buffers.pop();
    if (buffer === undefined) return undefined;
    this.#bytes -= buffer.byteLength;
    return new Uint8Array(buffer);
  }
}
