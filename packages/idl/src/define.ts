import { parseAction } from './action-parser.js';
import { linkAction, type ActionType } from './action-type.js';
import { IdlError, IdlErrorCode } from './errors.js';
import type { Checked, InferredAction, InferredMessage, InferredService } from './infer/definitions.js';
import type { Dependencies } from './infer/fields.js';
import { parseMessage } from './message-parser.js';
import { linkMessage, type Constants, type FindMessage, type MessageType } from './message-type.js';
import { parseTypeName } from './names.js';
import { standardTypes } from './registry.js';
import { parseService } from './service-parser.js';
import { linkService, type ServiceType } from './service-type.js';
import { STANDARD_DEFINITIONS } from './standard.js';

export interface DefineOptions<Deps extends Dependencies> {
  /** The message types that the text nests; not needed for those that ROS puts into every action (Time, Duration, UUID …). */
  readonly deps?: Deps;
}

/**
 * A message type from its `.msg` text. Where the text is a literal, TypeScript reads it too: the fields are typed, no build step.
 * Throws {@link IdlError}.
 */
export function defineMessage<
  const Name extends `${string}/msg/${string}`,
  const Text extends string,
  const Deps extends Dependencies = [],
>(
  typeName: Name,
  text: Text & Checked<Name, Text, Deps>,
  options: DefineOptions<Deps> = {},
): InferredMessage<Name, Text, Deps> {
  return generatedMessage(typeName, text, undefined, options.deps ?? []) as InferredMessage<Name, Text, Deps>;
}

/** A service type from its `.srv` text: see {@link defineMessage}. */
export function defineService<
  const Name extends `${string}/srv/${string}`,
  const Text extends string,
  const Deps extends Dependencies = [],
>(
  typeName: Name,
  text: Text & Checked<Name, Text, Deps>,
  options: DefineOptions<Deps> = {},
): InferredService<Name, Text, Deps> {
  return generatedService(typeName, text, undefined, options.deps ?? []) as InferredService<Name, Text, Deps>;
}

/** An action type from its `.action` text: see {@link defineMessage}. */
export function defineAction<
  const Name extends `${string}/action/${string}`,
  const Text extends string,
  const Deps extends Dependencies = [],
>(
  typeName: Name,
  text: Text & Checked<Name, Text, Deps>,
  options: DefineOptions<Deps> = {},
): InferredAction<Name, Text, Deps> {
  return generatedAction(typeName, text, undefined, options.deps ?? []) as InferredAction<Name, Text, Deps>;
}

/** For generated modules, which declare their types: a message type from its text, its hash and the types that it nests. */
export function generatedMessage<T, Name extends string, C = Constants>(
  typeName: Name,
  text: string,
  typeHash: string | undefined,
  deps: Dependencies,
): MessageType<T, Name, C> {
  const definition = parseMessage(text, parts(typeName, 'msg'));
  return linkMessage(definition, findIn(deps), known(typeHash)) as unknown as MessageType<T, Name, C>;
}

/** For generated modules: see {@link generatedMessage}. */
export function generatedService<Request, Response, Name extends string, Q = Constants, R = Constants>(
  typeName: Name,
  text: string,
  typeHash: string | undefined,
  deps: Dependencies,
): ServiceType<Request, Response, Name, Q, R> {
  const definition = parseService(text, parts(typeName, 'srv'));
  return linkService(definition, findIn(deps), known(typeHash)) as unknown as ServiceType<
    Request,
    Response,
    Name,
    Q,
    R
  >;
}

/** For generated modules: see {@link generatedMessage}. */
export function generatedAction<
  Goal,
  Result,
  Feedback,
  Name extends string,
  G = Constants,
  R = Constants,
  F = Constants,
>(
  typeName: Name,
  text: string,
  typeHash: string | undefined,
  deps: Dependencies,
): ActionType<Goal, Result, Feedback, Name, G, R, F> {
  const definition = parseAction(text, parts(typeName, 'action'));
  const cancelGoal = (): ServiceType<unknown, unknown> =>
    standardTypes().service('action_msgs/srv/CancelGoal') as ServiceType<unknown, unknown>;
  const type = linkAction(definition, findIn(deps), cancelGoal, known(typeHash));
  return type as unknown as ActionType<Goal, Result, Feedback, Name, G, R, F>;
}

function parts(typeName: string, kind: 'msg' | 'srv' | 'action'): { packageName: string; name: string } {
  const found = parseTypeName(typeName);
  if (found?.kind === kind) return found;
  const message = `'${typeName}' is not a type name of the form package/${kind}/Name`;
  throw new IdlError(IdlErrorCode.SYNTAX, message, { file: typeName, line: 0, column: 0 });
}

function findIn(deps: Dependencies): FindMessage {
  return (typeName) => {
    const type = deps.find((dependency) => dependency.typeName === typeName);
    return type ?? (Object.hasOwn(STANDARD_DEFINITIONS, typeName) ? standardTypes().message(typeName) : undefined);
  };
}

function known(typeHash: string | undefined): { typeHash?: string } {
  return typeHash === undefined ? {} : { typeHash };
}
