// Messages as YAML: what `ros2` prints for goals, feedback and results.
import type { ElementType, FieldDefinition, MessageType } from '@rclts/idl';
import { dumpYaml, yamlBoolean, yamlFloat, yamlInteger, type YamlNode } from './yaml-output.js';

/** `value`, a complete message of `type`, as one YAML document. */
export function messageToYaml(value: unknown, type: MessageType<unknown>): string {
  return dumpYaml(messageNode(value, type));
}

/** The type of a nested field. A linked type has all of them. */
export function nestedType(typeName: string, type: MessageType<unknown>): MessageType<unknown> {
  const found = type.dependencies.find((one) => one.typeName === typeName);
  if (found === undefined) throw new Error(`${type.typeName} was linked without ${typeName}`);
  return found;
}

function messageNode(value: unknown, type: MessageType<unknown>): YamlNode {
  const message = value as Readonly<Record<string, unknown>>;
  return new Map(type.definition.fields.map((field) => [field.name, fieldNode(message[field.name], field, type)]));
}

function fieldNode(value: unknown, { element, container }: FieldDefinition, type: MessageType<unknown>): YamlNode {
  if (container.kind === 'single') return elementNode(value, element, type);
  return Array.from(value as Iterable<unknown>, (item) => elementNode(item, element, type));
}

function elementNode(value: unknown, element: ElementType, type: MessageType<unknown>): YamlNode {
  switch (element.kind) {
    case 'nested':
      return messageNode(value, nestedType(element.typeName, type));
    case 'string':
    case 'wstring':
      return value as string;
    case 'primitive':
      break;
  }
  switch (element.name) {
    case 'bool':
      return yamlBoolean(value as boolean);
    case 'float32':
    case 'float64':
      return yamlFloat(value as number);
    case 'byte':
      // A byte is `bytes` in Python, and rosidl_runtime_py prints those as characters.
      return String.fromCharCode(value as number);
    default:
      return yamlInteger(value as number | bigint);
  }
}
