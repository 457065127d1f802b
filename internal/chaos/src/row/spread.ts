/** The smallest of `values` that this part of them does not exceed (nearest rank). */
export function quantileOf(values: readonly number[], part: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? NaN;
}

export const medianOf = (values: readonly number[]): number => quantileOf(values, 0.5);
export const p95Of = (values: readonly number[]): number => quantileOf(values, 0.95);

/** Median, 95th percentile, maximum. */
export function describeSpread(values: readonly number[]): string {
  if (values.length === 0) return '–';
  return `${[medianOf(values), p95Of(values), Math.max(...values)].map((each) => each.toFixed(0)).join(' / ')} ms`;
}
