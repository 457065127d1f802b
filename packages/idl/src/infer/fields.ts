import type { MessageType } from '../message-type.js';
import type { StandardMessages } from '../standard.js';

/** Types passed as `deps`, for look-up by name. */
export type Dependencies = readonly MessageType<unknown>[];

/** Stands where a type is nested that neither is standard nor was passed in `deps`. */
export interface MissingDependency<TypeName extends string> {
  readonly 'pass the type in deps': TypeName;
}

interface Scalars {
  bool: boolean;
  byte: number;
  char: number;
  int8: number;
  uint8: number;
  int16: number;
  uint16: number;
  int32: number;
  uint32: number;
  int64: bigint;
  uint64: bigint;
  float32: number;
  float64: number;
  string: string;
  wstring: string;
}

interface Collections {
  bool: boolean[];
  byte: Uint8Array;
  char: Uint8Array;
  int8: Int8Array;
  uint8: Uint8Array;
  int16: Int16Array;
  uint16: Uint16Array;
  int32: Int32Array;
  uint32: Uint32Array;
  int64: BigInt64Array;
  uint64: BigUint64Array;
  float32: Float32Array;
  float64: Float64Array;
  string: string[];
  wstring: string[];
}

type WithoutBound<Type extends string> = Type extends `${infer Base}<=${string}` ? Base : Type;

/** `Pose`, `pkg/Pose` and `pkg/msg/Pose` as `pkg/msg/Pose`. */
type FullName<Type extends string, Package extends string> = Type extends `${string}/msg/${string}`
  ? Type
  : Type extends `${infer Owner}/${infer Name}`
    ? `${Owner}/msg/${Name}`
    : `${Package}/msg/${Type}`;

type MessageOfDependency<TypeName extends string, Deps extends Dependencies> =
  Extract<Deps[number], { readonly typeName: TypeName }> extends MessageType<infer Message> ? Message : never;

/** The message of that name; `Header` without a package is std_msgs' where the package has none. */
type Nested<TypeName extends string, Deps extends Dependencies> = TypeName extends Deps[number]['typeName']
  ? MessageOfDependency<TypeName, Deps>
  : TypeName extends keyof StandardMessages
    ? StandardMessages[TypeName]
    : TypeName extends `${string}/msg/Header`
      ? 'std_msgs/msg/Header' extends Deps[number]['typeName']
        ? MessageOfDependency<'std_msgs/msg/Header', Deps>
        : MissingDependency<'std_msgs/msg/Header'>
      : MissingDependency<TypeName>;

/** The value of a field whose type is written `Type`. */
type FieldValue<
  Type extends string,
  Package extends string,
  Deps extends Dependencies,
> = Type extends `${infer Element}[${string}`
  ? WithoutBound<Element> extends keyof Collections
    ? Collections[WithoutBound<Element>]
    : Nested<FullName<Element, Package>, Deps>[]
  : WithoutBound<Type> extends keyof Scalars
    ? Scalars[WithoutBound<Type>]
    : Nested<FullName<Type, Package>, Deps>;

/** The message that a union of declarations defines. */
export type MessageOfDeclarations<D, Package extends string, Deps extends Dependencies> = {
  [F in D as F extends ['field', infer Name extends string, string] ? Name : never]: F extends [
    'field',
    string,
    infer Type extends string,
  ]
    ? FieldValue<Type, Package, Deps>
    : never;
};

/** Its constants: each of its type, not of its value. */
export type ConstantsOfDeclarations<D> = {
  readonly [F in D as F extends ['constant', infer Name extends string, string] ? Name : never]: F extends [
    'constant',
    string,
    infer Type extends keyof Scalars,
  ]
    ? Scalars[Type]
    : never;
};

/** The names of the nested types that nobody knows; never: none. */
export type Missing<D, Package extends string, Deps extends Dependencies> = D extends [
  'field',
  string,
  infer Type extends string,
]
  ? FieldValue<Type, Package, Deps> extends infer Value
    ? Value extends MissingDependency<infer TypeName> | MissingDependency<infer TypeName>[]
      ? TypeName
      : never
    : never
  : never;
