// Messages as YAML: what `ros2` prints for goals, feedback and results.
import type { ElementType, FieldDefinition, MessageDefinition } from '@rclts/idl';
import { dumpYaml, yamlBoolean, yamlFloat, yamlInteger, type YamlNode } from './yaml-output.js';

/** Finds the definition of a nested message. */
export type FindDefinition = (typeName: string) => MessageDefinition;

/** `value`, a complete message, as one YAML document. */
export function messageToYaml(value: unknown, definition: MessageDefinition, find: FindDefinition): string {
  return dumpYaml(messageNode(value, definition, find));
}

function messageNode(value: unknown, definition: MessageDefinition, find: FindDefinition): YamlNode {
  const message = value as Readonly<Record<string, unknown>>;
  return new Map(definition.fields.map((field) => [field.name, fieldNode(message[field.name], field, find)]));
}

function fieldNode(value: unknown, { element, container }: FieldDefinition, find: FindDefinition): YamlNode {
  if (container.kind === 'single') return elementNode(value, element, find);
  return Array.from(value as Iterable<unknown>, (item) => elementNode(item, element, find));
}

function elementNode(value: unknown, element: ElementType, find: FindDefinition): YamlNode {
  switch (element.kind) {
    case 'nested':
      return messageNode(value, find(element.typeName), find);
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
