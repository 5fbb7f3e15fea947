/** RFC 4180. Cells that a spreadsheet would run as a formula are kept from it by an apostrophe. */
export function csvOf<T>(
  columns: readonly (readonly [name: string, text: (row: T) => string])[],
  rows: readonly T[],
): string {
  const cell = (text: string) => {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
  }
  const lines = [
    columns.map(([name]) => cell(name)),
    ...rows.map((r) => columns.map(([, text]) => cell(text(r)))),
  ]
  return `${lines.map((l) => l.join(',')).join('\r\n')}\r\n`
}
