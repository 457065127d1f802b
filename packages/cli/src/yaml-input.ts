// Reads what a user types as a goal, as PyYAML's safe_load would: the `yaml` package parses, our own tags decide what a
// plain scalar means (its YAML 1.1 schema reads the field name `y` as true).
import { parseDocument, type ScalarTag } from 'yaml';
import {
  falsePattern,
  floatOf,
  floatPattern,
  integerOf,
  integerPattern,
  nullPattern,
  truePattern,
} from './yaml-scalars.js';

/** What YAML text becomes: integers are bigint, floats are number, mappings are Map. */
export type YamlValue = null | boolean | bigint | number | string | readonly YamlValue[] | YamlMap;
export type YamlMap = ReadonlyMap<YamlValue, YamlValue>;

function plain(name: string, test: RegExp, resolve: (text: string) => unknown): ScalarTag {
  return { tag: `tag:yaml.org,2002:${name}`, default: true, test, resolve };
}

const tags: readonly ScalarTag[] = [
  plain('null', nullPattern, () => null),
  plain('bool', truePattern, () => true),
  plain('bool', falsePattern, () => false),
  plain('int', integerPattern, integerOf),
  plain('float', floatPattern, floatOf),
  // `!!float 1`: said outright, it need not look like one.
  {
    tag: 'tag:yaml.org,2002:float',
    default: false,
    resolve: (text) => (floatPattern.test(text) ? floatOf(text) : Number(text)),
  },
];

/** The value of one YAML document. Throws a SyntaxError that says where the text is wrong. */
export function readYaml(text: string): YamlValue {
  const document = parseDocument(text, {
    version: '1.1',
    schema: 'failsafe',
    customTags: (failsafe) => [...failsafe, ...tags],
    merge: true,
    // PyYAML lets the last of two equal keys win.
    uniqueKeys: false,
    strict: false,
    logLevel: 'silent',
  });
  const [error] = document.errors;
  if (error !== undefined) throw new SyntaxError(error.message);
  try {
    return document.toJS({ mapAsMap: true }) as YamlValue;
  } catch (cause) {
    // What is wrong with `<<`, with an alias of nothing, or with too many aliases shows only now.
    throw new SyntaxError((cause as Error).message, { cause });
  }
}
