import type { MeshModel } from '#lib/model/mesh-model.ts'
import type { RouteRule, RouteTable } from '#lib/model/route-table.ts'
import type { EnvoyFilter } from '../envoy-filter.ts'
import { istioOf } from './istio-of.ts'

/** EnvoyFilters that people wrote: those that an installation brings along are its own business. */
export function writtenFilters(model: MeshModel): readonly EnvoyFilter[] {
  return (istioOf(model)?.view.filters ?? []).filter(
    ({ object }) =>
      !Object.keys(object.metadata.labels ?? {}).some(
        (key) => key === 'istio.io/rev' || key.startsWith('install.operator.istio.io/'),
      ),
  )
}

/** Rules that a filter put into route tables, each with the table that it is in. */
export function* insertedRules(model: MeshModel): Iterable<{
  readonly filter: EnvoyFilter
  readonly rule: RouteRule
  readonly table: RouteTable
}> {
  const filters = new Map(writtenFilters(model).map((f) => [f.ref, f]))
  // Without one the tables are not even looked at.
  if (filters.size === 0) return
  for (const table of istioOf(model)?.tables ?? [])
    for (const rule of table.rules) {
      const filter = filters.get(rule.ref)
      if (filter) yield { filter, rule, table }
    }
}
