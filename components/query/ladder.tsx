'use client'
import { ObjectLinks } from './place.tsx'
import type { WorkloadsAnswer } from './report-hooks.ts'

export type LadderPort = WorkloadsAnswer['workloads'][number]['inbound'][number]

/** The steps to what a port takes, widest first; the one that decides is outlined. */
export function Ladder({ steps }: { steps: LadderPort['ladder'] }) {
  return (
    <ol className="mt-1 flex flex-wrap gap-x-1.5 gap-y-1">
      {steps.map((step) => (
        <li
          key={step.scope}
          className={`rounded-chip border px-1.5 ${step.decides ? 'border-accent text-ink' : 'border-hairline text-ink-2'}`}
        >
          {step.scope}: {step.mode ?? 'says nothing'}
          {step.by ? (
            <>
              {' by '}
              <ObjectLinks of={[step.by]} />
            </>
          ) : null}
          {step.decides ? ', decides' : ''}
        </li>
      ))}
    </ol>
  )
}
