/** The levels of rcl_interfaces/msg/Log, which are rcutils' too. */
export const Severity = { DEBUG: 10, INFO: 20, WARN: 30, ERROR: 40, FATAL: 50 } as const;
export type Severity = (typeof Severity)[keyof typeof Severity];

export type SeverityName = keyof typeof Severity;

const NAMES = new Map(Object.entries(Severity).map(([name, severity]) => [severity, name as SeverityName]));

export function severityName(severity: Severity): SeverityName {
  return NAMES.get(severity) ?? 'INFO';
}

/** In upper or lower case, as `--log-level` takes it; undefined for what is no level. */
export function severityByName(name: string): Severity | undefined {
  const key = name.toUpperCase();
  return Object.hasOwn(Severity, key) ? Severity[key as SeverityName] : undefined;
}
