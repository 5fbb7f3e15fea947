/** A percentage for people: one decimal, two where one would round it to nothing or to all. */
export function formatShare(share: number): string {
  for (const digits of [0, 1, 2]) {
    const rounded = Number(share.toFixed(digits))
    const hides = (rounded === 0 && share > 0) || (rounded === 100 && share < 100)
    if (!hides && (digits > 0 || Math.abs(rounded - share) < 0.05)) return `${rounded} %`
  }
  return share < 50 ? '< 0.01 %' : '> 99.99 %'
}
