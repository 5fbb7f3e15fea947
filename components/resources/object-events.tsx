'use client'
import type { ObjectEvent } from '#components/query/object-hooks.ts'
import { Say } from '#components/ui/facts.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import { ageWords } from './age.ts'
import type { Condition } from './object-facts.ts'

const CONDITION = {
  True: { glyph: 'check', tone: 'text-safe' },
  False: { glyph: 'conflict', tone: 'text-warn' },
} as const
const UNKNOWN = { glyph: 'unknown', tone: 'text-unknown' } as const

/** Controllers say it with True and False; which of them is good depends on the type, so no verdict is drawn. */
export function Conditions({ of }: { of: readonly Condition[] }) {
  if (of.length === 0) return <Say quiet>No controller says anything about it.</Say>
  return (
    <ul className="grid gap-1.5 text-12 leading-[18px]">
      {of.map((condition) => {
        const look =
          condition.status === 'True' || condition.status === 'False'
            ? CONDITION[condition.status]
            : UNKNOWN
        return (
          <li key={`${condition.of ?? ''} ${condition.type}`} className="flex gap-2">
            <Glyph name={look.glyph} size={14} className={`mt-0.5 ${look.tone}`} />
            <span className="min-w-0">
              <b className="font-medium">{condition.type}</b> is {condition.status}
              {condition.of ? ` for ${condition.of}` : ''}
              {condition.reason ? <span className="text-ink-2">, {condition.reason}</span> : null}
              {condition.message ? (
                <span className="block [overflow-wrap:anywhere] text-ink-2">
                  {condition.message}
                </span>
              ) : null}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

export function Events({ of, now }: { of: readonly ObjectEvent[]; now: number }) {
  if (of.length === 0)
    return <Say quiet>No events. Kubernetes keeps them for an hour by default.</Say>
  return (
    <ul className="grid gap-1.5 text-12 leading-[18px]">
      {of.map((event) => (
        <li key={`${event.last} ${event.reason} ${event.message}`} className="flex gap-2">
          <Glyph
            name={event.type === 'Warning' ? 'warning' : 'info'}
            size={14}
            className={`mt-0.5 ${event.type === 'Warning' ? 'text-warn' : 'text-ink-3'}`}
          />
          <span className="min-w-0">
            <b className="font-medium">{event.reason}</b>{' '}
            <span className="text-ink-3">
              {event.type === 'Warning' ? 'warning, ' : ''}
              {ageWords(event.last, now)} ago
              {event.count > 1 ? `, ${event.count} times` : ''}
              {event.from ? `, ${event.from}` : ''}
            </span>
            <span className="block [overflow-wrap:anywhere] text-ink-2">{event.message}</span>
          </span>
        </li>
      ))}
    </ul>
  )
}
