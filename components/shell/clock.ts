/** "22:14:05" in the reader's own time; the date is left to longer views. */
export const clockTime = (at: string | number): string => {
  const date = new Date(at)
  return Number.isNaN(date.getTime())
    ? '–'
    : date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
}
