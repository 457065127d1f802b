import type { Codec } from './codec/message-codec.js';
import { MessageCodec } from './codec/message-codec.js';
import { compile, type MessageProgram } from './codec/program.js';
import type { ConstantValue, ElementType, FieldDefinition, MessageDefinition } from './definition.js';
import { IdlError, IdlErrorCode } from './errors.js';
import { typeHash } from './rihs01.js';

/** Constants of a definition by name. */
export type Constants = Readonly<Record<string, ConstantValue>>;

/**
 * A message type, linked: its definition, the types that it nests, its hash and its codec. What generated modules export, what
 * `defineMessage` returns and what publishers and subscriptions take.
 */
export interface MessageType<T, Name extends string = string, C = Constants> {
  readonly kind: 'message';
  /** `std_msgs/msg/String` */
  readonly typeName: Name;
  /** `RIHS01_` and 64 hexadecimal digits (REP 2016). */
  readonly typeHash: string;
  readonly definition: MessageDefinition;
  /** The types of the nested fields, each once. */
  readonly dependencies: readonly MessageType<unknown>[];
  readonly constants: C;
  readonly codec: Codec<T>;
}

/** Finds a message type by its full name. */
export type FindMessage = (typeName: string) => MessageType<unknown> | undefined;

export interface LinkOptions {
  /** Known already, where a build step worked it out. */
  readonly typeHash?: string;
  /** False: nothing of this type ever becomes source (types learnt from the network). Default: true. */
  readonly codeGeneration?: boolean;
}

/** Links a definition to the types that it nests. Throws {@link IdlError} where one is unknown. */
export function linkMessage(
  definition: MessageDefinition,
  find: FindMessage,
  options: LinkOptions = {},
): MessageType<unknown> {
  const dependencies = new Map<string, MessageType<unknown>>();
  const fields = definition.fields.map((field): FieldDefinition => {
    if (field.element.kind !== 'nested') return field;
    const type = findNested(field, field.element, definition, find);
    dependencies.set(type.typeName, type);
    return type.typeName === field.element.typeName
      ? field
      : { ...field, element: { kind: 'nested', typeName: type.typeName } };
  });
  return new LinkedMessage({ ...definition, fields }, dependencies, options);
}

function findNested(
  field: FieldDefinition,
  element: Extract<ElementType, { kind: 'nested' }>,
  definition: MessageDefinition,
  find: FindMessage,
): MessageType<unknown> {
  const { typeName } = element;
  // `Header` without a package means std_msgs' everywhere, as it always has; a package's own comes first.
  const type = find(typeName) ?? (typeName.endsWith('/msg/Header') ? find('std_msgs/msg/Header') : undefined);
  if (type !== undefined) return type;
  const location = field.location ?? { file: definition.typeName, line: 0, column: 0 };
  throw new IdlError(
    IdlErrorCode.UNKNOWN_TYPE,
    `'${field.name}' is of type ${typeName}, which is not known here`,
    location,
  );
}

class LinkedMessage implements MessageType<unknown> {
  readonly kind = 'message';
  readonly typeName: string;
  readonly definition: MessageDefinition;
  readonly dependencies: readonly MessageType<unknown>[];
  readonly constants: Constants;
  readonly #byName: ReadonlyMap<string, MessageType<unknown>>;
  readonly #codeGeneration: boolean;
  #typeHash: string | undefined;
  #codec: MessageCodec<unknown> | undefined;

  constructor(definition: MessageDefinition, byName: ReadonlyMap<string, MessageType<unknown>>, options: LinkOptions) {
    this.typeName = definition.typeName;
    this.definition = definition;
    this.dependencies = [...byName.values()];
    this.constants = Object.freeze(Object.fromEntries(definition.constants.map(({ name, value }) => [name, value])));
    this.#byName = byName;
    this.#codeGeneration = options.codeGeneration ?? true;
    this.#typeHash = options.typeHash;
  }

  // Hash and codec are made when first asked for: a program imports many types and uses few.
  get typeHash(): string {
    return (this.#typeHash ??= typeHash(this));
  }

  get codec(): MessageCodec<unknown> {
    const options = { codeGeneration: this.#codeGeneration };
    const nested = (typeName: string): MessageProgram => programOf(this.#byName.get(typeName), typeName);
    return (this.#codec ??= new MessageCodec(this.typeName, compile(this.definition, nested, options)));
  }
}

function programOf(type: MessageType<unknown> | undefined, typeName: string): MessageProgram {
  if (type === undefined) throw new Error(`${typeName} was not linked`);
  return (type.codec as MessageCodec<unknown>).program;
}
