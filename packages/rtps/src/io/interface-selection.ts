import { isInRanges, parseAddressRange } from './address-ranges.js';
import { parseIpAddress } from './ip-addresses.js';
import type { NetworkInterface } from './network-interfaces.js';

/** Which interfaces to use, as their names (`*` stands for any characters), addresses, or address ranges such as `192.0.2.0/24`. */
export interface InterfaceLists {
  /** Default: all. */
  readonly allowed?: readonly string[] | undefined;
  /** Comes before `allowed`. */
  readonly denied?: readonly string[] | undefined;
}

export interface InterfaceSelection {
  readonly used: readonly NetworkInterface[];
  readonly unused: readonly NetworkInterface[];
}

/** Divides the addresses of this machine into those that take part and those that do not. */
export function selectInterfaces(
  interfaces: readonly NetworkInterface[],
  { allowed, denied = [] }: InterfaceLists,
): InterfaceSelection {
  const isUsed = (one: NetworkInterface): boolean =>
    (allowed === undefined || allowed.some((entry) => matches(entry, one))) &&
    !denied.some((entry) => matches(entry, one));
  return { used: interfaces.filter(isUsed), unused: interfaces.filter((one) => !isUsed(one)) };
}

/** Whether a list's entry is one that could match: what looks like a range has to be one. */
export function isInterfaceEntry(entry: string): boolean {
  return entry !== '' && (!entry.includes('/') || parseAddressRange(entry) !== undefined);
}

function matches(entry: string, { name, address }: NetworkInterface): boolean {
  if (entry === name) return true;
  if (entry.includes('*')) return matchesPattern(entry, name);
  const parsed = parseIpAddress(address);
  const range = parseAddressRange(entry.split('%')[0] ?? '');
  return parsed !== undefined && range !== undefined && isInRanges([range], parsed);
}

/** No regular expression: a name may have any characters, and patterns of many stars stay cheap. */
function matchesPattern(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop() ?? '';
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= name.length - last.length;
}
