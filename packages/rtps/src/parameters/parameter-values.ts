import { CdrError, CdrErrorCode, type CdrReader, type CdrWriter, type ParameterListWriter } from '@rclts/cdr';
import { LIMITS } from '../limits.js';
import { type Locator, LOCATOR_LENGTH, LocatorKind, readLocator, writeLocator } from '../types/locator.js';
import { type Duration, DURATION_LENGTH, readDuration, writeDuration } from '../types/time.js';

/** The value types that parameters share (RTPS 2.5 §9.6.3). Readers throw CdrError; readParameterListPayload turns it into a verdict. */

/** A copy: discovery data outlives its datagram by hours. */
export function octetsValue(reader: CdrReader, length: number): Uint8Array {
  return new Uint8Array(reader.uint8Array(length));
}

/** At most `bound` octets; one with a NUL inside is none, as nobody could ask for its name. */
export function stringValue(reader: CdrReader, bound: number): string {
  const text = reader.string(bound);
  if (text.includes('\0')) throw new CdrError(CdrErrorCode.BAD_STRING, 'a string with a NUL inside', reader.offset);
  return text;
}

/** sequence<octet>, at most LIMITS.userDataBytes. */
export function octetSequenceValue(reader: CdrReader): Uint8Array {
  return octetsValue(reader, reader.sequenceLength(1, LIMITS.userDataBytes.value));
}

export function durationValue(reader: CdrReader): Duration {
  return readDuration(reader.uint8Array(DURATION_LENGTH), 0, reader.littleEndian);
}

/** One of a set of kinds: an unknown one makes the list unusable, as we could not keep its promise. */
export function kindValue<Kind extends number>(reader: CdrReader, kinds: Readonly<Record<string, Kind>>): Kind {
  const value = reader.uint32();
  for (const kind of Object.values(kinds)) if (kind === value) return kind;
  throw new CdrError(CdrErrorCode.OUT_OF_BOUNDS, `a kind of ${value}`, reader.offset);
}

/**
 * Adds a locator to a list of at most `limit` of each kind. Those that nothing here sends to (shared memory, TCP, a port that is none)
 * are left out, so that they take no room from the usable ones.
 */
export function addLocatorValue(reader: CdrReader, list: Locator[], limit: number): void {
  const locator = readLocator(reader.uint8Array(LOCATOR_LENGTH), 0, reader.littleEndian);
  if (locator === undefined || (locator.kind !== LocatorKind.UDPv4 && locator.kind !== LocatorKind.UDPv6)) return;
  let ofItsKind = 0;
  for (const other of list) if (other.kind === locator.kind) ofItsKind++;
  if (ofItsKind < limit) list.push(locator);
}

export function addLocators(list: ParameterListWriter, pid: number, locators: readonly Locator[]): void {
  for (const locator of locators) {
    const octets = new Uint8Array(LOCATOR_LENGTH);
    writeLocator(octets, 0, locator);
    list.bytes(pid, octets);
  }
}

export function writeDurationValue(writer: CdrWriter, duration: Duration): void {
  const octets = new Uint8Array(DURATION_LENGTH);
  writeDuration(octets, 0, duration);
  writer.uint8Array(octets);
}

/** sequence<octet>. */
export function addOctetSequence(list: ParameterListWriter, pid: number, octets: Uint8Array): void {
  list.parameter(pid, (writer) => {
    writer.sequenceLength(octets.length);
    writer.uint8Array(octets);
  });
}
