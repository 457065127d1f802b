import type { RepresentationId } from './encapsulation.js';

export interface CdrWriterOptions {
  /** Default: true. */
  readonly littleEndian?: boolean;
  /** What 64-bit values are aligned to: 8 in XCDR1 (default), 4 in XCDR2. */
  readonly maxAlignment?: 4 | 8;
  /** Octets to start with; more are made as needed. Default: 256. */
  readonly initialCapacity?: number;
  /** Writes this encapsulation header first; it then decides byte order and alignment. Default: false, no header. */
  readonly encapsulation?: RepresentationId | false;
}
