const BRAND = Symbol.for('rclts.error');

/**
 * What every error of the `@rclts` packages is. `code` is the contract and never changes its meaning; the message is prose.
 * The brand makes {@link isRcltsError} work when two copies of a package are installed.
 */
export abstract class RcltsError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/** Whether `error` comes from an `@rclts` package, whichever copy of it. */
export function isRcltsError(error: unknown): error is RcltsError {
  return typeof error === 'object' && error !== null && (error as { [BRAND]?: unknown })[BRAND] === true;
}

/** What went wrong while reading or writing CDR. */
export const CdrErrorCode = {
  /** A value would start or end past the bytes at hand. */
  OUT_OF_BOUNDS: 'ERR_CDR_OUT_OF_BOUNDS',
  /** The four octets before the data are missing, or name a representation that is not read here. */
  BAD_ENCAPSULATION: 'ERR_CDR_BAD_ENCAPSULATION',
  /** A string without its terminating NUL, with a NUL inside (writing), or a wide character that does not exist. */
  BAD_STRING: 'ERR_CDR_BAD_STRING',
  /** More elements or characters than the bound of the type allows. */
  SEQUENCE_TOO_LONG: 'ERR_CDR_SEQUENCE_TOO_LONG',
} as const;
export type CdrErrorCode = (typeof CdrErrorCode)[keyof typeof CdrErrorCode];

/** CDR that cannot be read or written. `offset` counts from the start of the byte array that was given. */
export class CdrError extends RcltsError {
  readonly code: CdrErrorCode;
  readonly offset: number;

  constructor(code: CdrErrorCode, message: string, offset: number) {
    super(`${message} (at byte ${offset})`);
    this.code = code;
    this.offset = offset;
  }
}
