/** The value that `share` of the sorted values do not exceed; NaN for none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

export const median = (values: readonly number[]): number => percentile(values, 0.5)

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

export const megabytes = (bytes: number): number => Math.round(bytes / 1024 / 1024)

/** Three digits that mean something. */
export const round = (value: number): number =>
  Number.isFinite(value) ? Number(value.toPrecision(value >= 1000 ? 4 : 3)) : value
