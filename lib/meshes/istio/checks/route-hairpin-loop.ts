import type { Check } from '../../provider.ts'
import { isLoopback } from '../service-entry.ts'
import { insertedRules } from './filter-rules.ts'
import { istioOf } from './istio-of.ts'

/** Traffic that leaves a gateway to come back to it: only a condition keeps it from going round for ever. */
export const hairpinLoop: Check = {
  code: 'route.hairpin-loop',
  title: 'Traffic returns to the same gateway',
  severity: 'info',
  layer: 'cross-resource',
  aliases: [],
  source: 'https://istio.io/latest/docs/reference/config/networking/envoy-filter/',
  *run(model) {
    for (const { filter, rule } of insertedRules(model)) {
      const marks = rule.match.flatMap((m) => (m.headers ?? []).filter((h) => h.op === 'absent'))
      const [mark] = marks
      if (!mark || rule.order > 1) continue
      yield {
        resource: filter.ref,
        path: rule.path,
        message: `Requests without the header ${mark.name} take a detour. They reach their routes only when they come back with ${mark.name} set; without it they go round again.`,
        fix: `Make sure that the detour sets ${mark.name}, and that clients outside cannot.`,
      }
    }
    const istio = istioOf(model)
    const loops = istio?.view.entries.some((e) => e.endpoints.some((p) => isLoopback(p.address)))
    if (!loops) return
    const looping = new Set(
      istio?.edges.filter((e) => e.kind === 'loopback').map((e) => `${e.to} ${e.from}`),
    )
    const services = new Map(istio?.view.virtualServices.map((v) => [v.ref, v]))
    for (const table of istio?.tables ?? [])
      for (const rule of table.rules)
        for (const leg of rule.legs)
          if (services.has(rule.ref) && looping.has(`${table.owner} ${leg.to}`))
            yield {
              resource: rule.ref,
              path: rule.path,
              message: `${leg.host} is an endpoint inside the gateway's own pod: what it sends back meets the same routes again.`,
              fix: 'Make sure that what comes back matches an earlier rule.',
              mentions: leg.via,
            }
  },
}
