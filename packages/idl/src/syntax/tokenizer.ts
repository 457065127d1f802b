import { stripComment } from './comments.js';

/** A piece of a line; `column` counts from 1. */
export interface Token {
  readonly text: string;
  readonly column: number;
}

/** One line of a definition that is not empty, in its parts: `type name`, `type name default` or `type NAME=value`. */
export interface Declaration {
  readonly line: number;
  readonly type: Token;
  readonly name: Token;
  readonly isConstant: boolean;
  /** What follows the name, or the `=`, without space around it. Empty: nothing does. */
  readonly value: Token;
}

/** A line of a text and its number, counted from 1. */
export interface SourceLine {
  readonly line: number;
  readonly text: string;
}

export function splitLines(text: string): SourceLine[] {
  return text.split(/\r\n|\n|\r/).map((line, index) => ({ line: index + 1, text: line }));
}

/** The lines between the `---` lines of a service or an action. */
export function splitSections(text: string): SourceLine[][] {
  let section: SourceLine[] = [];
  const sections = [section];
  for (const line of splitLines(text)) {
    if (line.text.trimEnd() === '---') sections.push((section = []));
    else section.push(line);
  }
  return sections;
}

/** Splits one line; undefined where it holds nothing but space and comment. A missing name or value is an empty token. */
export function tokenize({ line, text }: SourceLine): Declaration | undefined {
  const code = stripComment(text).replaceAll('\t', ' ').trimEnd();
  const [, indent = '', type = '', gap = '', name = '', space = '', equals = '', space2 = '', value = ''] =
    /^(\s*)(\S*)(\s*)([^\s=]*)(\s*)(=?)(\s*)(.*)$/su.exec(code) ?? [];
  if (type === '') return undefined;
  const typeAt = indent.length;
  const nameAt = typeAt + type.length + gap.length;
  const valueAt = nameAt + name.length + space.length + equals.length + space2.length;
  return {
    line,
    type: { text: type, column: typeAt + 1 },
    name: { text: name, column: nameAt + 1 },
    isConstant: equals === '=',
    value: { text: value, column: valueAt + 1 },
  };
}
