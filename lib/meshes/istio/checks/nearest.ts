/** Edits between two texts, at most `limit`; one more means "too many". */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost))
    }
    row = next
    if (Math.min(...row) > limit) return limit + 1
  }
  return row[b.length] ?? limit + 1
}

/** The known name that was probably meant: a few letters off, or the same first part elsewhere. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  if (name.length > 253) return undefined
  const label = name.split('.')[0] ?? name
  let best: { name: string; score: number } | undefined
  for (const candidate of known) {
    const own = candidate.split('.')[0] ?? candidate
    const score = own === label ? 0 : distance(label, own, 2)
    if (
      score <= 2 &&
      score < label.length &&
      (!best || score < best.score || (score === best.score && candidate < best.name))
    )
      best = { name: candidate, score }
  }
  return best?.name
}
