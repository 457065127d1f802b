// From the YAML that a user typed to the values of a goal, converting as rosidl_runtime_py's set_message_fields does
// and failing with its words. It is stricter in two places, where Python would send a robot something else than what was
// typed: a number with a fraction is no integer, and a string is no boolean (Python takes 'false' for true).
import type { FieldDefinition, MessageType, Time } from '@rclts/idl';
import { nestedType } from './message-yaml.js';
import { pythonString, pythonText, pythonType } from './python-text.js';
import type { YamlValue } from './yaml-input.js';

/** A value that does not fit, under the name that Python gives such an error. */
export class GoalValueError extends Error {
  constructor(name: 'AttributeError' | 'TypeError' | 'ValueError' | 'AssertionError', message: string) {
    super(message);
    this.name = name;
  }

  /** As Python's `repr` writes an exception. */
  toPython(): string {
    return `${this.name}(${pythonString(this.message)})`;
  }
}

/** What `now` and `auto` stand for. */
export type Clock = () => Time;

/** The fields that `values` sets, by name. Fields that it leaves out are left out. Throws GoalValueError. */
export function goalValues(values: YamlValue, type: MessageType<unknown>, now: Clock): Record<string, unknown> {
  if (!(values instanceof Map)) throw noDictionary(values);
  const fields = new Map(type.definition.fields.map((field) => [field.name, field]));
  const result: Record<string, unknown> = {};
  for (const [key, value] of values as ReadonlyMap<YamlValue, YamlValue>) {
    if (typeof key !== 'string') {
      throw new GoalValueError('TypeError', `attribute name must be string, not '${pythonType(key)}'`);
    }
    const field = fields.get(key);
    if (field === undefined) {
      const name = type.typeName.slice(type.typeName.lastIndexOf('/') + 1);
      throw new GoalValueError('AttributeError', `'${name}' object has no attribute '${key}'`);
    }
    result[key] = fieldValue(value, field, type, now);
  }
  return result;
}

function fieldValue(value: YamlValue, field: FieldDefinition, type: MessageType<unknown>, now: Clock): unknown {
  if (field.container.kind === 'single') return elementValue(value, field, type, now);
  if (!Array.isArray(value)) {
    throw new GoalValueError('TypeError', `The '${field.name}' field must be a sequence, not '${pythonType(value)}'`);
  }
  return (value as readonly YamlValue[]).map((item) => elementValue(item, field, type, now));
}

function elementValue(
  value: YamlValue,
  { element, name }: FieldDefinition,
  type: MessageType<unknown>,
  now: Clock,
): unknown {
  switch (element.kind) {
    case 'nested':
      if (value === 'auto' && element.typeName === 'std_msgs/msg/Header') return { stamp: now() };
      if (value === 'now' && element.typeName === 'builtin_interfaces/msg/Time') return now();
      return goalValues(value, nestedType(element.typeName, type), now);
    case 'string':
    case 'wstring':
      if (value instanceof Map || Array.isArray(value)) throw mustBe(name, 'str');
      return pythonText(value);
    case 'primitive':
      break;
  }
  switch (element.name) {
    case 'bool':
      if (typeof value === 'bigint' || typeof value === 'number') return Boolean(value);
      if (typeof value !== 'boolean') throw mustBe(name, 'bool');
      return value;
    case 'float32':
    case 'float64':
      return floatValue(value, element.name, name);
    case 'byte':
      if (typeof value === 'string' && value.length === 1)
        return integerValue(BigInt(value.charCodeAt(0)), 'byte', name);
      return integerValue(value, 'byte', name);
    default:
      return integerValue(value, element.name, name);
  }
}

const bits: Readonly<Record<string, number>> = { byte: 8, char: 8, int8: 8, uint8: 8, int16: 16, uint16: 16 };

function integerValue(value: YamlValue, type: string, name: string): number | bigint {
  const integer = toInteger(value, name);
  const width = BigInt(bits[type] ?? (type.endsWith('64') ? 64 : 32));
  const isSigned = type.startsWith('int');
  const low = isSigned ? -(1n << (width - 1n)) : 0n;
  const high = (1n << (isSigned ? width - 1n : width)) - 1n;
  if (integer < low || integer > high) {
    const kind = isSigned ? 'an integer' : 'an unsigned integer';
    throw new GoalValueError('AssertionError', `The '${name}' field must be ${kind} in [${low}, ${high}]`);
  }
  return width === 64n ? integer : Number(integer);
}

function toInteger(value: YamlValue, name: string): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  if (typeof value === 'string') {
    if (/^\s*[-+]?\d+\s*$/.test(value)) return BigInt(value.replace('+', ''));
    throw new GoalValueError('ValueError', `invalid literal for int() with base 10: ${pythonString(value)}`);
  }
  throw typeof value === 'number' ? mustBe(name, 'int') : noDictionary(value);
}

function floatValue(value: YamlValue, type: 'float32' | 'float64', name: string): number {
  const number = toFloat(value);
  const largest = type === 'float32' ? 3.402823466e38 : Infinity;
  if (Number.isFinite(number) && Math.abs(number) > largest) {
    const text = `The '${name}' field must be a float in [-3.402823466e+38, 3.402823466e+38]`;
    throw new GoalValueError('AssertionError', text);
  }
  return number;
}

function toFloat(value: YamlValue): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint' || typeof value === 'boolean') return Number(value);
  if (typeof value !== 'string') throw noDictionary(value);
  const text = value.trim().toLowerCase();
  const special = /^([-+]?)(inf|infinity|nan)$/.exec(text);
  if (special) return special[2] === 'nan' ? NaN : special[1] === '-' ? -Infinity : Infinity;
  if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/.test(text)) return Number(text);
  throw new GoalValueError('ValueError', `could not convert string to float: ${pythonString(value)}`);
}

/** Python's set_message_fields says this of whatever it cannot convert, of numbers too. */
function noDictionary(value: YamlValue): GoalValueError {
  const text = `Value '${pythonText(value)}' is expected to be a dictionary but is a ${pythonType(value)}`;
  return new GoalValueError('TypeError', text);
}

function mustBe(name: string, type: string): GoalValueError {
  return new GoalValueError('AssertionError', `The '${name}' field must be of type '${type}'`);
}
