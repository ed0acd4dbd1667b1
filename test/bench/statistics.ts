/** The value that a share of all is not above: 0.95 for the 95th percentile. Not of an empty list. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** The one in the middle. Not of an empty list. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}
