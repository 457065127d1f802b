import { sha256 } from './sha256.js';
import { describeType, type LinkedType } from './type-description.js';

declare class TextEncoder {
  encode(text: string): Uint8Array;
}

/** The hash of a type, version 1 (REP 2016): over the JSON of its description without default values. */
export function typeHash(type: LinkedType): string {
  return `RIHS01_${sha256(new TextEncoder().encode(hashedText(type)))}`;
}

/** The text that is hashed: keys in this order, `", "` and `": "` between things, no default values. */
function hashedText(type: LinkedType): string {
  return serialize(describeType(type));
}

// rosidl fixes the text as Python's json.dumps writes it; names are ASCII by their grammar, so strings need no escapes of ours.
function serialize(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(serialize).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([key]) => key !== 'default_value');
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}: ${serialize(item)}`).join(', ')}}`;
}
