import { cpus, loadavg } from 'node:os';

/** The value so many percent of all are not above (nearest rank). */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
}

/** `p50 18  p95 24  p99 31  max 40 ms (600)` */
export function spread(values: readonly number[]): string {
  const [p50, p95, p99, max] = [50, 95, 99, 100].map((percent) => Math.round(percentile(values, percent)));
  return `p50 ${p50}  p95 ${p95}  p99 ${p99}  max ${max} ms (${values.length})`;
}

/** How busy the machine is, which every figure depends on. */
export function load(): string {
  const [one = 0, five = 0] = loadavg();
  return `load ${one.toFixed(2)} over 1 min, ${five.toFixed(2)} over 5 min, ${cpus().length} cores`;
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
