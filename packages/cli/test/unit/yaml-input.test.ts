import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readYaml, type YamlValue } from '../../src/yaml-input.js';

const { loads } = JSON.parse(readFileSync(join(__dirname, '../../../../vectors/ros2cli/pyyaml-load.json'), 'utf8')) as {
  loads: [string, unknown][];
};

/** As vectors/ros2cli/pyyaml-load.py writes values down. */
function tagged(value: YamlValue): unknown {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'bigint') return { int: String(value) };
  if (typeof value === 'number') return { float: Number.isInteger(value) ? value.toFixed(1) : pythonFloat(value) };
  if (value instanceof Map) return { map: Array.from(value, ([key, item]) => [tagged(key), tagged(item)]) };
  return (value as readonly YamlValue[]).map(tagged);
}

function pythonFloat(value: number): string {
  return Number.isNaN(value) ? 'nan' : String(value).replace('Infinity', 'inf');
}

describe('YAML is read as PyYAML reads it', () => {
  test.each(loads)('%j', (text, expected) => {
    expect(tagged(readYaml(text))).toEqual(expected);
  });

  test('what is no YAML is an error that says where', () => {
    expect(() => readYaml('{order: 5')).toThrow(/line 1, column \d+/);
  });

  test.each(['{<<}', '{<<: 5}', '*nobody'])('%j is no YAML either', (text) => {
    expect(() => readYaml(text)).toThrow(SyntaxError);
  });
});
