import {
  CdrError,
  CdrErrorCode,
  CdrReader,
  CdrWriter,
  ENCAPSULATION_SIZE,
  RepresentationId,
  readEncapsulation,
} from '@rclts/cdr';
import { Misfit } from './misfit.js';
import type { MessageProgram } from './program.js';

/** Between the values of one message type and their bytes. */
export interface Codec<T> {
  /** `pkg/msg/T`. */
  readonly typeName: string;
  /**
   * The value as a CDR payload: XCDR1, little-endian, with its 4-octet encapsulation header. Meant for complete values, which it
   * writes in one pass; one that is not (a field missing, a plain array for a wide one) goes through {@link normalize} first.
   * Fields that the type does not have are not looked at: `normalize` what comes from outside.
   * Throws TypeError or RangeError, with the path of the field.
   *
   * @param header octets between the encapsulation header and the value, where a protocol has its own: the value is aligned as
   * what continues them.
   * @param spare a whole ArrayBuffer that nobody needs any more, of an earlier payload: it saves making another one. The payload has
   * an ArrayBuffer of its own, this one or a new one.
   */
  encode(value: T, header?: Uint8Array, spare?: Uint8Array): Uint8Array;
  /**
   * The value of a payload in plain CDR, version 1 or 2, either byte order; what follows the value (padding) is ignored.
   * Numeric arrays may be views of the payload (see CdrReader): copy what you want to change. Throws CdrError.
   *
   * @param headerLength octets of a header that precedes the value, as in {@link encode}; default 0.
   */
  decode(payload: Uint8Array, headerLength?: number): T;
  /** A new message with the defaults of its definition, else zero, false and empty. */
  defaults(): T;
  /**
   * Checks a user's value and completes it: missing fields take their defaults, safe integers become bigints where the type is
   * 64-bit, any array-like becomes the typed array of a numeric field (one that is that already is kept, not copied).
   * Throws TypeError (wrong kind of value, unknown field) or RangeError (number, length or bound), with the path of the field
   * below `path`.
   */
  normalize(value: unknown, path?: string): T;
}

/** Serves one encode after the other; taken while in use, because a getter of the user's value may encode too. */
let idle: CdrWriter | undefined;

/** The codec over a compiled program. */
export class MessageCodec<T> implements Codec<T> {
  readonly typeName: string;
  /** For the codecs of types that nest this one. */
  readonly program: MessageProgram;

  constructor(typeName: string, program: MessageProgram) {
    this.typeName = typeName;
    this.program = program;
  }

  encode(value: T, header?: Uint8Array, spare?: Uint8Array): Uint8Array {
    const { write } = this.program;
    const writer = idle ?? new CdrWriter({ encapsulation: RepresentationId.CDR_LE });
    idle = undefined;
    try {
      if (header !== undefined) writer.uint8Array(header);
      write(writer, value as never);
    } catch {
      writer.reset();
      if (header !== undefined) writer.uint8Array(header);
      write(writer, this.normalize(value) as never);
    }
    const payload = writer.finish(spare);
    idle = writer;
    return payload;
  }

  decode(payload: Uint8Array, headerLength = 0): T {
    const { representationId, littleEndian, maxAlignment } = readEncapsulation(payload);
    const isDelimited =
      representationId === RepresentationId.D_CDR2_LE || representationId === RepresentationId.D_CDR2_BE;
    if (!isDelimited && !isPlain(representationId)) {
      throw new CdrError(CdrErrorCode.BAD_ENCAPSULATION, `representation ${representationId} is not plain CDR`, 0);
    }
    const reader = new CdrReader(payload, { littleEndian, maxAlignment, offset: ENCAPSULATION_SIZE });
    if (headerLength > 0) reader.skip(headerLength);
    return (isDelimited ? this.program.readDelimited(reader) : this.program.read(reader)) as T;
  }

  defaults(): T {
    return this.program.defaults() as T;
  }

  normalize(value: unknown, path = ''): T {
    try {
      return this.program.check(value) as T;
    } catch (error) {
      throw error instanceof Misfit ? error.toError(path) : error;
    }
  }
}

function isPlain(representationId: RepresentationId): boolean {
  switch (representationId) {
    case RepresentationId.CDR_BE:
    case RepresentationId.CDR_LE:
    case RepresentationId.CDR2_BE:
    case RepresentationId.CDR2_LE:
      return true;
    default:
      return false;
  }
}
