import type { RuleFact } from '#lib/model/explain.ts'
import type { RouteRule } from '#lib/model/route-table.ts'
import {
  at,
  flag,
  isRecord,
  number,
  own,
  record,
  records,
  text,
  textMap,
  texts,
} from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { type Ref, refOf } from '#lib/resources/reference.ts'

type Says = (value: unknown) => string | undefined

const pairs = (...entries: readonly (readonly [string, unknown])[]): string | undefined => {
  const said = entries.flatMap(([words, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [`${words} ${value}`] : [],
  )
  return said.length > 0 ? said.join(', ') : undefined
}

const rewrite: Says = (value) =>
  pairs(
    ['path to', own(value, 'uri')],
    ['path by', at(value, 'uriRegexRewrite', 'match')],
    ['to', at(value, 'uriRegexRewrite', 'rewrite')],
    ['host to', own(value, 'authority')],
  )

const redirect: Says = (value) =>
  isRecord(value)
    ? pairs(
        ['scheme', own(value, 'scheme')],
        ['host', own(value, 'authority')],
        ['port', own(value, 'port') ?? own(value, 'derivePort')],
        ['path', own(value, 'uri')],
        ['status', number(own(value, 'redirectCode')) ?? 301],
      )
    : undefined

const directResponse: Says = (value) =>
  pairs(['status', own(value, 'status')], ['body', at(value, 'body', 'string')])

/** A percentage that is not written is all of it, but for the old field whose zero means none. */
const percent = (value: unknown): string =>
  `${number(at(value, 'percentage', 'value')) ?? number(own(value, 'percent')) ?? 100} %`

const delay: Says = (value) => {
  const length = text(own(value, 'fixedDelay'))
  return length && `${percent(value)} are delayed by ${length}`
}

const abort: Says = (value) => {
  const answer = number(own(value, 'httpStatus')) ?? text(own(value, 'grpcStatus'))
  return answer === undefined ? undefined : `${percent(value)} are answered with ${answer}`
}

const retries: Says = (value) =>
  pairs(
    ['attempts', own(value, 'attempts')],
    ['each within', own(value, 'perTryTimeout')],
    ['on', own(value, 'retryOn')],
    ['other localities', flag(own(value, 'retryRemoteLocalities')) ? 'too' : undefined],
  )

const timeout: Says = (value) => (text(value) === undefined ? undefined : `after ${text(value)}`)

const headers: Says = (value) => {
  const said = ['request', 'response'].flatMap((side) => {
    const part = own(value, side)
    return [
      ...[...textMap(own(part, 'set'))].map(([name, v]) => `${side} ${name} set to ${v}`),
      ...[...textMap(own(part, 'add'))].map(([name, v]) => `${side} ${name} added ${v}`),
      ...texts(own(part, 'remove')).map((name) => `${side} ${name} removed`),
    ]
  })
  return said.length > 0 ? said.join(', ') : undefined
}

const cors: Says = (value) => {
  const origins = [
    ...records(own(value, 'allowOrigins')).flatMap(({ value: origin }) =>
      Object.entries(origin).flatMap(([op, v]) => (typeof v === 'string' ? [`${op} ${v}`] : [])),
    ),
    ...texts(own(value, 'allowOrigin')),
  ]
  return origins.length > 0 ? `origins ${origins.join(' or ')}` : undefined
}

const FIELDS: readonly (readonly [RuleFact['kind'], readonly string[], Says])[] = [
  ['rewrite', ['rewrite'], rewrite],
  ['redirect', ['redirect'], redirect],
  ['direct-response', ['directResponse'], directResponse],
  ['delay', ['fault', 'delay'], delay],
  ['abort', ['fault', 'abort'], abort],
  ['retries', ['retries'], retries],
  ['timeout', ['timeout'], timeout],
  ['headers', ['headers'], headers],
  ['cors', ['corsPolicy'], cors],
]

const PLACE = /^spec\.(http|tcp|tls)\[(\d{1,6})\]$/

const entryAt = (object: KubernetesObject | undefined, path: string): unknown => {
  const [, list, index] = PLACE.exec(path) ?? []
  const entries = list && at(object?.spec, list)
  return Array.isArray(entries) ? entries[Number(index)] : undefined
}

function factsAt(object: KubernetesObject, path: string): readonly RuleFact[] {
  const entry = entryAt(object, path)
  if (!isRecord(entry)) return []
  const resource = refOf(object)
  const own = FIELDS.flatMap(([kind, fields, says]): RuleFact[] => {
    const words = says(at(entry, ...fields))
    return words ? [{ kind, resource, path: [path, ...fields].join('.'), says: words }] : []
  })
  const legs = records(record(entry).route).flatMap(({ at: place, value }): RuleFact[] => {
    const words = headers(value.headers)
    const where = `${path}.route[${place}].headers`
    return words ? [{ kind: 'headers', resource, path: where, says: words }] : []
  })
  return [...own, ...legs]
}

/** `<ref> <path>` of the rule that delegates, in front of the delegate's own. */
function rootOf(rule: RouteRule): { readonly ref: Ref; readonly path: string } | undefined {
  const [ref, path, ...own] = rule.key.split(' ')
  return ref && path && own.length === 2 ? { ref, path } : undefined
}

/**
 * What a rule of a VirtualService does to requests, field by field. A delegate takes over what its root says and
 * it does not say itself.
 *
 * @see istio/istio pilot/pkg/model/virtualservice.go, mergeHTTPRoute
 */
export function ruleFacts(
  rule: RouteRule,
  find: (ref: Ref) => KubernetesObject | undefined,
): readonly RuleFact[] {
  const object = find(rule.ref)
  const own = object ? factsAt(object, rule.path) : []
  const root = rootOf(rule)
  const above = root && find(root.ref)
  if (!root || !above) return own
  // Delay and abort are one field, `fault`, and are taken over together.
  const family = ({ kind }: RuleFact) => (kind === 'delay' || kind === 'abort' ? 'fault' : kind)
  const said = new Set(own.map(family))
  return [...factsAt(above, root.path).filter((fact) => !said.has(family(fact))), ...own]
}
