import { notAcceptable } from './status-error.ts'

/** The forms that an object or a list can take. */
export type Form = 'object' | 'table' | 'metadata'

type Accepted = { readonly type: string; readonly parameters: ReadonlyMap<string, string> }

function accepted(header: string | undefined): readonly Accepted[] {
  return (header || '*/*').split(',').map((part) => {
    const [type = '', ...rest] = part.split(';').map((word) => word.trim())
    const parameters = new Map(
      rest.map((word) => {
        const equals = word.indexOf('=')
        return [word.slice(0, equals), word.slice(equals + 1)] as const
      }),
    )
    return { type: type.toLowerCase(), parameters }
  })
}

const isJson = (type: string): boolean =>
  type === 'application/json' || type === '*/*' || type === 'application/*'

/**
 * The first form in the Accept header that this server has; protobuf and YAML it has not.
 *
 * @throws StatusError 406
 */
export function wantedForm(header: string | undefined): Form {
  for (const { type, parameters } of accepted(header)) {
    if (!isJson(type)) continue
    const as = parameters.get('as')
    if (as === undefined) return 'object'
    if (parameters.get('g') !== 'meta.k8s.io' || parameters.get('v') !== 'v1') continue
    if (as === 'Table') return 'table'
    if (as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList') return 'metadata'
  }
  throw notAcceptable()
}

export const wantsAggregatedDiscovery = (header: string | undefined): boolean => {
  for (const { type, parameters } of accepted(header)) {
    if (!isJson(type)) continue
    if (parameters.get('as') === undefined) return false
    if (parameters.get('g') === 'apidiscovery.k8s.io' && parameters.get('v') === 'v2') return true
  }
  return false
}
