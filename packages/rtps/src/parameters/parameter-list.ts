import { CdrError, CdrReader, type ParameterListWriter, RepresentationId, walkParameterList } from '@rclts/cdr';
import { LIMITS } from '../limits.js';
import { u16 } from '../message/bytes.js';
import { isMustUnderstand } from './parameter-id.js';

const ENCAPSULATION_LENGTH = 4;

/**
 * Reads a payload that is a parameter list (RTPS 2.5 §9.6.3): shows each parameter to `visit`, which answers whether it knows it, with a
 * reader of its value alone. False when the payload is no sound list, has a value that does not decode, or one that we would have to
 * understand (RTPS 2.5 §9.4.2.11.2); what was visited by then has to be discarded. Takes any bytes whatever and never throws, unless
 * `visit` throws something other than a CdrError.
 */
export function readParameterListPayload(
  payload: Uint8Array,
  visit: (pid: number, value: CdrReader) => boolean,
): boolean {
  if (payload.length < ENCAPSULATION_LENGTH) return false;
  const representation = u16(payload, 0, false);
  const littleEndian = representation === RepresentationId.PL_CDR_LE;
  if (!littleEndian && representation !== RepresentationId.PL_CDR_BE) return false;
  if (payload.length - ENCAPSULATION_LENGTH > LIMITS.parameterListBytes.value) return false;
  let parameters = 0;
  let usable = true;
  const onParameter = (pid: number, offset: number, length: number): void => {
    if (++parameters > LIMITS.parametersPerList.value) usable = false;
    if (!usable) return;
    const value = new CdrReader(payload.subarray(offset, offset + length), { littleEndian });
    if (!visit(pid, value) && isMustUnderstand(pid)) usable = false;
  };
  try {
    return walkParameterList(payload, ENCAPSULATION_LENGTH, payload.length, littleEndian, onParameter) !== -1 && usable;
  } catch (error) {
    // The one boundary where a value's CdrError becomes a verdict; anything else is a mistake of ours.
    if (error instanceof CdrError) return false;
    throw error;
  }
}

/** The list with its PL_CDR_LE encapsulation header: a whole payload. */
export function toPayload(list: ParameterListWriter): Uint8Array {
  const parameters = list.finish();
  const payload = new Uint8Array(ENCAPSULATION_LENGTH + parameters.length);
  payload[1] = RepresentationId.PL_CDR_LE;
  payload.set(parameters, ENCAPSULATION_LENGTH);
  return payload;
}
