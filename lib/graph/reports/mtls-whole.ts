import { explainersOf } from '#lib/meshes/explain.ts'
import type { MeshModel } from '#lib/model/mesh-model.ts'
import type { MtlsReport } from '#lib/model/mtls-report.ts'

/**
 * The mTLS report with what only a person who looks needs: names outside the mesh and whether a proxy encrypts
 * what leaves, and the lowest TLS versions that are written. Roots are added where certificates can be parsed.
 */
export function wholeMtls(model: MeshModel, report: MtlsReport): MtlsReport {
  const explainers = [...explainersOf(model).values()]
  const minimum = new Map<string, string>()
  for (const { gateways, mesh } of model.contributions.values())
    for (const gateway of gateways) {
      const facts = explainersOf(model).get(mesh)?.listeners?.(gateway) ?? []
      for (const [i, { port, from }] of gateway.listeners.entries()) {
        const version = facts[i]?.minimumVersion
        if (version !== undefined) minimum.set(`${gateway.id} ${port} ${from}`, version)
      }
    }
  const known = new Set(report.edge.map(({ what, node, port }) => `${what} ${node} ${port}`))
  const entries = explainers
    .flatMap((e) => e.entries?.() ?? [])
    .filter(({ what, node, port }) => !known.has(`${what} ${node} ${port}`))
  return {
    ...report,
    edge: [
      ...report.edge.map((row) => {
        const version = minimum.get(`${row.node} ${row.port} ${row.from}`)
        return version === undefined || row.minimumVersion
          ? row
          : { ...row, minimumVersion: version }
      }),
      ...entries,
    ],
    trust: report.trust.map((row) => {
      const version = explainers
        .map((e) => e.minimumVersion?.(row.installation))
        .find((v) => v !== undefined)
      return version === undefined ? row : { ...row, minimumVersion: version }
    }),
  }
}
