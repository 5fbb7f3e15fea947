const SPAN = /^(?:(\d+)y)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/
const SECONDS = [365 * 86_400, 86_400, 3600, 60, 1]

/** Seconds of a span as kubectl writes it ("5d3h"), also with words after it ("3m ago"). */
export function spanSeconds(cell: string): number | undefined {
  if (cell.length > 24 || !/^\d/.test(cell)) return undefined
  const found = SPAN.exec(cell.replace(/ ago$/, ''))
  if (!found) return undefined
  return SECONDS.reduce((sum, size, i) => sum + size * Number(found[i + 1] ?? 0), 0)
}

/** What a cell is sorted by: numbers and spans as such, "2 (3d ago)" by its number, everything else as words. */
export function sortKey(cell: string | number | null): string | number {
  if (cell === null) return ''
  if (typeof cell === 'number') return cell
  const span = spanSeconds(cell)
  if (span !== undefined) return span
  const restarts = /^(\d{1,15})(?: \(.*\))?$/.exec(cell)
  return restarts ? Number(restarts[1]) : cell
}
