import { parseAction } from './action-parser.js';
import { linkAction, type ActionType } from './action-type.js';
import type { Codec } from './codec/message-codec.js';
import type { Definition, MessageDefinition } from './definition.js';
import { IdlError, IdlErrorCode } from './errors.js';
import { linkMessage, type LinkOptions, type MessageType } from './message-type.js';
import { parseMessage } from './message-parser.js';
import { isFieldName, isTypeName, parseTypeName } from './names.js';
import { parseService } from './service-parser.js';
import { linkService, type ServiceType } from './service-type.js';
import { STANDARD_DEFINITIONS } from './standard.js';

/** A value whose type is known at run time only. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- fields of such a value are what the definition says
export type DynamicMessage = Record<string, any>;

export interface TypeRegistryOptions {
  /** False: codecs are closures, nothing becomes source. For definitions that came over the network. Default: true. */
  readonly codeGeneration?: boolean;
  /** Asked for what is not in this registry. Default: the types that ROS itself puts into services and actions. */
  readonly fallback?: TypeRegistry | undefined;
}

/**
 * Definitions by name, and the types linked from them when asked for. Types that a service or an action implies
 * (`pkg/srv/T_Request`, `pkg/action/T_SendGoal`, …) are found by their own names.
 */
export class TypeRegistry {
  readonly #definitions = new Map<string, Definition>();
  readonly #messages = new Map<string, MessageType<unknown>>();
  readonly #services = new Map<string, ServiceType<unknown, unknown>>();
  readonly #actions = new Map<string, ActionType<unknown, unknown, unknown>>();
  /** Message types being linked, outermost first: one that comes again contains itself. */
  readonly #linking: string[] = [];
  readonly #options: LinkOptions;
  readonly #fallback: TypeRegistry | undefined;

  constructor(options: TypeRegistryOptions = {}) {
    this.#options = { codeGeneration: options.codeGeneration ?? true };
    this.#fallback = 'fallback' in options ? options.fallback : standardTypes();
  }

  /** Adds a definition. The same one again is nothing new; another one of that name is an {@link IdlError}. */
  add(definition: Definition): this {
    validate(definition);
    const known = this.#definitions.get(definition.typeName);
    if (known !== undefined && fingerprint(known) !== fingerprint(definition)) {
      throw new IdlError(
        IdlErrorCode.CONFLICT,
        `${definition.typeName} is defined already, differently`,
        nowhere(definition.typeName),
      );
    }
    this.#definitions.set(definition.typeName, known ?? definition);
    return this;
  }

  /** Parses and adds: what the text is, a `.msg`, `.srv` or `.action`, follows from the middle of the name. */
  addText(typeName: string, text: string, file?: string): Definition {
    const definition = parseDefinition(typeName, text, file);
    this.add(definition);
    return definition;
  }

  /** Whether a definition of exactly that name was added here. */
  has(typeName: string): boolean {
    return this.#definitions.has(typeName);
  }

  /** The definition of a message type, nested names resolved. Throws {@link IdlError} where it or one of them is unknown. */
  resolve(typeName: string): MessageDefinition {
    return this.message(typeName).definition;
  }

  /** The linked message type of that name. Throws {@link IdlError}: unknown, or part of a cycle. */
  message(typeName: string): MessageType<DynamicMessage> {
    return (this.#findMessage(typeName) ?? unknown(typeName, 'message')) as MessageType<DynamicMessage>;
  }

  service(typeName: string): ServiceType<DynamicMessage, DynamicMessage> {
    return (this.#findService(typeName) ?? unknown(typeName, 'service')) as ServiceType<DynamicMessage, DynamicMessage>;
  }

  action(typeName: string): ActionType<DynamicMessage, DynamicMessage, DynamicMessage> {
    return (this.#findAction(typeName) ?? unknown(typeName, 'action')) as ActionType<
      DynamicMessage,
      DynamicMessage,
      DynamicMessage
    >;
  }

  /** The RIHS01 hash of a message, service or action type. */
  typeHash(typeName: string): string {
    const type = this.#findMessage(typeName) ?? this.#findService(typeName) ?? this.#findAction(typeName);
    return (type ?? unknown(typeName, 'type')).typeHash;
  }

  codec<T = DynamicMessage>(typeName: string): Codec<T> {
    return this.message(typeName).codec as unknown as Codec<T>;
  }

  readonly #find = (typeName: string): MessageType<unknown> | undefined => this.#findMessage(typeName);

  #findMessage(typeName: string): MessageType<unknown> | undefined {
    const linked = this.#messages.get(typeName);
    if (linked !== undefined) return linked;
    const definition = this.#definitions.get(typeName);
    if (definition?.kind !== 'message')
      return this.#findImplicit(typeName) ?? this.#inFallback((registry) => registry.#findMessage(typeName));
    const type = this.#guarded(typeName, () => linkMessage(definition, this.#find, this.#options));
    this.#messages.set(typeName, type);
    return type;
  }

  #findService(typeName: string): ServiceType<unknown, unknown> | undefined {
    const linked = this.#services.get(typeName);
    if (linked !== undefined) return linked;
    const definition = this.#definitions.get(typeName);
    if (definition?.kind !== 'service') {
      const [, action, service] = /^(.*\/action\/[^_]*)_(SendGoal|GetResult)$/.exec(typeName) ?? [];
      const type = action === undefined ? undefined : this.#findAction(action);
      return (
        (service === 'SendGoal' ? type?.sendGoal : type?.getResult) ??
        this.#inFallback((registry) => registry.#findService(typeName))
      );
    }
    const type = this.#guarded(typeName, () => linkService(definition, this.#find, this.#options));
    this.#services.set(typeName, type);
    return type;
  }

  #findAction(typeName: string): ActionType<unknown, unknown, unknown> | undefined {
    const linked = this.#actions.get(typeName);
    if (linked !== undefined) return linked;
    const definition = this.#definitions.get(typeName);
    if (definition?.kind !== 'action') return this.#inFallback((registry) => registry.#findAction(typeName));
    const cancelGoal = (): ServiceType<unknown, unknown> => this.service('action_msgs/srv/CancelGoal');
    const type = this.#guarded(typeName, () => linkAction(definition, this.#find, cancelGoal, this.#options));
    this.#actions.set(typeName, type);
    return type;
  }

