const HEADER = 2;
const MOST = 1 << 17;

/**
 * Where the fuzzing thread leaves the input it is at, so that the other one can tell what it hangs in. Shared memory: a count, a
 * length, the octets.
 */
export class Wire {
  readonly shared: SharedArrayBuffer;
  readonly #header: Int32Array;
  readonly #bytes: Uint8Array;

  constructor(shared: SharedArrayBuffer = new SharedArrayBuffer(HEADER * 4 + MOST)) {
    this.shared = shared;
    this.#header = new Int32Array(shared, 0, HEADER);
    this.#bytes = new Uint8Array(shared, HEADER * 4);
  }

  /** This input is next. */
  begin(input: Uint8Array): void {
    this.#header[1] = Math.min(input.length, MOST);
    this.#bytes.set(input.length > MOST ? input.subarray(0, MOST) : input);
    Atomics.add(this.#header, 0, 1);
  }

  /** Changes with every input. */
  get count(): number {
    return Atomics.load(this.#header, 0);
  }

  get input(): Uint8Array {
    return new Uint8Array(this.#bytes.subarray(0, this.#header[1] ?? 0));
  }
}
