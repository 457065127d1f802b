import type { ActionType } from './action-type.js';
import type { ConstantValue, FieldDefinition, MessageDefinition, PrimitiveName } from './definition.js';
import { actionStructure, serviceStructure } from './implicit.js';
import type { MessageType } from './message-type.js';
import type { ServiceType } from './service-type.js';

/** `type_description_interfaces/msg/FieldType` */
export interface FieldTypeDescription {
  type_id: number;
  /** Elements of an array or bounded sequence. */
  capacity: number;
  /** Bound of a string. */
  string_capacity: number;
  nested_type_name: string;
}

/** `type_description_interfaces/msg/IndividualTypeDescription` */
export interface IndividualTypeDescription {
  type_name: string;
  fields: { name: string; type: FieldTypeDescription; default_value: string }[];
}

/** `type_description_interfaces/msg/TypeDescription`: a type and, by name, all types it reaches. */
export interface TypeDescription {
  type_description: IndividualTypeDescription;
  referenced_type_descriptions: IndividualTypeDescription[];
}

/** Any linked type. */
export type LinkedType = MessageType<unknown> | ServiceType<unknown, unknown> | ActionType<unknown, unknown, unknown>;

/** The description of a type as ROS 2 distributes it and takes its hash of (REP 2011, REP 2016). */
export function describeType(type: LinkedType): TypeDescription {
  const reached = new Map<string, LinkedType>();
  collect(type, reached);
  reached.delete(type.typeName);
  const others = [...reached.values()].sort((a, b) => (a.typeName < b.typeName ? -1 : 1));
  return {
    type_description: describe(structureOf(type)),
    referenced_type_descriptions: others.map((other) => describe(structureOf(other))),
  };
}

function collect(type: LinkedType, reached: Map<string, LinkedType>): void {
  if (reached.has(type.typeName)) return;
  reached.set(type.typeName, type);
  for (const part of partsOf(type)) collect(part, reached);
}

function partsOf(type: LinkedType): readonly LinkedType[] {
  if (type.kind === 'message') return type.dependencies;
  if (type.kind === 'service') return [type.request, type.response, type.event];
  return [type.goal, type.result, type.feedback, type.sendGoal, type.getResult, type.feedbackMessage];
}

function structureOf(type: LinkedType): MessageDefinition {
  if (type.kind === 'message') return type.definition;
  return type.kind === 'service' ? serviceStructure(type.typeName) : actionStructure(type.typeName);
}

// type_description_interfaces/msg/FieldType. `char` of a .msg is a uint8; the char of .idl is another type.
const TYPE_IDS: Readonly<Record<PrimitiveName, number>> = {
  int8: 2,
  uint8: 3,
  char: 3,
  int16: 4,
  uint16: 5,
  int32: 6,
  uint32: 7,
  int64: 8,
  uint64: 9,
  float32: 10,
  float64: 11,
  bool: 15,
  byte: 16,
};
const NESTED_ID = 1;
const STRING_ID = { string: 17, wstring: 18 } as const;
const BOUNDED_STRING_ID = { string: 21, wstring: 22 } as const;
const ARRAY_OFFSET = 48;
const BOUNDED_SEQUENCE_OFFSET = 96;
const UNBOUNDED_SEQUENCE_OFFSET = 144;

/** What rosidl puts into an empty structure, which IDL does not allow. */
const PLACEHOLDER: FieldDefinition = {
  name: 'structure_needs_at_least_one_member',
  element: { kind: 'primitive', name: 'uint8' },
  container: { kind: 'single' },
};

function describe({ typeName, fields }: MessageDefinition): IndividualTypeDescription {
  return {
    type_name: typeName,
    fields: (fields.length === 0 ? [PLACEHOLDER] : fields).map((field) => ({
      name: field.name,
      type: describeField(field),
      default_value: describeDefault(field),
    })),
  };
}

function describeField({ element, container }: FieldDefinition): FieldTypeDescription {
  let typeId = NESTED_ID;
  if (element.kind === 'primitive') typeId = TYPE_IDS[element.name];
  else if (element.kind !== 'nested') typeId = (element.bound > 0 ? BOUNDED_STRING_ID : STRING_ID)[element.kind];
  let capacity = 0;
  if (container.kind === 'array') {
    typeId += ARRAY_OFFSET;
    capacity = container.length;
  } else if (container.kind === 'sequence') {
    typeId += container.bound > 0 ? BOUNDED_SEQUENCE_OFFSET : UNBOUNDED_SEQUENCE_OFFSET;
    capacity = container.bound;
  }
  return {
    type_id: typeId,
    capacity,
    string_capacity: element.kind === 'string' || element.kind === 'wstring' ? element.bound : 0,
    nested_type_name: element.kind === 'nested' ? element.typeName : '',
  };
}

/** Defaults are there as Python shows them: rosidl is written in it. */
function describeDefault({ defaultValue, element }: FieldDefinition): string {
  if (defaultValue === undefined) return '';
  const isFloat = element.kind === 'primitive' && element.name.startsWith('float');
  if (typeof defaultValue === 'string') return defaultValue;
  if (!Array.isArray(defaultValue)) return python(defaultValue as ConstantValue, isFloat);
  const items = (defaultValue as readonly ConstantValue[]).map((value) => python(value, isFloat));
  return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`;
}

function python(value: ConstantValue, isFloat: boolean): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string')
    return value.includes("'") && !value.includes('"') ? `"${value}"` : `'${value.replaceAll("'", "\\'")}'`;
  if (!isFloat) return String(value);
  const number = value as number;
  if (Number.isNaN(number)) return 'nan';
  if (!Number.isFinite(number)) return number > 0 ? 'inf' : '-inf';
  const magnitude = Math.abs(number);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e16)) {
    return number.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  return Number.isInteger(number) ? `${Object.is(number, -0) ? '-0' : number}.0` : String(number);
}
