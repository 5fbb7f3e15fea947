import { at, number, own, record, records, text, texts } from '#lib/resources/field.ts'
import { type BackendRef, readBackend } from './backend-ref.ts'
import { mirrorShare } from './match-rank.ts'

type PathChange = { readonly type: 'full' | 'prefix'; readonly value: string }

/** What a rule does to requests besides sending them on; facts for people, no judgement. */
export type RouteFilter =
  | {
      readonly kind: 'redirect'
      readonly path: string
      readonly scheme?: string | undefined
      readonly hostname?: string | undefined
      readonly port?: number | undefined
      readonly status: number
      readonly to?: PathChange | undefined
    }
  | {
      readonly kind: 'rewrite'
      readonly path: string
      readonly hostname?: string | undefined
      readonly to?: PathChange | undefined
    }
  | {
      readonly kind: 'mirror'
      readonly path: string
      readonly backend: BackendRef
      /** Percent of requests. */
      readonly share: number
    }
  | {
      readonly kind: 'request-headers' | 'response-headers'
      readonly path: string
      readonly set: readonly (readonly [string, string])[]
      readonly add: readonly (readonly [string, string])[]
      readonly remove: readonly string[]
    }
  | { readonly kind: 'cors'; readonly path: string; readonly origins: readonly string[] }
  /** Of another kind, by name: what it does is its controller's. */
  | { readonly kind: 'extension' | 'other'; readonly path: string; readonly name: string }

function pathChange(value: unknown): PathChange | undefined {
  const change = record(value)
  const full = text(change.replaceFullPath)
  if (full !== undefined) return { type: 'full', value: full }
  const prefix = text(change.replacePrefixMatch)
  return prefix === undefined ? undefined : { type: 'prefix', value: prefix }
}

const pairs = (value: unknown) =>
  records(value).flatMap(({ value: entry }): [string, string][] => {
    const name = text(entry.name)
    return name ? [[name, text(entry.value) ?? '']] : []
  })

const headers = (
  kind: 'request-headers' | 'response-headers',
  path: string,
  value: unknown,
): RouteFilter => ({
  kind,
  path,
  set: pairs(own(value, 'set')),
  add: pairs(own(value, 'add')),
  remove: texts(own(value, 'remove')),
})

function parseFilter(value: unknown, path: string, namespace: string): readonly RouteFilter[] {
  const type = text(own(value, 'type')) ?? ''
  switch (type) {
    case 'RequestRedirect': {
      const redirect = record(own(value, 'requestRedirect'))
      return [
        {
          kind: 'redirect',
          path,
          scheme: text(redirect.scheme),
          hostname: text(redirect.hostname),
          port: number(redirect.port),
          status: number(redirect.statusCode) ?? 302,
          to: pathChange(redirect.path),
        },
      ]
    }
    case 'URLRewrite': {
      const rewrite = record(own(value, 'urlRewrite'))
      return [
        { kind: 'rewrite', path, hostname: text(rewrite.hostname), to: pathChange(rewrite.path) },
      ]
    }
    case 'RequestMirror': {
      const mirror = own(value, 'requestMirror')
      const place = `${path}.requestMirror.backendRef`
      const backend = readBackend(own(mirror, 'backendRef'), place, namespace)
      return backend ? [{ kind: 'mirror', path, backend, share: mirrorShare(mirror) }] : []
    }
    case 'RequestHeaderModifier':
      return [headers('request-headers', path, own(value, 'requestHeaderModifier'))]
    case 'ResponseHeaderModifier':
      return [headers('response-headers', path, own(value, 'responseHeaderModifier'))]
    case 'CORS':
      return [{ kind: 'cors', path, origins: texts(at(value, 'cors', 'allowOrigins')) }]
    case 'ExtensionRef': {
      const ref = record(own(value, 'extensionRef'))
      return [{ kind: 'extension', path, name: `${text(ref.kind) ?? ''}/${text(ref.name) ?? ''}` }]
    }
    default:
      return type ? [{ kind: 'other', path, name: type }] : []
  }
}

/** The filters of a rule or of one backendRef. */
export const readFilters = (
  value: unknown,
  path: string,
  namespace: string,
): readonly RouteFilter[] =>
  records(value).flatMap(({ at: place, value: entry }) =>
    parseFilter(entry, `${path}.filters[${place}]`, namespace),
  )
