'use client'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { findingsQuery, mtlsQuery } from '#components/query/hooks.ts'
import type { MtlsReport } from '#lib/model/mtls-report.ts'
import { type FindingCount, findingCounts } from './list-rows.ts'

const WORKLOADS: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicationController',
  'Job',
  'CronJob',
])

const words = (inMesh: string) => (inMesh === 'none' ? 'no proxy' : inMesh.replace('-', ' '))

/** Names of the columns that the mesh adds to a kind. */
export const factColumns = (kind: string): readonly string[] =>
  kind === 'Service' ? ['Accepts'] : WORKLOADS.has(kind) ? ['In mesh', 'Accepts'] : []

/** What the mesh knows of the objects of one kind, by reference. */
export function meshFacts(
  kind: string,
  report: Pick<MtlsReport, 'rows' | 'posture'>,
): ReadonlyMap<string, readonly string[]> {
  const out = new Map<string, readonly string[]>()
  if (kind === 'Service') {
    for (const row of report.posture)
      if (row.port === undefined && row.on.startsWith('Service/')) out.set(row.on, [row.inbound])
  } else if (WORKLOADS.has(kind)) {
    const modes = new Map<string, Set<string>>()
    for (const row of report.rows) {
      // `workload:namespace/Kind/name`; gateways are told on their page.
      const [namespace, own, name] = row.workload.replace('workload:', '').split('/')
      if (own !== kind || !name) continue
      const ref = `${own}/${namespace}/${name}`
      const seen = modes.get(ref) ?? new Set()
      modes.set(ref, seen.add(row.mode))
      out.set(ref, [words(row.inMesh), [...seen].join(', ')])
    }
  }
  return out
}

const NO_FINDINGS: ReadonlyMap<string, FindingCount> = new Map()
const NO_FACTS: ReadonlyMap<string, readonly string[]> = new Map()

export function useMeshFacts(cluster: string, kind: string | undefined) {
  const findings = useQuery(findingsQuery(cluster)).data?.findings
  const report = useQuery({
    ...mtlsQuery(cluster),
    enabled: kind !== undefined && factColumns(kind).length > 0,
  }).data
  return {
    findings: useMemo(() => (findings ? findingCounts(findings) : NO_FINDINGS), [findings]),
    facts: useMemo(
      () => (kind !== undefined && report ? meshFacts(kind, report) : NO_FACTS),
      [kind, report],
    ),
  }
}
