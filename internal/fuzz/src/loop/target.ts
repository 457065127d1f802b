/** A decoder, and what the fuzzer needs to lie to it. */
export interface Target {
  /** Of the command line and the corpus file. */
  readonly name: string;
  /** What it stands for, in a few words. */
  readonly title: string;
  /** Source files (paths from the root, or beginnings of them) whose coverage is reported. */
  readonly modules: readonly string[];
  /** How many of a campaign's inputs it gets, against the others: cheap decoders get more. */
  readonly weight: number;
  /** Milliseconds that a kilobyte may take, when that is not 1. Ten times that is a hang. */
  readonly msPerKb?: number;
  /** Octets of the longest input. */
  readonly maxLength: number;
  /** What it is made of: keywords of a language, ids of a protocol. */
  readonly dictionary?: readonly Uint8Array[];
  /** Inputs that mean something, out of the vectors. */
  seeds(): readonly Uint8Array[];
  /** Sets the stage for the next input; its time does not count. */
  prepare?(): void;
  /**
   * Decodes, and holds the outcome against what the decoder promises. Refusing is fine; throwing here is a failure. Nothing may
   * be left over from one input to the next.
   *
   * @returns how many times something was decoded, when that is not 1: the datagrams of a sequence.
   */
  run(input: Uint8Array): number | void;
  /** More promises, whose cost is not the decoder's. Throwing is a failure. */
  verify?(): void;
}

/** A promise that a decoder did not keep. */
export class BrokenPromise extends Error {
  override readonly name = 'BrokenPromise';
}

/** Throws {@link BrokenPromise} unless `isTrue`. */
export function check(isTrue: boolean, promise: string): void {
  if (!isTrue) throw new BrokenPromise(promise);
}
