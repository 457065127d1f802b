import type { MessageDefinition } from './definition.js';
import { IdlError, IdlErrorCode } from './errors.js';
import { isMessageName, isPackageName } from './names.js';
import { parseLines, type ParseContext } from './syntax/field-parser.js';
import { splitLines } from './syntax/tokenizer.js';

/** What a text is the definition of. */
export interface ParseOptions {
  /** The package that relative type names belong to. */
  readonly packageName: string;
  /** The name of the type, without package. */
  readonly name: string;
  /** For errors. Default: `pkg/msg/Name` (or `srv`, `action`). */
  readonly file?: string;
}

/** Parses a `.msg`. Throws {@link IdlError}. */
export function parseMessage(text: string, options: ParseOptions): MessageDefinition {
  const { context, typeName } = parseContext(options, 'msg');
  return parseLines(splitLines(text), typeName, context);
}

/** Checks the names; gives the full one and what errors need. */
export function parseContext(
  options: ParseOptions,
  kind: 'msg' | 'srv' | 'action',
): { context: ParseContext; typeName: string } {
  const { packageName, name } = options;
  const typeName = `${packageName}/${kind}/${name}`;
  const file = options.file ?? typeName;
  if (!isPackageName(packageName) || !isMessageName(name)) {
    throw new IdlError(IdlErrorCode.SYNTAX, `'${typeName}' is no type name`, { file, line: 0, column: 0 });
  }
  return { context: { packageName, file }, typeName };
}
