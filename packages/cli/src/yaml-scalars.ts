// What a plain YAML scalar means to PyYAML, the YAML of every ROS tool: YAML 1.1, but `y` and `n` are strings (a
// geometry_msgs/msg/Point has a field `y`) and a float needs its dot (`1e5` is a string).
// Source: the resolver of PyYAML 6.0.3; vectors/ros2cli/pyyaml-dump.json holds what it makes of 2 500 strings.

export const nullPattern: RegExp = /^(?:~|null|Null|NULL|)$/;
export const truePattern: RegExp = /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
export const falsePattern: RegExp = /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/;
export const integerPattern: RegExp =
  /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
export const floatPattern: RegExp =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const timestampPattern =
  /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/;
const otherPattern = /^(?:<<|=)$/;

const meaningful = [
  nullPattern,
  truePattern,
  falsePattern,
  integerPattern,
  floatPattern,
  timestampPattern,
  otherPattern,
];

/** Whether `text`, written plain, would be read as something else than this string. */
export function isMeaningful(text: string): boolean {
  return meaningful.some((pattern) => pattern.test(text));
}

/** The value of a scalar that matches `integerPattern`. */
export function integerOf(text: string): bigint {
  const [, sign, digits] = /^([-+]?)(.*)$/.exec(text.replaceAll('_', '')) ?? ['', '', ''];
  const magnitude = magnitudeOf(digits ?? '');
  return sign === '-' ? -magnitude : magnitude;
}

function magnitudeOf(digits: string): bigint {
  if (digits.includes(':')) return digits.split(':').reduce((sum, digit) => sum * 60n + BigInt(digit), 0n);
  if (/^0[bx]/.test(digits)) return BigInt(digits);
  return /^0./.test(digits) ? BigInt(`0o${digits.slice(1)}`) : BigInt(digits);
}

/** The value of a scalar that matches `floatPattern`. */
export function floatOf(text: string): number {
  const [, sign, digits = ''] = /^([-+]?)(.*)$/.exec(text.replaceAll('_', '').toLowerCase()) ?? [];
  const magnitude =
    digits === '.inf'
      ? Infinity
      : digits === '.nan'
        ? NaN
        : digits.split(':').reduce((sum, digit) => sum * 60 + Number(digit), 0);
  return sign === '-' ? -magnitude : magnitude;
}
