/** Sums of measured times. */

/** The value below which `share` of the figures lie; 0 when there are none. */
export function quantile(figures: readonly number[], share: number): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Rounded for people: two digits behind the point below 10, one below 100, none above. */
export function round(figure: number): number {
  const digits = Math.abs(figure) < 10 ? 2 : Math.abs(figure) < 100 ? 1 : 0;
  return Number(figure.toFixed(digits));
}

export function p50p95(figures: readonly number[]): { p50: number; p95: number; count: number } {
  return { p50: round(quantile(figures, 0.5)), p95: round(quantile(figures, 0.95)), count: figures.length };
}
