'use client'
import { Say, Section } from '#components/ui/facts.tsx'
import { SeverityGlyph } from '#components/ui/severity.tsx'
import type { Finding } from '#lib/findings/finding.ts'
import type { Graph } from '#lib/graph/graph.ts'
import type { Ref } from '#lib/resources/reference.ts'
import { RefLink } from './references.tsx'

export type DrawerProps = {
  readonly graph: Graph
  readonly findings: readonly Finding[]
  readonly selected: string
  readonly onSelect: (id: string) => void
  readonly onClose: () => void
  /** Show only a thing and its neighbours; absent where there is no picture. */
  readonly onAround?: (id: string) => void
}

/** Findings on any of these objects, worst first. */
export function FindingsSection({
  findings,
  on,
}: {
  findings: readonly Finding[]
  on: readonly Ref[]
}) {
  const mine = findingsOn(findings, on)
  return (
    <Section title="Findings" aside={mine.length || 'none here'}>
      {mine.length === 0 ? (
        <Say>Every check that reads this passed.</Say>
      ) : (
        <ul className="grid gap-2">
          {mine.map((finding) => (
            <li key={finding.id} className="flex gap-2 text-12">
              <span className="mt-px">
                <SeverityGlyph severity={finding.severity} size={14} />
              </span>
              <div className="min-w-0">
                <p className="text-ink">{finding.message}</p>
                {finding.fix ? <p className="text-ink-2">{finding.fix}</p> : null}
                <p className="font-code text-11 text-ink-3">{finding.code}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

const WEIGHT = { error: 0, warning: 1, info: 2 }

export const findingsOn = (
  findings: readonly Finding[],
  on: readonly Ref[],
): readonly Finding[] => {
  const set = new Set<string>(on)
  return findings
    .filter((f) => !f.suppressed && set.has(f.resource))
    .sort((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity] || (a.code < b.code ? -1 : 1))
}

export function StatedBy({ refs }: { refs: readonly Ref[] }) {
  const all = [...new Set(refs)]
  return (
    <Section title="Stated by" aside={all.length || 'nothing'}>
      {all.length === 0 ? (
        <Say>No resource names this.</Say>
      ) : (
        <ul className="grid gap-0.5">
          {all.map((ref) => (
            <li key={ref} className="leading-[18px]">
              <RefLink of={ref} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
