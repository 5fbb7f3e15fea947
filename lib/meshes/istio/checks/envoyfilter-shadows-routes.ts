import { matchWords } from '#lib/model/match-words.ts'
import type { Check } from '../../provider.ts'
import { insertedRules } from './filter-rules.ts'
import { istioOf } from './istio-of.ts'

export const envoyFilterShadowsRoutes: Check = {
  code: 'envoyfilter.shadows-routes',
  title: 'Inserted route before those of VirtualServices',
  severity: 'warning',
  layer: 'cross-resource',
  aliases: [],
  source:
    'https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch-Operation',
  *run(model) {
    const services = new Map(istioOf(model)?.view.virtualServices.map((v) => [v.ref, v]))
    const found = new Map<
      string,
      { filter: string; path: string; when: string; behind: Set<string> }
    >()
    for (const { filter, rule, table } of insertedRules(model)) {
      const behind = table.rules
        .filter((r) => r.order > rule.order && services.has(r.ref))
        .map((r) => r.ref)
      if (behind.length === 0) continue
      const when = matchWords(rule.match, rule.unless, false) ?? 'every request'
      const known = found.get(rule.key) ?? {
        filter: filter.ref,
        path: rule.path,
        when,
        behind: new Set(),
      }
      found.set(rule.key, known)
      for (const ref of behind) known.behind.add(ref)
    }
    for (const { filter, path, when, behind } of found.values())
      yield {
        resource: filter,
        path,
        message: `What it takes (${when}) never reaches the routes of ${[...behind].sort().join(', ')}.`,
        fix: 'Make sure that what it diverts comes back, or narrow its match.',
        mentions: [...behind].sort(),
      }
  },
}
