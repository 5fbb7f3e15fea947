import { PROVIDERS } from '#lib/meshes/index.ts'
import type { Check, Report } from '#lib/meshes/provider.ts'
import type { MeshModel } from '#lib/model/mesh-model.ts'
import type { Finding } from './finding.ts'

/** Every check of every mesh, in one table. */
export const CHECKS: readonly Check[] = PROVIDERS.flatMap((provider) => provider.checks)

/** Stable for as long as the same thing is wrong in the same place. */
const idOf = (check: Check, { resource, path }: Report) =>
  [check.code, resource, path ?? ''].join(' ')

function findingOf(check: Check, report: Report): Finding {
  const { resource, path, message, fix, mentions, severity } = report
  return {
    id: idOf(check, report),
    code: check.code,
    aliases: check.aliases,
    severity: severity ?? check.severity,
    layer: check.layer,
    resource,
    ...(path === undefined ? {} : { path }),
    message,
    ...(fix === undefined ? {} : { fix }),
    mentions: mentions ?? [],
    docs: check.source,
  }
}

const RANK = { error: 0, warning: 1, info: 2 } as const

/** What is wrong with a cluster, worst first. One check says one thing about one place once. */
export function findingsOf(model: MeshModel): readonly Finding[] {
  const found = new Map<string, Finding>()
  for (const check of CHECKS)
    for (const report of check.run(model)) {
      const finding = findingOf(check, report)
      if (!found.has(finding.id)) found.set(finding.id, finding)
    }
  return [...found.values()].sort(
    (a, b) => RANK[a.severity] - RANK[b.severity] || (a.id < b.id ? -1 : 1),
  )
}
