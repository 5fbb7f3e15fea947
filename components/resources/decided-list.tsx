'use client'
import { useState } from 'react'
import { useTopology } from '#components/query/hooks.ts'
import { NodeLink } from '#components/query/place.tsx'
import { useGateways, useRoutes, useWorkloads } from '#components/query/report-hooks.ts'
import { AsyncPanel } from '#components/ui/async-panel.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Section } from '#components/ui/facts.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import { Link } from '#components/ui/link.tsx'
import { pages, type ResourceAddress } from '#lib/paths.ts'
import type { Ref } from '#lib/resources/reference.ts'
import { type DecidedPart, decidedBy } from './decided-here.ts'

/** What an object of configuration decides: asked of the reports that the pages are drawn from. */
export function DecidedHere({
  cluster,
  address,
  object,
}: {
  cluster: string
  address: ResourceAddress
  object: Ref
}) {
  const topology = useTopology(cluster)
  const workloads = useWorkloads(cluster)
  const routes = useRoutes(cluster)
  const gateways = useGateways(cluster)
  return (
    <AsyncPanel value={topology} label="the topology">
      {({ edges }) => (
        <AsyncPanel value={workloads} label="workloads">
          {(work) => (
            <AsyncPanel value={routes} label="routes">
              {({ tables }) => (
                <AsyncPanel value={gateways} label="gateways">
                  {(open) => (
                    <DecidedParts
                      cluster={cluster}
                      address={address}
                      parts={decidedBy(object, {
                        edges,
                        workloads: work.workloads,
                        tables,
                        gateways: open,
                      })}
                    />
                  )}
                </AsyncPanel>
              )}
            </AsyncPanel>
          )}
        </AsyncPanel>
      )}
    </AsyncPanel>
  )
}

const FIRST = 50

export function DecidedParts({
  cluster,
  address,
  parts,
}: {
  cluster: string
  address: ResourceAddress
  parts: readonly DecidedPart[]
}) {
  if (parts.length === 0)
    return (
      <EmptyState
        title="It decides nothing that is known here."
        body="No rule, listener, port or hop names it as its reason. Findings on the overview may say why."
      />
    )
  return parts.map((part) => (
    <Section key={part.title} title={part.title} aside={part.lines.length}>
      <Lines cluster={cluster} address={address} lines={part.lines} />
    </Section>
  ))
}

function Lines({
  cluster,
  address,
  lines,
}: {
  cluster: string
  address: ResourceAddress
  lines: DecidedPart['lines']
}) {
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? lines : lines.slice(0, FIRST)
  return (
    <>
      <ul className="grid gap-1.5 text-12 leading-[18px]">
        {shown.map(({ key, words, because, node, path, isVain }) => (
          <li key={key} className="flex gap-2">
            <Glyph
              name={isVain ? 'nowhere' : 'check'}
              size={14}
              className={isVain ? 'mt-0.5 text-warn' : 'mt-0.5 text-ink-3'}
            />
            <span className="min-w-0 [overflow-wrap:anywhere]">
              {node ? <NodeLink id={node} words={words} /> : words}
              {isVain ? <span className="sr-only"> (not in force)</span> : null}
              {path ? (
                <>
                  {' '}
                  <Link
                    href={pages.resource(cluster, address, { tab: 'text', path })}
                    className="font-code text-[11.5px] text-ink-3 hover:text-accent hover:underline"
                    title="Show the line"
                  >
                    {path}
                  </Link>
                </>
              ) : null}
              {because ? <span className="block text-ink-2">{because}</span> : null}
            </span>
          </li>
        ))}
      </ul>
      {lines.length > shown.length ? (
        <Button look="ghost" className="mt-2" onClick={() => setWhole(true)}>
          Show {lines.length - shown.length} more
        </Button>
      ) : null}
    </>
  )
}
