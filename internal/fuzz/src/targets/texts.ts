import { CdrError } from '@rclts/cdr';
import { IdlError, parseDefinition, standardTypes, TypeRegistry } from '@rclts/idl';
import { goalValues, GoalValueError } from '../../../../packages/cli/src/goal-values.js';
import { messageToYaml } from '../../../../packages/cli/src/message-yaml.js';
import { readYaml, type YamlValue } from '../../../../packages/cli/src/yaml-input.js';
import { check, type Target } from '../loop/target.js';
import type { Vectors } from './vectors.js';

const WORDS = [
  'int32',
  'string<=',
  'float64[',
  '<=3]',
  ' x',
  '\n---\n',
  '=',
  ' "',
  '#',
  '[]',
  'Header',
  'bool',
  '\\u',
  'true',
];
const YAML_WORDS = [
  '{',
  '}',
  '[',
  ']',
  ': ',
  '- ',
  '&a ',
  '*a',
  '<<',
  '!!float ',
  '"',
  "'",
  '|\n',
  '\n',
  '0x',
  '1:2',
  '.inf',
  '~',
  '? ',
];
const MAX_DEFINITION = 2_048;

/** The texts of interfaces; the first octet says what kind of text it is. */
export function definitionsTarget(vectors: Vectors): Target {
  const kinds = ['msg', 'srv', 'action'] as const;
  return {
    name: 'definitions',
    title: '.msg, .srv and .action',
    modules: ['packages/idl/src/syntax/', 'packages/idl/src/message-parser.ts', 'packages/idl/src/type-description.ts'],
    weight: 5,
    maxLength: MAX_DEFINITION,
    dictionary: WORDS.map(octetsOfText),
    seeds: () =>
      vectors
        .definitions()
        .map(([typeName, text]) => {
          const kind = kinds.findIndex((one) => typeName.includes(`/${one}/`));
          return Uint8Array.of(kind, ...octetsOfText(text));
        })
        .filter(({ length }) => length <= MAX_DEFINITION),
    run(input) {
      const typeName = `fuzz/${kinds[(input[0] ?? 0) % kinds.length] ?? 'msg'}/Text`;
      try {
        const definition = parseDefinition(typeName, textOf(input.subarray(1)));
        const registry = new TypeRegistry({ codeGeneration: false, fallback: standardTypes() });
        registry.add(definition);
        check(/^RIHS01_[0-9a-f]{64}$/.test(registry.typeHash(typeName)), 'a type has a hash');
      } catch (error) {
        if (!(error instanceof IdlError)) throw error;
        check(error.line >= 0 && error.column >= 0, 'an error says where');
      }
    },
  };
}

/** What a user types as a goal, and how it is printed. The first octet says the type. */
export function yamlTarget(vectors: Vectors): Target {
  const registry = new TypeRegistry({ codeGeneration: false });
  for (const [typeName, text] of vectors.definitions()) registry.addText(typeName, text);
  const types = [
    'test_msgs/msg/Arrays',
    'test_msgs/msg/BasicTypes',
    'test_msgs/msg/WStrings',
    'geometry_msgs/msg/PoseStamped',
  ]
    .concat(['test_msgs/action/Fibonacci_Goal', 'test_msgs/msg/BoundedSequences', 'test_msgs/msg/MultiNested'])
    .map((typeName) => registry.message(typeName));
  const now = (): { sec: number; nanosec: number } => ({ sec: 1, nanosec: 2 });
  let read: { readonly type: (typeof types)[number]; readonly message: Record<string, unknown> } | undefined;
  return {
    name: 'yaml',
    title: 'YAML of the command line',
    modules: ['packages/cli/src/yaml-', 'packages/cli/src/goal-values.ts', 'packages/cli/src/message-yaml.ts'],
    weight: 1,
    // Nobody but the user says what is in it, once a command; the library that parses it keeps comments and positions.
    msPerKb: 10,
    maxLength: 512,
    dictionary: YAML_WORDS.map(octetsOfText),
    seeds: () => [
      ...vectors.yamlTexts().map((text, index) => Uint8Array.of(index % 7, ...octetsOfText(text))),
      ...types.map((type, index) => Uint8Array.of(index, ...octetsOfText(messageToYaml(type.codec.defaults(), type)))),
    ],
    run(input) {
      read = undefined;
      const type = types[(input[0] ?? 0) % types.length];
      if (type === undefined) return;
      let value: YamlValue;
      try {
        value = readYaml(textOf(input.subarray(1)));
      } catch (error) {
        if (error instanceof SyntaxError) return;
        throw error;
      }
      try {
        const message = type.codec.normalize(goalValues(value, type, now));
        type.codec.encode(message);
        read = { type, message };
      } catch (error) {
        // A value that does not fit its field: said in Python's words, or by the codec with the field's path.
        const isTold = error instanceof GoalValueError || error instanceof RangeError || error instanceof TypeError;
        if (!isTold && !(error instanceof CdrError)) throw error;
        check(
          !/is not a function|undefined|Maximum call stack/.test(error.message),
          `a mistake of ours: ${error.message}`,
        );
      }
    },
    verify() {
      if (read === undefined) return;
      const { type, message } = read;
      const printed = messageToYaml(message, type);
      const again = type.codec.normalize(goalValues(readYaml(printed), type, now));
      check(messageToYaml(again, type) === printed, `reads back what it prints: ${printed}`);
    },
  };
}

/** Octets that are no UTF-8 become U+FFFD. */
function textOf(octets: Uint8Array): string {
  return new TextDecoder().decode(octets);
}

function octetsOfText(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
