import { concat } from '#lib/incremental/concat.ts'
import type { KeptModel } from '#lib/meshes/kept-model.ts'
import type { ServicePosture } from '#lib/model/inbound.ts'
import type { MtlsReport } from '#lib/model/mtls-report.ts'
import { samplePod } from '#lib/model/workload.ts'
import { serviceId } from './node-id.ts'

/** A row but for its callers, and the nodes whose callers count. */
export type RowFacts = {
  readonly row: Omit<MtlsReport['rows'][number], 'callers'>
  readonly targets: readonly string[]
}

export type ReportParts = {
  readonly services: readonly ServicePosture[]
  readonly rows: readonly RowFacts[]
  readonly edge: MtlsReport['edge']
  readonly trust: MtlsReport['trust']
}

const known = new WeakMap<KeptModel, () => ReportParts>()

/** What the report consists of, derived by workload and together by namespace. */
export function reportPartsOf(kept: KeptModel): ReportParts {
  const parts = known.get(kept) ?? derivations(kept)
  known.set(kept, parts)
  return parts()
}

function derivations({ memory, live }: KeptModel): () => ReportParts {
  const { cluster } = live
  const contributions = () => [...live.contributions.values()]
  const trust = memory.derivation('trust', () =>
    contributions()
      .flatMap((c) => c.installations)
      .map((i) => ({ installation: i.id, trustDomain: i.trustDomain.value, roots: [] })),
  )
  const trustDomain = memory.pinned('trust domain', () => trust('')[0]?.trustDomain ?? 'unknown')
  const ofWorkload = memory.derivation('mTLS rows of workload', (key): readonly RowFacts[] => {
    const slash = key.indexOf('/')
    const workload = cluster.workload(key.slice(0, slash), key.slice(slash + 1))
    if (!workload) return []
    const postures = contributions().flatMap(
      (c) => c.posturesOf?.(workload) ?? c.workloads.filter((p) => p.workload.id === workload.id),
    )
    if (postures.length === 0) return []
    const { inMesh, variants } = live.workload(workload)
    const targets = [...cluster.servicesOf(workload).map(serviceId), workload.id]
    const bypasses = variants.flatMap((v) =>
      v.membership.bypasses.map((b) => ({
        what: `${b.direction} ${[...(b.ranges ?? []), ...(b.ports ?? [])].join(',')}`,
        from: b.from,
      })),
    )
    const serviceAccount = samplePod(workload)?.serviceAccount ?? 'default'
    return postures.map(({ port, mode, decidedBy }) => ({
      row: {
        workload: workload.id,
        port,
        inMesh,
        mode,
        decidedBy,
        bypasses,
        identity: { serviceAccount, trustDomain: trustDomain('') },
      },
      targets,
    }))
  })
  const inNamespace = memory.derivation('mTLS rows of namespace', (namespace) =>
    cluster.workloadsIn(namespace).flatMap((w) => ofWorkload(`${namespace}/${w.id}`)),
  )
  const rows = memory.derivation('mTLS rows', () =>
    concat(cluster.namespaceNames().map(inNamespace)),
  )
  const edge = memory.derivation('mTLS edge', () =>
    contributions().flatMap((c) => [
      ...c.gateways.flatMap((g) =>
        g.entrances.map((e) => ({
          what: e.mtls.state === 'passthrough' ? ('passthrough' as const) : ('listener' as const),
          node: g.id,
          port: e.port,
          tls: e.mtls.state,
          because: e.mtls.because,
          from: e.via[0] ?? g.workload.ref,
        })),
      ),
      ...c.edgeRows,
    ]),
  )
  const services = memory.derivation('postures of all', () =>
    concat(contributions().map((c) => c.services)),
  )
  return () => ({ services: services(''), rows: rows(''), edge: edge(''), trust: trust('') })
}
