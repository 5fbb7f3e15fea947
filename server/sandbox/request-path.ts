export type ResourcePath = {
  readonly group: string
  readonly version: string
  readonly namespace: string
  readonly plural: string
  readonly name: string
  readonly subresource: string
}

/**
 * What a path of the API names: `/api/v1/namespaces/shop/pods/web-1/status` and the like; `undefined`
 * for paths that are no resource.
 */
export function resourcePath(path: string): ResourcePath | undefined {
  const parts = path.split('/').slice(1)
  const isCore = parts[0] === 'api'
  if (!isCore && parts[0] !== 'apis') return undefined
  const [group = '', version = ''] = isCore ? ['', parts[1]] : [parts[1], parts[2]]
  const rest = parts.slice(isCore ? 2 : 3)
  if (rest.length === 0 || rest.length > 6 || rest.some((part) => part === '')) return undefined
  const decoded = rest.map(decode)
  if (decoded.some((part) => part === undefined)) return undefined
  const [first = '', second = '', third] = decoded as string[]
  // `namespaces/<name>/status` is the namespace itself.
  const isInside =
    first === 'namespaces' && third !== undefined && third !== 'status' && third !== 'finalize'
  const [plural = '', name = '', subresource = '', ...more] = (
    isInside ? decoded.slice(2) : decoded
  ) as string[]
  if (more.length > 0) return undefined
  return { group, version, namespace: isInside ? second : '', plural, name, subresource }
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}
