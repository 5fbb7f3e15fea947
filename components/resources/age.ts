const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
] as const

/**
 * "5d3h", "12m", "40s": a span as kubectl writes it, with a second unit while that still says something.
 *
 * @see kubernetes/apimachinery pkg/util/duration/duration.go, HumanDuration
 */
export function ageWords(created: string | undefined, now: number): string {
  const at = created ? Date.parse(created) : Number.NaN
  if (Number.isNaN(at)) return '<unknown>'
  const seconds = Math.max(0, Math.floor((now - at) / 1000))
  if (seconds < 120) return `${seconds}s`
  const days = Math.floor(seconds / 86_400)
  if (days >= 730) return withRest(Math.floor(days / 365), 'y', days % 365, 'd', days < 8 * 365)
  for (const [i, [unit, size]] of UNITS.entries()) {
    const whole = Math.floor(seconds / size)
    // The larger unit begins with two of it, as one day and some hours are told in hours.
    if (whole < (unit === 'h' ? 3 : 2)) continue
    const [next, nextSize] = UNITS[i + 1] ?? ['s', 1]
    const limit = { d: 8, h: 8, m: 10, s: 0 }[unit]
    return withRest(whole, unit, Math.floor((seconds % size) / nextSize), next, whole < limit)
  }
  return `${seconds}s`
}

const withRest = (whole: number, unit: string, rest: number, next: string, both: boolean) =>
  both && rest > 0 ? `${whole}${unit}${rest}${next}` : `${whole}${unit}`
