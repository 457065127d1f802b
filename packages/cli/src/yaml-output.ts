// Writes YAML as PyYAML does in block style, without line width, with Unicode: the bytes that `ros2` prints.
// Lists in mappings are not indented, empty ones are `[]`; strings are quoted only where they must be.
import { pythonFloat } from './python-text.js';
import { isMeaningful } from './yaml-scalars.js';

/** A tree that is ready to be written. Numbers and booleans stand in it as the text that they become. */
export type YamlNode = string | YamlPlain | readonly YamlNode[] | ReadonlyMap<string, YamlNode>;
export interface YamlPlain {
  readonly plain: string;
}

export function yamlBoolean(value: boolean): YamlPlain {
  return { plain: value ? 'true' : 'false' };
}

export function yamlInteger(value: number | bigint): YamlPlain {
  return { plain: String(value) };
}

/** A float as Python writes it, with the dots that YAML 1.1 wants: `1.0`, `1.0e-07`, `.inf`. */
export function yamlFloat(value: number): YamlPlain {
  const text = pythonFloat(value);
  if (!Number.isFinite(value)) return { plain: text.replace(/(?=inf|nan)/, '.') };
  return { plain: text.includes('.') ? text : text.replace('e', '.0e') };
}

/** The document, ended by a line break. */
export function dumpYaml(node: YamlNode): string {
  const lines = write(node, 0, 0);
  return `${lines.startsWith('\n') ? lines.slice(1) : lines.trimStart()}\n`;
}

/**
 * What follows `key:` or `-` for this node: a scalar or an empty collection after a space, else lines of their own.
 * `indent` is where its own lines start, `listIndent` where they do if it is a list.
 */
function write(node: YamlNode, indent: number, listIndent: number): string {
  if (typeof node === 'string') return ` ${stringText(node, indent || 2)}`;
  if ('plain' in node) return ` ${node.plain}`;
  if (node instanceof Map) {
    if (node.size === 0) return ' {}';
    return Array.from(node as ReadonlyMap<string, YamlNode>, ([key, value]) => {
      return `\n${' '.repeat(indent)}${stringText(key, 0)}:${write(value, indent + 2, indent)}`;
    }).join('');
  }
  const items = node as readonly YamlNode[];
  if (items.length === 0) return ' []';
  const dash = `\n${' '.repeat(listIndent)}-`;
  return items.map((item) => dash + onSameLine(write(item, listIndent + 2, listIndent + 2))).join('');
}

/** A collection in a list starts on the dash's own line. */
function onSameLine(text: string): string {
  return text.startsWith('\n') ? ` ${text.trimStart()}` : text;
}

function stringText(text: string, indent: number): string {
  if (isPlain(text)) return text;
  return isSingleQuotable(text) ? singleQuoted(text, indent) : doubleQuoted(text);
}

const breaks = '\\n\\x85\\u2028\\u2029';
/** Printable, without the byte order mark; PyYAML's own set. */
const unprintable = /[^\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10fffe}]/u;
const spaceAndBreak = new RegExp(`[${breaks}] | [${breaks}]`);
const anyBreak = new RegExp(`[${breaks}]`);
const edgeSpace = new RegExp(`^[ ${breaks}]|[ ${breaks}]$`);
const leadingIndicator = /^(?:---|\.\.\.|[#,[\]{}&*!|>'"%@`]|[?:-](?=[\0 \t\r\n\x85\u2028\u2029]|$))/;
const innerIndicator = /.:(?=[\0 \t\r\n\x85\u2028\u2029]|$)|[\0 \t\r\n\x85\u2028\u2029]#/s;

function isPlain(text: string): boolean {
  return (
    !isMeaningful(text) &&
    !anyBreak.test(text) &&
    !edgeSpace.test(text) &&
    !unprintable.test(text) &&
    !leadingIndicator.test(text) &&
    !innerIndicator.test(text)
  );
}

function isSingleQuotable(text: string): boolean {
  return !unprintable.test(text) && !spaceAndBreak.test(text);
}

/** Line breaks are doubled, for YAML folds one; the next line starts at `indent`. */
function singleQuoted(text: string, indent: number): string {
  const folded = text
    .replaceAll("'", "''")
    .replace(
      new RegExp(`[${breaks}]+`, 'g'),
      (run) => `${run.startsWith('\n') ? '\n' : ''}${run}${' '.repeat(indent)}`,
    );
  return `'${folded}'`;
}

const escapes: Readonly<Record<string, string>> = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\x85': 'N',
  '\u2028': 'L',
  '\u2029': 'P',
};

function doubleQuoted(text: string): string {
  const escaped = text.replace(
    /["\\]|[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/gu,
    (character) => {
      const code = character.codePointAt(0) ?? 0;
      const hex = code.toString(16).toUpperCase();
      if (escapes[character] !== undefined) return `\\${escapes[character]}`;
      if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
      return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
    },
  );
  return `"${escaped}"`;
}
