/**
 * XCDR1 and PL_CDR as DDS puts them on the wire, and XCDR2 for reading: a bounds-checked reader and a growable writer that
 * import nothing.
 *
 * @example
 * ```ts
 * import { CdrReader, CdrWriter, RepresentationId } from '@rclts/cdr';
 *
 * const writer = new CdrWriter({ encapsulation: RepresentationId.CDR_LE });
 * writer.uint32(7);
 * writer.string('seven');
 *
 * const reader = CdrReader.ofPayload(writer.finish());
 * console.log(reader.uint32(), reader.string());
 * ```
 *
 * @packageDocumentation
 */
export { CdrReader, type CdrReaderOptions } from './cdr-reader.js';
export { CdrWriter } from './cdr-writer.js';
export type { CdrWriterOptions } from './cdr-writer-options.js';
export {
  ENCAPSULATION_SIZE,
  type Encapsulation,
  RepresentationId,
  isXcdr2,
  readEncapsulation,
} from './encapsulation.js';
export { CdrError, CdrErrorCode, RcltsError, isRcltsError } from './errors.js';
export { ParameterListWriter, walkParameterList } from './parameter-list.js';
export { utf8Length } from './strings.js';
