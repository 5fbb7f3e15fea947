import type { Explainer, RuleFact } from '#lib/model/explain.ts'
import type { RouteRule } from '#lib/model/route-table.ts'
import type { RouteFilter } from './route-filter.ts'
import type { GatewayRule } from './rule-table.ts'

const isOwn = (rule: RouteRule): rule is GatewayRule => 'filters' in rule && 'timeouts' in rule

const words = (...entries: readonly (readonly [string, string | number | undefined])[]): string =>
  entries.flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`])).join(', ')

function factOf(filter: RouteFilter, resource: string): RuleFact | undefined {
  const fact = (kind: RuleFact['kind'], says: string): RuleFact | undefined =>
    says === '' ? undefined : { kind, resource, path: filter.path, says }
  switch (filter.kind) {
    case 'redirect':
      return fact(
        'redirect',
        words(
          ['scheme', filter.scheme],
          ['host', filter.hostname],
          ['port', filter.port],
          [filter.to?.type === 'prefix' ? 'prefix' : 'path', filter.to?.value],
          ['status', filter.status],
        ),
      )
    case 'rewrite':
      return fact(
        'rewrite',
        words(
          [filter.to?.type === 'prefix' ? 'prefix to' : 'path to', filter.to?.value],
          ['host to', filter.hostname],
        ),
      )
    case 'request-headers':
    case 'response-headers': {
      const side = filter.kind === 'request-headers' ? 'request' : 'response'
      return fact(
        'headers',
        [
          ...filter.set.map(([name, value]) => `${side} ${name} set to ${value}`),
          ...filter.add.map(([name, value]) => `${side} ${name} added ${value}`),
          ...filter.remove.map((name) => `${side} ${name} removed`),
        ].join(', '),
      )
    }
    case 'cors':
      return fact('cors', filter.origins.length > 0 ? `origins ${filter.origins.join(' or ')}` : '')
    case 'mirror':
    case 'extension':
    case 'other':
      // Mirrors are destinations; what an extension does is its controller's.
      return undefined
  }
}

/** What rules of Kubernetes routes do to requests: their filters and timeouts. */
export const explainer: Explainer = {
  mesh: 'gateway-api',
  rule(rule) {
    if (!isOwn(rule)) return []
    const timeout = (field: string, value: string | undefined, what: string): RuleFact[] =>
      value === undefined
        ? []
        : [
            {
              kind: 'timeout',
              resource: rule.ref,
              path: `${rule.path}.timeouts.${field}`,
              says: `${what} after ${value}`,
            },
          ]
    return [
      ...rule.filters.flatMap((filter) => factOf(filter, rule.ref) ?? []),
      ...timeout('request', rule.timeouts.request, 'the request'),
      ...timeout('backendRequest', rule.timeouts.backendRequest, 'one attempt'),
    ]
  },
}
