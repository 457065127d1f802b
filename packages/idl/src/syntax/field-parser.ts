import {
  PRIMITIVE_NAMES,
  type ConstantDefinition,
  type Container,
  type ElementType,
  type FieldDefinition,
  type MessageDefinition,
  type PrimitiveName,
} from '../definition.js';
import { IdlError, IdlErrorCode, type SourceLocation } from '../errors.js';
import { isConstantName, isFieldName, isMessageName, isPackageName } from '../names.js';
import { BadValue, parseDefault, parseValue } from './default-value.js';
import { tokenize, type Declaration, type SourceLine, type Token } from './tokenizer.js';

/** Where the lines come from: relative type names are of this package, errors name this file. */
export interface ParseContext {
  readonly packageName: string;
  readonly file: string;
}

/** Parses the lines of one message. */
export function parseLines(lines: readonly SourceLine[], typeName: string, context: ParseContext): MessageDefinition {
  const fields: FieldDefinition[] = [];
  const constants: ConstantDefinition[] = [];
  const names = new Set<string>();
  for (const source of lines) {
    const declaration = tokenize(source);
    if (declaration === undefined) continue;
    const item = declaration.isConstant ? parseConstant(declaration, context) : parseField(declaration, context);
    if (names.has(item.name)) {
      throw new IdlError(
        IdlErrorCode.SYNTAX,
        `'${item.name}' is defined twice`,
        at(declaration, declaration.name, context),
      );
    }
    names.add(item.name);
    if ('container' in item) fields.push(item);
    else constants.push(item);
  }
  return { kind: 'message', typeName, fields, constants };
}

function parseField(declaration: Declaration, context: ParseContext): FieldDefinition {
  const { type, name, value } = declaration;
  const location = at(declaration, type, context);
  const { element, container } = parseType(type.text, context.packageName, location);
  if (!isFieldName(name.text)) {
    const message =
      name.text === '' ? 'a field needs a name' : `'${name.text}' is no field name (lower case, digits, single _)`;
    throw new IdlError(IdlErrorCode.SYNTAX, message, at(declaration, name, context));
  }
  const field = { name: name.text, element, container, location };
  if (value.text === '') return field;
  const defaultValue = located(declaration, context, () => parseDefault(value.text, element, container));
  return { ...field, defaultValue };
}

function parseConstant(declaration: Declaration, context: ParseContext): ConstantDefinition {
  const { type, name, value } = declaration;
  if (!isConstantName(name.text)) {
    const message = `'${name.text}' is no constant name (upper case, digits, single _)`;
    throw new IdlError(IdlErrorCode.SYNTAX, message, at(declaration, name, context));
  }
  const isText = type.text === 'string' || type.text === 'wstring';
  if (!isText && !isPrimitive(type.text)) {
    throw new IdlError(
      IdlErrorCode.BAD_CONSTANT,
      `a constant cannot be of type '${type.text}'`,
      at(declaration, type, context),
    );
  }
  const element = isText
    ? ({ kind: type.text as 'string' | 'wstring', bound: 0 } as const)
    : ({ kind: 'primitive', name: type.text as PrimitiveName } as const);
  const parsed = located(declaration, context, () => parseValue(value.text, element));
  return { name: name.text, type: type.text as ConstantDefinition['type'], value: parsed };
}

/** `int32`, `string<=10[]`, `uint8[<=16]`, `Pose[3]`, `pkg/Pose`, `pkg/msg/Pose`. */
function parseType(
  text: string,
  packageName: string,
  location: SourceLocation,
): Pick<FieldDefinition, 'element' | 'container'> {
  const [, base, bracket, mark, size = ''] = /^([^[\]]*)(\[(<=)?([^\]]*)\])?$/.exec(text) ?? [];
  if (base === undefined) throw new IdlError(IdlErrorCode.SYNTAX, `'${text}' is no type`, location);
  const element = parseElement(base, packageName, location);
  if (bracket === undefined) return { element, container: { kind: 'single' } };
  if (mark === undefined && size === '') return { element, container: { kind: 'sequence', bound: 0 } };
  const count = positive(size, text, location);
  const container: Container = mark === '<=' ? { kind: 'sequence', bound: count } : { kind: 'array', length: count };
  return { element, container };
}

function parseElement(text: string, packageName: string, location: SourceLocation): ElementType {
  if (isPrimitive(text)) return { kind: 'primitive', name: text };
  const [, string, bound] = /^(w?string)(?:<=(.*))?$/.exec(text) ?? [];
  if (string !== undefined) {
    return { kind: string as 'string' | 'wstring', bound: bound === undefined ? 0 : positive(bound, text, location) };
  }
  const [, owner = packageName, name = ''] = /^(?:([^/]*)\/(?:msg\/)?)?([^/]*)$/.exec(text) ?? [];
  if (!isPackageName(owner) || !isMessageName(name)) {
    throw new IdlError(IdlErrorCode.SYNTAX, `'${text}' is no type`, location);
  }
  return { kind: 'nested', typeName: `${owner}/msg/${name}` };
}

function isPrimitive(text: string): text is PrimitiveName {
  return (PRIMITIVE_NAMES as readonly string[]).includes(text);
}

/** A length or bound: lengths are uint32 on the wire. */
function positive(text: string, type: string, location: SourceLocation): number {
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > 0xffffffff) {
    throw new IdlError(IdlErrorCode.SYNTAX, `the size in '${type}' must be an integer above 0`, location);
  }
  return value;
}

function located<T>(declaration: Declaration, context: ParseContext, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof BadValue)) throw error;
    throw new IdlError(IdlErrorCode.BAD_CONSTANT, error.message, at(declaration, declaration.value, context));
  }
}

function at(declaration: Declaration, token: Token, context: ParseContext): SourceLocation {
  return { file: context.file, line: declaration.line, column: token.column };
}
