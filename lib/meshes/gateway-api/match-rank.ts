import type { Match, TextMatch } from '#lib/model/match.ts'
import { number, record, records, text } from '#lib/resources/field.ts'

/** One alternative of a rule: its condition, and how specific it is. */
export type RankedMatch = {
  readonly path: string
  readonly match: Match
  /** Compared field by field, larger first. */
  readonly rank: readonly number[]
}

const tests = (value: unknown, sameName: (name: string) => string): readonly TextMatch[] => {
  const found = new Map<string, TextMatch>()
  for (const { value: entry } of records(value)) {
    const name = text(entry.name)
    if (!name || found.has(sameName(name))) continue
    const op = text(entry.type) === 'RegularExpression' ? 'regex' : 'exact'
    found.set(sameName(name), { name, op, value: text(entry.value) ?? '' })
  }
  return [...found.values()]
}

/** Of several tests of one header only the first counts; names have no case. */
const headersOf = (value: unknown) => tests(value, (name) => name.toLowerCase())
const queryOf = (value: unknown) => tests(value, (name) => name)

const PATH_RANK = { exact: 2, prefix: 1, regex: 0 } as const

/**
 * One match of an HTTPRoute. More specific first: exact path, longest prefix, method, number of headers, number
 * of query parameters. Where regular expressions stand is the implementation's own; here after all prefixes but `/`.
 *
 * @see gateway-api apis/v1/httproute_types.go, HTTPRouteRule.Matches and HTTPRouteMatch
 */
export function httpMatch(value: unknown, path: string): RankedMatch {
  const entry = record(value)
  const asked = record(entry.path)
  const type = text(asked.type) ?? 'PathPrefix'
  const op = type === 'Exact' ? 'exact' : type === 'RegularExpression' ? 'regex' : 'prefix'
  const written = text(asked.value) ?? '/'
  const isAny = op === 'prefix' && written === '/'
  const method = text(entry.method)
  const headers = headersOf(entry.headers)
  const query = queryOf(entry.queryParams)
  return {
    path,
    match: {
      ...(isAny ? {} : { path: { op, value: written } }),
      ...(method ? { methods: [method] } : {}),
      ...(headers.length > 0 ? { headers } : {}),
      ...(query.length > 0 ? { query } : {}),
    },
    rank: [
      isAny ? -1 : PATH_RANK[op],
      op === 'prefix' && !isAny ? written.length : 0,
      method ? 1 : 0,
      headers.length,
      query.length,
    ],
  }
}

/**
 * One match of a GRPCRoute, said as the HTTP request that it is: `/service/method`. Longest service first, then
 * longest method, then number of headers.
 *
 * @see gateway-api apis/v1/grpcroute_types.go, GRPCRouteRule.Matches
 */
export function grpcMatch(value: unknown, path: string): RankedMatch {
  const entry = record(value)
  const asked = record(entry.method)
  const [service, method] = [text(asked.service) ?? '', text(asked.method) ?? '']
  const headers = headersOf(entry.headers)
  const asRegex = text(asked.type) === 'RegularExpression'
  return {
    path,
    match: {
      ...(service || method ? { path: grpcPath(service, method, asRegex) } : {}),
      ...(headers.length > 0 ? { headers } : {}),
    },
    rank: [service.length, method.length, headers.length],
  }
}

function grpcPath(service: string, method: string, asRegex: boolean): NonNullable<Match['path']> {
  if (asRegex) return { op: 'regex', value: `/${service || '[^/]+'}/${method || '.+'}` }
  if (service && method) return { op: 'exact', value: `/${service}/${method}` }
  return service
    ? { op: 'prefix', value: `/${service}/` }
    : { op: 'regex', value: `/[^/]+/${literal(method)}` }
}

const literal = (value: string) => value.replace(/[.+*?()|[\]{}^$\\]/g, '\\$&')

export function byRank(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (b[i] ?? 0) - (a[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** Percent of requests that a mirror copies. @see gateway-api GEP-3171 */
export function mirrorShare(value: unknown): number {
  const mirror = record(value)
  const percent = number(mirror.percent)
  if (percent !== undefined) return percent
  const fraction = record(mirror.fraction)
  const numerator = number(fraction.numerator)
  const denominator = number(fraction.denominator) ?? 100
  return numerator === undefined || denominator <= 0 ? 100 : (numerator / denominator) * 100
}
