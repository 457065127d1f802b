/**
 * Calls a function until the machine has warmed to it, then in batches; the median batch counts. Nanoseconds of this
 * process's CPU time a call, garbage collection included: what else runs on the machine weighs little.
 */
export function nanosecondsPerCall(call: () => void): number {
  const batchMs = 20;
  let calls = 1;
  // Batches grow until one takes long enough for the clock; that is the warm-up, too.
  while (batchOf(calls, call) < batchMs) calls *= 2;
  for (let i = 0; i < 10; i++) batchOf(calls, call);
  const batches = Array.from({ length: 31 }, () => batchOf(calls, call));
  return (percentile(batches, 50) / calls) * 1e6;
}

/** Milliseconds. */
function batchOf(calls: number, call: () => void): number {
  const start = process.cpuUsage();
  for (let i = 0; i < calls; i++) call();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** The smallest of `values` that so many per cent of them do not exceed (nearest rank). */
export function percentile(values: readonly number[], percent: number): number {
  if (values.length === 0) throw new RangeError('percentile of nothing');
  const sorted = [...values].sort((left, right) => left - right);
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length));
  return sorted[rank - 1] ?? 0;
}
