'use client'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { findingsQuery, mtlsQuery } from '#components/query/hooks.ts'
import { type WorkloadsAnswer, workloadsQuery } from '#components/query/report-hooks.ts'
import type { MtlsReport } from '#lib/model/mtls-report.ts'
import { formatRef } from '#lib/resources/reference.ts'
import { type FindingCount, findingCounts } from './finding-count.ts'

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
  kind === 'Service'
    ? ['Accepts']
    : WORKLOADS.has(kind)
      ? ['In mesh', 'Accepts']
      : kind === 'Pod'
        ? ['In mesh', 'Workload']
        : []

type Facts = ReadonlyMap<string, readonly string[]>

/** What the mesh knows of Services, by reference. */
export function serviceFacts({ posture }: Pick<MtlsReport, 'posture'>): Facts {
  const out = new Map<string, readonly string[]>()
  for (const row of posture) if (row.port === undefined) out.set(row.on, [row.inbound])
  return out
}

/** What the mesh knows of workloads or of their pods, by reference. */
export function workloadFacts(
  kind: string,
  { workloads }: Pick<WorkloadsAnswer, 'workloads'>,
): Facts {
  const out = new Map<string, readonly string[]>()
  for (const row of workloads) {
    const inMesh = meshWords(row)
    if (row.kind === kind) {
      const modes = [...new Set(row.inbound.map(({ mode }) => mode))]
      out.set(row.resource, [inMesh, modes.join(', ')])
    }
    if (kind === 'Pod')
      for (const pod of row.pods)
        out.set(formatRef('Pod', row.namespace, pod.name), [
          inMesh,
          row.kind === 'Pod' ? '' : `${row.kind} ${row.name}`,
        ])
  }
  return out
}

/** Pods of one workload may differ while a roll-out goes on; which is which is told on its page. */
const meshWords = ({ memberships, inMesh }: WorkloadsAnswer['workloads'][number]): string => {
  const seen = new Set(memberships.map((m) => m.inMesh))
  return seen.size > 1 ? [...seen].map(words).join(' or ') : words(inMesh)
}

const NO_FINDINGS: ReadonlyMap<string, FindingCount> = new Map()
const NO_FACTS: ReadonlyMap<string, readonly string[]> = new Map()

export function useMeshFacts(cluster: string, kind: string | undefined) {
  const findings = useQuery(findingsQuery(cluster)).data?.findings
  const isService = kind === 'Service'
  const hasFacts = kind !== undefined && factColumns(kind).length > 0
  const mtls = useQuery({ ...mtlsQuery(cluster), enabled: isService }).data
  const work = useQuery({ ...workloadsQuery(cluster), enabled: hasFacts && !isService }).data
  return {
    findings: useMemo(() => (findings ? findingCounts(findings) : NO_FINDINGS), [findings]),
    facts: useMemo(
      () =>
        isService && mtls
          ? serviceFacts(mtls)
          : hasFacts && work
            ? workloadFacts(kind, work)
            : NO_FACTS,
      [isService, hasFacts, kind, mtls, work],
    ),
  }
}
