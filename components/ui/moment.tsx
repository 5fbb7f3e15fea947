'use client'
import { clockTime } from './clock.ts'
import { zone } from './preferences.ts'

/** Times as the person wants them. */
export function useClock(): (at: string | number) => string {
  const of = zone.use()
  return (at) => clockTime(at, of)
}

/** A time of day; the other zone on hover. */
export function Moment({ at, seconds = true }: { at: string | number; seconds?: boolean }) {
  const of = zone.use()
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return <span>–</span>
  const other = clockTime(at, of === 'utc' ? 'local' : 'utc', seconds)
  return (
    <time dateTime={date.toISOString()} title={of === 'utc' ? `${other} here` : other}>
      {clockTime(at, of, seconds)}
    </time>
  )
}
