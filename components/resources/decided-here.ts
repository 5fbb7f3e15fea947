import { nodeWords } from '#components/query/names.ts'
import type {
  GatewaysAnswer,
  RoutesAnswer,
  WorkloadsAnswer,
} from '#components/query/report-hooks.ts'
import type { GraphEdge } from '#lib/graph/graph.ts'
import type { Ref } from '#lib/resources/reference.ts'

export type DecidedLine = {
  readonly key: string
  readonly words: string
  readonly because?: string | undefined
  /** A thing of the graph. */
  readonly node?: string
  /** A field of the object itself. */
  readonly path?: string
  /** What it does not decide, though it is written. */
  readonly isVain?: boolean
}
export type DecidedPart = { readonly title: string; readonly lines: readonly DecidedLine[] }

export type Reports = {
  readonly edges: readonly GraphEdge[]
  readonly workloads: WorkloadsAnswer['workloads']
  readonly tables: RoutesAnswer['tables']
  readonly gateways: Pick<GatewaysAnswer, 'gateways' | 'withoutPods'>
}

/** Everything in the reports that names an object as what decides it. */
export function decidedBy(ref: Ref, reports: Reports): readonly DecidedPart[] {
  return [
    { title: 'Rules that it states', lines: rules(ref, reports) },
    { title: 'Listeners that it opens', lines: listeners(ref, reports) },
    { title: 'Ports whose mTLS it decides', lines: ports(ref, reports) },
    { title: 'Workloads that it reaches', lines: reached(ref, reports) },
    { title: 'Hops that it has a say in', lines: hops(ref, reports) },
  ].filter(({ lines }) => lines.length > 0)
}

const rules = (ref: Ref, { tables }: Reports): readonly DecidedLine[] =>
  tables.flatMap((table) =>
    table.rules
      .filter((rule) => rule.resource === ref || rule.via.includes(ref))
      .map((rule) => ({
        key: `${table.id} ${rule.order}`,
        words: `${table.hosts.join(', ')} at ${nodeWords(table.owner)}, rule ${rule.order}: ${rule.when ?? 'any request'}`,
        ...(rule.resource === ref ? { path: rule.path } : {}),
        ...(rule.reachable
          ? {}
          : { isVain: true, because: rule.shadowed?.because ?? 'It is never reached.' }),
      })),
  )

const listeners = (ref: Ref, { gateways }: Reports): readonly DecidedLine[] => [
  ...gateways.gateways.flatMap((gateway) =>
    gateway.listeners
      .filter((listener) => listener.from === ref)
      .map((listener) => ({
        key: `${gateway.id} ${listener.path ?? ''} ${listener.port} ${listener.protocol}`,
        words: `${listener.port}/${listener.protocol} for ${listener.hosts.join(', ') || 'no host'} at ${gateway.namespace}/${gateway.name}${listener.exposed ? ', reachable from outside' : ''}`,
        node: gateway.id,
        ...(listener.path ? { path: listener.path } : {}),
        ...(listener.conflict ? { isVain: true, because: listener.conflict.because } : {}),
      })),
  ),
  ...gateways.withoutPods
    .filter((idle) => idle.resource === ref)
    .map((idle) => ({
      key: 'idle',
      words: 'No pod listens for it.',
      because: idle.because,
      isVain: true,
    })),
]

const ports = (ref: Ref, { workloads }: Reports): readonly DecidedLine[] =>
  workloads.flatMap((workload) =>
    workload.inbound
      .filter((port) => port.decidedBy.includes(ref))
      .map((port) => ({
        key: `${workload.id} ${port.port ?? ''}`,
        words: `${workload.namespace}/${workload.name}${port.port ? ` port ${port.port}` : ''}: ${port.mode}`,
        because: port.because,
        node: workload.id,
      })),
  )

const reached = (ref: Ref, { workloads }: Reports): readonly DecidedLine[] =>
  workloads.flatMap((workload) =>
    workload.policies
      .filter((policy) => policy.resource === ref)
      .map((policy) => ({
        key: workload.id,
        words: `${workload.namespace}/${workload.name}`,
        because: policy.because,
        node: workload.id,
      })),
  )

const hops = (ref: Ref, { edges }: Reports): readonly DecidedLine[] =>
  edges.flatMap((edge) => {
    const says = [
      ...(edge.via.includes(ref) ? ['states it'] : []),
      ...(edge.mtls?.decidedBy.includes(ref) ? [`decides its mTLS: ${edge.mtls.state}`] : []),
      ...(edge.policies?.includes(ref) ? [`decides access: ${edge.verdict ?? 'unknown'}`] : []),
    ]
    if (says.length === 0) return []
    return [
      {
        key: edge.id,
        words: `${nodeWords(edge.from)} → ${nodeWords(edge.to)}${edge.port === undefined ? '' : `:${edge.port}`}: ${says.join(', ')}`,
        node: edge.id,
        because: edge.mtls?.decidedBy.includes(ref) ? edge.mtls.because : edge.because,
      },
    ]
  })
