import type { InboundMode, MtlsReport } from '#lib/model/mtls-report.ts'
import { CALLS } from './calls.ts'
import type { GraphEdge } from './graph.ts'

type Counts = Omit<MtlsReport['summary'][number], 'scope'>
type Writable = { -readonly [K in keyof Counts]: Counts[K] }

const WORDS: Partial<Record<InboundMode, 'strict' | 'permissive' | 'disabled' | 'unknown'>> = {
  STRICT: 'strict',
  PERMISSIVE: 'permissive',
  DISABLE: 'disabled',
  unknown: 'unknown',
}

const nothing = (): Writable => ({
  strict: 0,
  permissive: 0,
  disabled: 0,
  unknown: 0,
  plaintextHops: 0,
  conflictHops: 0,
})

const namespaceOf = (id: string) => id.slice(id.indexOf(':') + 1).split('/')[0] ?? ''

type Changes<T> = { readonly gone: readonly T[]; readonly came: readonly T[] }

/**
 * Counts of workload ports by mode, and of hops that end in the scope and are not what they should be, kept up as
 * rows and edges come and go. The mesh first, then the namespaces that have something to count.
 */
export class MtlsSummary {
  readonly #scopes = new Map<string, Writable>([['mesh', nothing()]])
  #summary: MtlsReport['summary'] = []

  update(
    rows: Changes<MtlsReport['rows'][number]>,
    edges: Changes<GraphEdge>,
  ): MtlsReport['summary'] {
    let isNews = this.#summary.length === 0
    const count = (id: string, word: keyof Counts | undefined, step: number) => {
      if (!word) return
      isNews = true
      for (const scope of ['mesh', ` ${namespaceOf(id)}`]) {
        const counts = this.#scopes.get(scope) ?? nothing()
        this.#scopes.set(scope, counts)
        counts[word] += step
      }
    }
    for (const row of rows.gone) count(row.workload, WORDS[row.mode], -1)
    for (const row of rows.came) count(row.workload, WORDS[row.mode], 1)
    for (const edge of edges.gone) count(edge.to, hopWord(edge), -1)
    for (const edge of edges.came) count(edge.to, hopWord(edge), 1)
    if (isNews) this.#summary = this.#written()
    return this.#summary
  }

  #written(): MtlsReport['summary'] {
    const before = new Map(this.#summary.map((s) => [s.scope, s]))
    for (const [scope, counts] of this.#scopes)
      if (scope !== 'mesh' && Object.values(counts).every((n) => n === 0))
        this.#scopes.delete(scope)
    // Scopes of namespaces carry a space here, so that one called `mesh` is not the mesh.
    const names = [...this.#scopes.keys()].filter((scope) => scope !== 'mesh').sort()
    return ['mesh', ...names].map((key) => {
      const scope = key.trimStart()
      const counts = this.#scopes.get(key) ?? nothing()
      const old = key === 'mesh' || scope !== 'mesh' ? before.get(scope) : undefined
      const isOld =
        old && (Object.keys(counts) as (keyof Counts)[]).every((k) => old[k] === counts[k])
      return isOld ? old : { scope, ...counts }
    })
  }
}

function hopWord({ to, mtls, kind }: GraphEdge): keyof Counts | undefined {
  if (!CALLS.has(kind ?? 'route') || !/^(service|workload|gateway):/.test(to)) return undefined
  if (mtls?.state === 'plaintext') return 'plaintextHops'
  return mtls?.state === 'conflict' ? 'conflictHops' : undefined
}
