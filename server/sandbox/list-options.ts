import { badRequest, type Cause, invalid, StatusError } from './status-error.ts'

export type ListOptions = {
  readonly limit: number
  readonly continue: string
  readonly resourceVersion: number | undefined
  readonly match: 'Exact' | 'NotOlderThan' | ''
  readonly watch: boolean
  readonly sendInitialEvents: boolean
  readonly bookmarks: boolean
  readonly timeoutSeconds: number | undefined
}

const isTrue = (value: string | null): boolean => value === 'true' || value === '1'

function integer(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (text === null || text === '') return undefined
  if (/^[-+]?\d{1,18}$/.test(text)) return Number(text)
  throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`)
}

/**
 * Options of a list or a watch.
 *
 * @throws StatusError 400 or 422 where the API server refuses them
 * @see k8s.io/apimachinery/pkg/apis/meta/internalversion/validation
 */
export function listOptions(query: URLSearchParams): ListOptions {
  const watch = isTrue(query.get('watch'))
  const match = query.get('resourceVersionMatch') ?? ''
  const version = query.get('resourceVersion') ?? ''
  const initial = query.get('sendInitialEvents')
  const options = {
    limit: Math.max(0, integer(query, 'limit') ?? 0),
    continue: query.get('continue') ?? '',
    timeoutSeconds: integer(query, 'timeoutSeconds'),
    bookmarks: isTrue(query.get('allowWatchBookmarks')),
  }
  const causes: Cause[] = []
  const forbidden = (field: string, why: string) =>
    causes.push({ reason: 'FieldValueForbidden', message: `Forbidden: ${why}`, field })
  if (match !== '') {
    if (watch && initial === null)
      forbidden(
        'resourceVersionMatch',
        'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
      )
    if (version === '' && !watch)
      forbidden(
        'resourceVersionMatch',
        'resourceVersionMatch is forbidden unless resourceVersion is provided',
      )
    if (options.continue)
      forbidden(
        'resourceVersionMatch',
        'resourceVersionMatch is forbidden when continue is provided',
      )
    if (match !== 'Exact' && match !== 'NotOlderThan')
      causes.push({
        reason: 'FieldValueNotSupported',
        message: `Unsupported value: ${JSON.stringify(match)}: supported values: "Exact", "NotOlderThan", ""`,
        field: 'resourceVersionMatch',
      })
    else if (match === 'Exact' && version === '0')
      forbidden(
        'resourceVersionMatch',
        'resourceVersionMatch "Exact" is forbidden for resourceVersion "0"',
      )
  }
  if (initial !== null && watch && match !== 'NotOlderThan')
    forbidden(
      'resourceVersionMatch',
      'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    )
  if (initial !== null && !watch)
    forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list')
  if (causes.length > 0) throw invalid('meta.k8s.io', 'ListOptions', '', causes)
  if (version !== '' && !/^\d{1,15}$/.test(version))
    throw badRequest(
      `invalid resource version: resourceVersion: Invalid value: ${JSON.stringify(version)}: strconv.ParseUint: parsing ${JSON.stringify(version)}: invalid syntax`,
    )
  return {
    ...options,
    watch,
    match: match === 'Exact' || match === 'NotOlderThan' ? match : '',
    resourceVersion: version === '' ? undefined : Number(version),
    sendInitialEvents: isTrue(initial),
  }
}

/** 504 for a version that is still to come, as from a server that waited for it in vain. */
export function tooLarge(asked: number | undefined, current: number): StatusError | undefined {
  if (asked === undefined || asked <= current) return undefined
  return new StatusError(
    504,
    'Timeout',
    `Timeout: Too large resource version: ${asked}, current: ${current}`,
    {
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      retryAfterSeconds: 1,
    },
  )
}

/** @throws StatusError 504 */
export function requireReached(asked: number | undefined, current: number): void {
  const error = tooLarge(asked, current)
  if (error) throw error
}
