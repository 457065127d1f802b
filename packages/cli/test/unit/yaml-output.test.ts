import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dumpYaml, yamlBoolean, yamlFloat, yamlInteger, type YamlNode } from '../../src/yaml-output.js';

const vectors = JSON.parse(
  readFileSync(join(__dirname, '../../../../vectors/ros2cli/pyyaml-dump.json'), 'utf8'),
) as Record<'strings' | 'specials' | 'documents', [string, string][]> & { floats: [number, string][] };

/** Numbers of the documents are integers, and larger than a double holds: they come as strings `#…`. */
function toNode(value: unknown): YamlNode {
  if (typeof value === 'boolean') return yamlBoolean(value);
  if (typeof value === 'string') return value.startsWith('#') ? yamlInteger(BigInt(value.slice(1))) : value;
  if (Array.isArray(value)) return value.map(toNode);
  return new Map(Object.entries(value as object).map(([key, item]) => [key, toNode(item)]));
}

function mismatches<T>(rows: readonly [T, string][], dump: (value: T) => string): unknown[] {
  return rows
    .map(([value, expected]) => ({ value, expected, actual: dump(value) }))
    .filter(({ expected, actual }) => expected !== actual);
}

describe('YAML is written as PyYAML writes it', () => {
  test('every string', () => {
    expect(vectors.strings.length).toBeGreaterThan(2000);
    expect(mismatches(vectors.strings, (text) => dumpYaml(new Map([['k', text]])))).toEqual([]);
  });

  test('every float', () => {
    expect(vectors.floats.length).toBeGreaterThan(1900);
    expect(mismatches(vectors.floats, (value) => dumpYaml(new Map([['k', yamlFloat(value)]])))).toEqual([]);
  });

  test('infinities and NaN', () => {
    expect(mismatches(vectors.specials, (name) => dumpYaml(new Map([['k', yamlFloat(Number(name))]])))).toEqual([]);
  });

  test('nested mappings and lists', () => {
    const dump = (json: string): string => dumpYaml(toNode(JSON.parse(json.replace(/-?\d+/g, '"#$&"'))));
    expect(mismatches(vectors.documents, dump)).toEqual([]);
  });
});
