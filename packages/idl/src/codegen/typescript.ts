import type {
  ConstantDefinition,
  ConstantValue,
  FieldDefinition,
  MessageDefinition,
  PrimitiveName,
} from '../definition.js';

const SCALAR: Readonly<Record<PrimitiveName | 'string' | 'wstring', string>> = {
  bool: 'boolean',
  byte: 'number',
  char: 'number',
  int8: 'number',
  uint8: 'number',
  int16: 'number',
  uint16: 'number',
  int32: 'number',
  uint32: 'number',
  int64: 'bigint',
  uint64: 'bigint',
  float32: 'number',
  float64: 'number',
  string: 'string',
  wstring: 'string',
};
const COLLECTION: Readonly<Record<PrimitiveName | 'string' | 'wstring', string>> = {
  bool: 'boolean[]',
  byte: 'Uint8Array',
  char: 'Uint8Array',
  int8: 'Int8Array',
  uint8: 'Uint8Array',
  int16: 'Int16Array',
  uint16: 'Uint16Array',
  int32: 'Int32Array',
  uint32: 'Uint32Array',
  int64: 'BigInt64Array',
  uint64: 'BigUint64Array',
  float32: 'Float32Array',
  float64: 'Float64Array',
  string: 'string[]',
  wstring: 'string[]',
};

/** `nav_msgs/msg/Path` as one identifier: no ROS type name has an underscore, so it collides with none. */
export function identifier(typeName: string): string {
  return typeName.replaceAll('/', '_');
}

/** A message as a TypeScript interface. */
export function interfaceSource(name: string, definition: MessageDefinition): string {
  const fields = definition.fields.map(
    (field) => `  /** ${describe(field)} */\n  ${field.name}: ${typeSource(field)};\n`,
  );
  return `/** \`${definition.typeName}\` */\nexport interface ${name} {\n${fields.join('')}}\n`;
}

/** The constants of a message as a type, each of its own value. */
export function constantsSource(constants: readonly ConstantDefinition[]): string {
  if (constants.length === 0) return 'Record<never, never>';
  return `{ ${constants.map(({ name, value }) => `readonly ${name}: ${literalType(value)}`).join('; ')} }`;
}

function typeSource({ element, container }: FieldDefinition): string {
  if (element.kind === 'nested') return identifier(element.typeName) + (container.kind === 'single' ? '' : '[]');
  const name = element.kind === 'primitive' ? element.name : element.kind;
  return (container.kind === 'single' ? SCALAR : COLLECTION)[name];
}

function literalType(value: ConstantValue): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number' && !Number.isFinite(value)) return 'number';
  return JSON.stringify(value);
}

/** The type as its definition has it, and the default. */
function describe({ element, container, defaultValue }: FieldDefinition): string {
  let type = element.kind === 'primitive' ? element.name : element.kind === 'nested' ? element.typeName : element.kind;
  if ((element.kind === 'string' || element.kind === 'wstring') && element.bound > 0) type += `<=${element.bound}`;
  if (container.kind === 'array') type += `[${container.length}]`;
  if (container.kind === 'sequence') type += container.bound > 0 ? `[<=${container.bound}]` : '[]';
  if (defaultValue === undefined) return `\`${type}\``;
  const shown = JSON.stringify(defaultValue, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  return `\`${type}\`, by default \`${shown.replaceAll('*/', '*\\/')}\``;
}
