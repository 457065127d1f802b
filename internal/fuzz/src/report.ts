import type { Report } from './worker.js';

/** Two campaigns against one target, as one. */
export function merge(one: Report, other: Report): Report {
  const slower = one.slowestMsPerKb > other.slowestMsPerKb ? one : other;
  const inputs = one.inputs + other.inputs;
  return {
    ...other,
    inputs,
    decoded: one.decoded + other.decoded,
    seconds: one.seconds + other.seconds,
    ran: Math.max(one.ran, other.ran),
    found: [...one.found, ...other.found],
    failures: [...one.failures, ...other.failures],
    slowestMsPerKb: slower.slowestMsPerKb,
    slowest: slower.slowest,
    heapGrowthBytes: one.heapGrowthBytes + other.heapGrowthBytes,
    heapBytesPerThousand: (one.heapBytesPerThousand * one.inputs + other.heapBytesPerThousand * other.inputs) / inputs,
  };
}

/** One line for the terminal. */
export function summarize(report: Report): string {
  const { target, inputs, seconds, seeds, corpus, found, failures } = report;
  return (
    `${target.padEnd(16)} ${inputs} inputs in ${seconds.toFixed(1)} s (${Math.round(inputs / seconds)}/s), ` +
    `${percent(report)} of its code, ${seeds} seeds + ${corpus} kept + ${found.length} found, ` +
    `${report.slowestMsPerKb.toFixed(3)} ms/kB, ${kilobytes(report)} kB per 1000 decodings, ${failures.length} failed`
  );
}

/** The table of the document. */
export function renderReports(reports: readonly Report[]): string {
  const sum = (of: (report: Report) => number): number => reports.reduce((total, report) => total + of(report), 0);
  const rows = reports.map((report) => {
    const cells = [
      report.title,
      count(report.inputs),
      percent(report),
      `${report.seeds} + ${report.corpus}`,
      `${report.slowestMsPerKb.toFixed(2)} ms`,
      `${kilobytes(report)} kB`,
      String(report.failures.length),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const failed = sum(({ failures }) => failures.length);
  return `${count(sum(({ inputs }) => inputs))} inputs (${count(sum(({ decoded }) => decoded))} decodings), ${
    failed === 0 ? 'none of which failed' : `of which ${failed} failed`
  }, in ${(sum(({ seconds }) => seconds) / 3_600).toFixed(1)} hours of one core.

| decoder | inputs | of its code ran | seeds + kept | slowest, per kB | heap, per 1 000 decodings | failures |
| --- | --: | --: | --: | --: | --: | --: |
${rows.join('\n')}`;
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}

function percent({ code, ran }: Report): string {
  return code === 0 ? '–' : `${Math.round((100 * ran) / code)} %`;
}

/** For a thousand decodings: an input of the participant is a sequence of datagrams. */
function kilobytes({ heapBytesPerThousand, inputs, decoded }: Report): string {
  return ((heapBytesPerThousand * inputs) / Math.max(1, decoded) / 1_024).toFixed(1);
}
