export type Zone = 'utc' | 'local'

/** "22:14:05 UTC", or the reader's own time without a name; "–" for what is no moment. */
export function clockTime(at: string | number, zone: Zone, seconds = true): string {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return '–'
  const clock = date.toLocaleTimeString('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
    ...(zone === 'utc' ? { timeZone: 'UTC' } : {}),
  })
  return zone === 'utc' ? `${clock} UTC` : clock
}
