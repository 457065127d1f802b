/**
 * A value that does not fit its type, on its way up: each level that it passes puts its field or index in front of `path`. It
 * becomes a TypeError or RangeError at the top; it is none itself, so that a check that fails costs no stack trace.
 */
export class Misfit {
  path = '';
  readonly message: string;
  readonly isRange: boolean;

  constructor(message: string, isRange = false) {
    this.message = message;
    this.isRange = isRange;
  }

  under(segment: string): this {
    this.path = segment + this.path;
    return this;
  }

  /** The error for the caller; `root` names the value in its message. */
  toError(root: string): Error {
    const path = root === '' ? this.path.replace(/^\./, '') : root + this.path;
    const text = path === '' ? this.message : `${path}: ${this.message}`;
    return this.isRange ? new RangeError(text) : new TypeError(text);
  }
}

/** Rethrows `error` with `segment` in front of its path. */
export function rethrowUnder(error: unknown, segment: string): never {
  throw error instanceof Misfit ? error.under(segment) : error;
}

/** `value` as an error message shows it. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === 'bigint') return `${value}n`;
  if (value === null || typeof value !== 'object') return typeof value === 'function' ? 'a function' : String(value);
  return Array.isArray(value) || ArrayBuffer.isView(value) ? 'an array' : 'an object';
}
