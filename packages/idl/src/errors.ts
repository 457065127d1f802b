import { RcltsError } from '@rclts/cdr';

/** What is wrong with a definition. */
export const IdlErrorCode = {
  /** Text that is no ROS interface definition. */
  SYNTAX: 'ERR_IDL_SYNTAX',
  /** A field whose type nobody defined, or the name of a type that is none. */
  UNKNOWN_TYPE: 'ERR_IDL_UNKNOWN_TYPE',
  /** A constant or default that does not fit its type. */
  BAD_CONSTANT: 'ERR_IDL_BAD_CONSTANT',
  /** A type that contains itself. */
  CYCLE: 'ERR_IDL_CYCLE',
  /** Two different definitions of one name in one registry. */
  CONFLICT: 'ERR_IDL_CONFLICT',
} as const;
export type IdlErrorCode = (typeof IdlErrorCode)[keyof typeof IdlErrorCode];

/** A place in a definition. `line` and `column` count from 1; 0 where the place is the whole text. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A definition that cannot be used, and where it says so. */
export class IdlError extends RcltsError {
  readonly code: IdlErrorCode;
  readonly file: string;
  readonly line: number;
  readonly column: number;

  constructor(code: IdlErrorCode, message: string, location: SourceLocation) {
    const { file, line, column } = location;
    super(line > 0 ? `${file}:${line}:${column}: ${message}` : `${file}: ${message}`);
    this.code = code;
    this.file = file;
    this.line = line;
    this.column = column;
  }
}
