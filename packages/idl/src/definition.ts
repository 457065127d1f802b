import type { SourceLocation } from './errors.js';

/** The primitive types of `.msg`, by the names they have there. */
export const PRIMITIVE_NAMES = [
  'bool',
  'byte',
  'char',
  'int8',
  'uint8',
  'int16',
  'uint16',
  'int32',
  'uint32',
  'int64',
  'uint64',
  'float32',
  'float64',
] as const;
export type PrimitiveName = (typeof PRIMITIVE_NAMES)[number];

/** The type of one element: a primitive, a string with an optional bound, or another message by its full name. */
export type ElementType =
  | { readonly kind: 'primitive'; readonly name: PrimitiveName }
  /** `bound` 0: none. It counts octets of UTF-8, of a wstring UTF-16 units. */
  | { readonly kind: 'string' | 'wstring'; readonly bound: number }
  | { readonly kind: 'nested'; readonly typeName: string };

/** How many elements a field holds. `bound` 0: none. */
export type Container =
  | { readonly kind: 'single' }
  | { readonly kind: 'array'; readonly length: number }
  | { readonly kind: 'sequence'; readonly bound: number };

/** A value in a definition: a number, a bigint for 64-bit integers, a boolean or a string. */
export type ConstantValue = number | bigint | boolean | string;

export interface FieldDefinition {
  readonly name: string;
  readonly element: ElementType;
  readonly container: Container;
  /** Absent: zero, false, empty. */
  readonly defaultValue?: ConstantValue | readonly ConstantValue[];
  /** Where it was defined; absent in what a service or an action implies. */
  readonly location?: SourceLocation;
}

export interface ConstantDefinition {
  readonly name: string;
  readonly type: PrimitiveName | 'string' | 'wstring';
  readonly value: ConstantValue;
}

/** A `.msg`, or one part of a `.srv` or `.action`. */
export interface MessageDefinition {
  readonly kind: 'message';
  /** `pkg/msg/T`, `pkg/srv/T_Request`, `pkg/action/T_Goal` … */
  readonly typeName: string;
  readonly fields: readonly FieldDefinition[];
  readonly constants: readonly ConstantDefinition[];
}

/** A `.srv`. */
export interface ServiceDefinition {
  readonly kind: 'service';
  readonly typeName: string;
  readonly request: MessageDefinition;
  readonly response: MessageDefinition;
}

/** A `.action`. */
export interface ActionDefinition {
  readonly kind: 'action';
  readonly typeName: string;
  readonly goal: MessageDefinition;
  readonly result: MessageDefinition;
  readonly feedback: MessageDefinition;
}

export type Definition = MessageDefinition | ServiceDefinition | ActionDefinition;
