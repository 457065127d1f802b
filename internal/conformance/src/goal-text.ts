import type { MessageType } from '@rclts/idl';
import { parse } from 'yaml';
import { UsageError } from './options.js';

/**
 * A goal as somebody writes it, in YAML or JSON; what is left out has its default.
 *
 * @throws UsageError naming the option that the text came from, and the field that is wrong
 */
export function readGoal(text: string, type: MessageType<unknown>, option: string): unknown {
  try {
    const values: unknown = parse(text, (_key, value: unknown) => (typeof value === 'bigint' ? narrow(value) : value), {
      intAsBigInt: true,
    });
    return type.codec.normalize(values ?? {}, 'goal');
  } catch (error) {
    throw new UsageError(`--${option}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** 64-bit integers stay whole; all others are what a message has. */
function narrow(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
