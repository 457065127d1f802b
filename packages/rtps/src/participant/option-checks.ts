import { utf8Length } from '@rclts/cdr';
import { LIMITS } from '../limits.js';

/** One fragment with all that goes before it, in one datagram. */
export const MIN_DATAGRAM_BYTES = 1_108;

/** @throws RangeError - for what no peer would take, before anything is announced. */
export function checkEndpointOptions(options: {
  readonly topicName: string;
  readonly typeName: string;
  readonly userData?: Uint8Array;
}): void {
  checkName('topicName', options.topicName);
  checkName('typeName', options.typeName);
  checkBytes('userData', options.userData?.byteLength ?? 0, LIMITS.userDataBytes.value);
}

/** @throws RangeError */
export function checkParticipantOptions(options: {
  readonly entityName?: string;
  readonly userData?: Uint8Array;
  readonly properties?: Readonly<Record<string, string>>;
  readonly leaseDurationMs?: number;
  readonly maxDatagramBytes?: number;
}): void {
  const { leaseDurationMs, maxDatagramBytes } = options;
  if (options.entityName !== undefined) checkText('entityName', options.entityName, LIMITS.nameBytes.value);
  checkBytes('userData', options.userData?.byteLength ?? 0, LIMITS.userDataBytes.value);
  const properties = Object.entries(options.properties ?? {});
  if (properties.length > LIMITS.propertiesPerParticipant.value)
    throw new RangeError(`properties: ${properties.length}, at most ${LIMITS.propertiesPerParticipant.value}`);
  for (const text of properties.flat()) checkText('properties', text, LIMITS.propertyBytes.value);
  if (leaseDurationMs !== undefined && !(leaseDurationMs > 0))
    throw new RangeError(`leaseDurationMs: ${leaseDurationMs}, more than 0`);
  if (
    maxDatagramBytes !== undefined &&
    !(maxDatagramBytes >= MIN_DATAGRAM_BYTES && maxDatagramBytes <= LIMITS.maxDatagramBytes.value)
  )
    throw new RangeError(
      `maxDatagramBytes: ${maxDatagramBytes}, ${MIN_DATAGRAM_BYTES} to ${LIMITS.maxDatagramBytes.value}`,
    );
}

function checkName(option: string, name: string): void {
  if (name === '') throw new RangeError(`${option} is empty`);
  checkText(option, name, LIMITS.nameBytes.value);
}

/** C and C++ peers end a string at its first NUL. */
function checkText(option: string, text: string, limit: number): void {
  if (text.includes('\0')) throw new RangeError(`${option} has a NUL in it`);
  checkBytes(option, utf8Length(text), limit);
}

function checkBytes(option: string, bytes: number, limit: number): void {
  if (bytes > limit) throw new RangeError(`${option}: ${bytes} octets, at most ${limit}`);
}
