import type { ConstantValue, Container, ElementType, PrimitiveName } from '../definition.js';
import { utf8Length } from '@rclts/cdr';

/** A value that does not fit: the caller knows the place. */
export class BadValue {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/** Parses the default of a field as rosidl does. Throws {@link BadValue}. */
export function parseDefault(
  text: string,
  element: ElementType,
  container: Container,
): ConstantValue | ConstantValue[] {
  if (element.kind === 'nested') throw new BadValue('a field of a message type has no default');
  if (container.kind === 'single') return parseValue(text, element);
  if (!text.startsWith('[') || !text.endsWith(']')) throw new BadValue('the default of an array is written in [ ]');
  const inner = text.slice(1, -1).trim();
  const elements = element.kind === 'primitive' ? (inner === '' ? [] : inner.split(',')) : splitQuoted(inner);
  if (container.kind === 'array' && elements.length !== container.length) {
    throw new BadValue(`the array has ${container.length} elements, its default ${elements.length}`);
  }
  if (container.kind === 'sequence' && container.bound > 0 && elements.length > container.bound) {
    throw new BadValue(`the sequence has at most ${container.bound} elements, its default ${elements.length}`);
  }
  return elements.map((item) => parseValue(item.trim(), element));
}

/** Parses one value of a primitive or string type. Throws {@link BadValue}. */
export function parseValue(text: string, element: Exclude<ElementType, { kind: 'nested' }>): ConstantValue {
  if (element.kind === 'primitive') return parsePrimitive(text, element.name);
  const value = unquote(text);
  const length = element.kind === 'string' ? utf8Length(value) : value.length;
  if (element.bound > 0 && length > element.bound) throw new BadValue(`longer than its bound of ${element.bound}`);
  return value;
}

function parsePrimitive(text: string, name: PrimitiveName): ConstantValue {
  if (name === 'bool') {
    const lower = text.toLowerCase();
    if (lower === 'true' || lower === '1') return true;
    if (lower === 'false' || lower === '0') return false;
    throw new BadValue(`'${text}' is neither true nor false`);
  }
  if (name === 'float32' || name === 'float64') return parseFloatingPoint(text);
  const [min, max] = integerRange(name);
  const value = parseInteger(text);
  if (value < min || value > max) throw new BadValue(`${text} is not in ${name}'s range ${min} … ${max}`);
  return name === 'int64' || name === 'uint64' ? value : Number(value);
}

/** Smallest and largest value of an integer type. */
export function integerRange(name: Exclude<PrimitiveName, 'bool' | 'float32' | 'float64'>): [min: bigint, max: bigint] {
  if (name === 'byte' || name === 'char') return [0n, 255n];
  const bits = BigInt(name.replace(/\D/g, ''));
  return name.startsWith('u') ? [0n, (1n << bits) - 1n] : [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n];
}

function parseInteger(text: string): bigint {
  const [, sign, digits] =
    /^([+-]?)(\d+|0x[\da-f]+|0o[0-7]+|0b[01]+)$/i.exec(text.replace(/(?<=\w)_(?=\w)/g, '')) ?? [];
  if (digits === undefined) throw new BadValue(`'${text}' is no integer`);
  const value = BigInt(digits);
  return sign === '-' ? -value : value;
}

function parseFloatingPoint(text: string): number {
  const [, sign, digits] = /^([+-]?)(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|inf|infinity|nan)$/i.exec(text) ?? [];
  if (digits === undefined) throw new BadValue(`'${text}' is no floating point number`);
  const lower = digits.toLowerCase();
  const value = lower.startsWith('inf') ? Infinity : lower === 'nan' ? NaN : Number(digits);
  return sign === '-' ? -value : value;
}

/** The text in its outer quotes, or as it is where it has none; escapes as rosidl resolves them. */
function unquote(text: string): string {
  const quote = text[0];
  if ((quote !== '"' && quote !== "'") || text.length < 2 || !text.endsWith(quote)) return unescape(text);
  const inner = text.slice(1, -1);
  if (new RegExp(`(?<!\\\\)${quote}`).test(inner)) throw new BadValue('a quote inside the string is not escaped');
  return unescape(inner);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"' };

function unescape(text: string): string {
  return text.replace(
    /\\(?:([ntr\\'"])|x([\da-f]{2})|u([\da-f]{4}))/gi,
    (whole, simple?: string, hex?: string, unicode?: string) =>
      simple !== undefined ? (ESCAPES[simple] ?? whole) : String.fromCharCode(parseInt(hex ?? unicode ?? '', 16)),
  );
}

/** Splits `"a", 'b, c', d` at the commas outside of quotes. */
function splitQuoted(text: string): string[] {
  const items: string[] = [];
  let rest = text;
  while (rest !== '') {
    const [whole, item = ''] = /^\s*("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^,"']+)\s*(?:,|$)/su.exec(rest) ?? [];
    if (whole === undefined) throw new BadValue(`not a list of strings: [${text}]`);
    items.push(item);
    rest = rest.slice(whole.length);
  }
  return items;
}
