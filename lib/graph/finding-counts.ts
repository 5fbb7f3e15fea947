import type { Finding } from '#lib/findings/finding.ts'
import { listChanges } from '#lib/incremental/sorted.ts'
import type { GraphNode } from './graph.ts'

type Counts = { error: number; warning: number; info: number }

/** How many findings of which weight each resource has, kept up as findings come and go. */
export class FindingCounts {
  readonly #byResource = new Map<string, Counts>()
  #findings: readonly Finding[] = []

  /** The resources that have other counts than before. */
  update(findings: readonly Finding[]): ReadonlySet<string> {
    const { gone, came } = listChanges(this.#findings, findings)
    this.#findings = findings
    const touched = new Set<string>()
    for (const [list, step] of [
      [gone, -1],
      [came, 1],
    ] as const)
      for (const { resource, severity, suppressed } of list) {
        if (suppressed) continue
        const counts = this.#byResource.get(resource) ?? { error: 0, warning: 0, info: 0 }
        counts[severity] += step
        if (counts.error + counts.warning + counts.info > 0) this.#byResource.set(resource, counts)
        else this.#byResource.delete(resource)
        touched.add(resource)
      }
    return touched
  }

  of(resources: readonly string[]): GraphNode['findings'] {
    const all = { error: 0, warning: 0, info: 0 }
    for (const resource of resources) {
      const own = this.#byResource.get(resource)
      if (!own) continue
      all.error += own.error
      all.warning += own.warning
      all.info += own.info
    }
    return all
  }
}
