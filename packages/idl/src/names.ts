// The grammar of names, as rosidl_adapter's parser.py has it. What does not match never becomes part of generated source.
const PACKAGE = /^(?!.*__)(?!.*_$)[a-z][a-z0-9_]*$/;
const FIELD = PACKAGE;
const CONSTANT = /^(?!.*__)(?!.*_$)[A-Z][A-Z0-9_]*$/;
const MESSAGE = /^[A-Z][A-Za-z0-9]*$/;
// Implicit types append to the name of their service or action: Fibonacci_SendGoal_Request.
const TYPE = /^[a-z][a-z0-9_]*\/(?:msg|srv|action)\/[A-Z][A-Za-z0-9]*(?:_[A-Z][A-Za-z0-9]*)*$/;

export const isPackageName = (name: string): boolean => PACKAGE.test(name);
export const isFieldName = (name: string): boolean => FIELD.test(name);
export const isConstantName = (name: string): boolean => CONSTANT.test(name);
export const isMessageName = (name: string): boolean => MESSAGE.test(name);
/** Whether `name` is a full type name, `pkg/msg/T`, of a definition or of a type that a service or an action implies. */
export const isTypeName = (name: string): boolean => TYPE.test(name);

/** The parts of `pkg/kind/Type`. */
export interface TypeNameParts {
  readonly packageName: string;
  readonly kind: 'msg' | 'srv' | 'action';
  readonly name: string;
}

/** Splits a full type name; undefined where it is none. */
export function parseTypeName(typeName: string): TypeNameParts | undefined {
  if (!isTypeName(typeName)) return undefined;
  const [packageName, kind, name] = typeName.split('/') as [string, TypeNameParts['kind'], string];
  return { packageName, kind, name };
}
