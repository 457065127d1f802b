/** The longest body of an IP packet. */
const MAX_BODY_BYTES = 65_535;
/** Packets under way at once; the oldest makes room. A capture of lost fragments holds at most 16 MB. */
const MAX_PACKETS = 256;

interface Partial {
  readonly bytes: Uint8Array;
  /** Octets that have come. Fragments that overlap are counted twice: IP stacks do not make them. */
  received: number;
  /** Known with the last fragment. */
  length: number | undefined;
}

/** Puts IP packets together that were cut up on the way (RFC 791, RFC 8200 §4.5), in any order. */
export class FragmentedPackets {
  readonly #partials = new Map<string, Partial>();

  /** The whole body that this fragment completes, `body` itself if it was never cut; undefined while parts are missing. */
  add(key: string, offset: number, moreFollow: boolean, body: Uint8Array): Uint8Array | undefined {
    if (offset === 0 && !moreFollow) return body;
    if (offset + body.length > MAX_BODY_BYTES) return undefined;
    const partial = this.#partials.get(key) ?? this.#open(key);
    partial.bytes.set(body, offset);
    partial.received += body.length;
    if (!moreFollow) partial.length = offset + body.length;
    if (partial.length === undefined || partial.received < partial.length) return undefined;
    this.#partials.delete(key);
    return partial.bytes.subarray(0, partial.length);
  }

  #open(key: string): Partial {
    const [oldest] = this.#partials.keys();
    if (oldest !== undefined && this.#partials.size >= MAX_PACKETS) this.#partials.delete(oldest);
    const partial: Partial = { bytes: new Uint8Array(MAX_BODY_BYTES), received: 0, length: undefined };
    this.#partials.set(key, partial);
    return partial;
  }
}