  /** `pkg/srv/T_Request`, `pkg/action/T_Goal`, `pkg/action/T_SendGoal_Event` … */
  #findImplicit(typeName: string): MessageType<unknown> | undefined {
    const [, owner, part] = /^(.*\/(?:srv|action)\/.*)_(\w+)$/.exec(typeName) ?? [];
    if (owner === undefined) return undefined;
    switch (part) {
      case 'Request':
        return this.#findService(owner)?.request;
      case 'Response':
        return this.#findService(owner)?.response;
      case 'Event':
        return this.#findService(owner)?.event;
      case 'Goal':
        return this.#findAction(owner)?.goal;
      case 'Result':
        return this.#findAction(owner)?.result;
      case 'Feedback':
        return this.#findAction(owner)?.feedback;
      case 'FeedbackMessage':
        return this.#findAction(owner)?.feedbackMessage;
      default:
        return undefined;
    }
  }

  #inFallback<T>(find: (registry: TypeRegistry) => T): T | undefined {
    return this.#fallback === undefined ? undefined : find(this.#fallback);
  }

  #guarded<T>(typeName: string, link: () => T): T {
    const start = this.#linking.indexOf(typeName);
    if (start !== -1) {
      const cycle = [...this.#linking.slice(start), typeName].join(' → ');
      throw new IdlError(IdlErrorCode.CYCLE, `a type cannot contain itself: ${cycle}`, nowhere(typeName));
    }
    this.#linking.push(typeName);
    try {
      return link();
    } finally {
      this.#linking.pop();
    }
  }
}

let standard: TypeRegistry | undefined;

/** The types that ROS itself puts into services and actions: Time, UUID, ServiceEventInfo, CancelGoal … */
export function standardTypes(): TypeRegistry {
  if (standard === undefined) {
    standard = new TypeRegistry({ fallback: undefined });
    for (const [typeName, text] of Object.entries(STANDARD_DEFINITIONS)) standard.addText(typeName, text);
  }
  return standard;
}

/** Parses a text as what the middle of `typeName` says it is. Throws {@link IdlError}. */
export function parseDefinition(typeName: string, text: string, file?: string): Definition {
  const parts = parseTypeName(typeName);
  if (parts === undefined)
    throw new IdlError(IdlErrorCode.SYNTAX, `'${typeName}' is no type name`, nowhere(file ?? typeName));
  const { packageName, name, kind } = parts;
  const options = { packageName, name, ...(file === undefined ? {} : { file }) };
  if (kind === 'msg') return parseMessage(text, options);
  return kind === 'srv' ? parseService(text, options) : parseAction(text, options);
}

const nowhere = (file: string): { file: string; line: number; column: number } => ({ file, line: 0, column: 0 });

function unknown(typeName: string, what: string): never {
  throw new IdlError(IdlErrorCode.UNKNOWN_TYPE, `no such ${what}: ${typeName}`, nowhere(typeName));
}

/** A definition that was not parsed here may hold anything where names should be. */
function validate(definition: Definition): void {
  const messages =
    definition.kind === 'message'
      ? [definition]
      : definition.kind === 'service'
        ? [definition.request, definition.response]
        : [definition.goal, definition.result, definition.feedback];
  for (const { typeName, fields } of [definition as { typeName: string; fields?: never }, ...messages]) {
    if (!isTypeName(typeName))
      throw new IdlError(IdlErrorCode.SYNTAX, `'${typeName}' is no type name`, nowhere(typeName));
    for (const { name } of (fields ?? []) as MessageDefinition['fields']) {
      if (!isFieldName(name)) throw new IdlError(IdlErrorCode.SYNTAX, `'${name}' is no field name`, nowhere(typeName));
    }
  }
}

function fingerprint(definition: Definition): string {
  return JSON.stringify(definition, (key, value: unknown) =>
    key === 'location' ? undefined : typeof value === 'bigint' ? `${value}n` : value,
  );
}
