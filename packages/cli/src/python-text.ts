// Values as Python writes them: the words of ros2's errors, and its floats.
import type { YamlValue } from './yaml-input.js';

/** A float as Python's `repr` writes it: `1.0`, `1e-07`, `inf`. */
export function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  // Both languages choose the shortest digits that read back; they differ in where the exponent begins.
  const [mantissa = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) {
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  const text = exponent < 0 ? value.toFixed(-exponent + mantissa.replace(/^-?\d\.?/, '').length) : String(value);
  return text.includes('.') ? text : `${text}.0`;
}

/** As Python's `str` writes it. */
export function pythonText(value: YamlValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return pythonFloat(value);
  if (value instanceof Map) {
    const entries = value as ReadonlyMap<YamlValue, YamlValue>;
    return `{${Array.from(entries, ([key, item]) => `${pythonRepr(key)}: ${pythonRepr(item)}`).join(', ')}}`;
  }
  return Array.isArray(value) ? `[${(value as readonly YamlValue[]).map(pythonRepr).join(', ')}]` : String(value);
}

function pythonRepr(value: YamlValue): string {
  return typeof value === 'string' ? pythonString(value) : pythonText(value);
}

/** A string as Python's `repr` writes it. */
export function pythonString(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r');
  if (escaped.includes("'") && !escaped.includes('"')) return `"${escaped}"`;
  return `'${escaped.replaceAll("'", "\\'")}'`;
}

/** The name of the Python type that YAML would have been read into. */
export function pythonType(value: YamlValue): string {
  if (value === null) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  if (value instanceof Map) return 'dict';
  return { boolean: 'bool', bigint: 'int', number: 'float', string: 'str' }[typeof value as string] ?? 'object';
}
