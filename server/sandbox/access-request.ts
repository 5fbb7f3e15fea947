import type { Caller } from './caller.ts'
import type { ResourcePath } from './request-path.ts'
import { qualified, type ServedKind } from './served-kind.ts'
import { StatusError } from './status-error.ts'

/** What somebody wants to do to objects. */
export type ResourceAccess = {
  readonly verb: string
  readonly group: string
  readonly resource: string
  readonly subresource: string
  readonly namespace: string
  readonly name: string
}

/** What somebody wants to do, in the terms of roles. */
export type Access = ResourceAccess | { readonly verb: string; readonly path: string }

/**
 * The access that a request needs.
 *
 * @see k8s.io/apiserver/pkg/endpoints/request/requestinfo.go
 */
export function accessOf(
  method: string,
  path: string,
  resource: ResourcePath | undefined,
  query: URLSearchParams,
): Access {
  if (!resource) return { verb: method.toLowerCase(), path }
  const { group, plural, subresource, name } = resource
  const isNamespace = group === '' && plural === 'namespaces'
  const verb = verbOf(method, name, query)
  return {
    verb,
    group,
    resource: plural,
    subresource,
    namespace: isNamespace ? name : resource.namespace,
    name: name || (verb === 'list' || verb === 'watch' ? selectedName(query) : ''),
  }
}

function verbOf(method: string, name: string, query: URLSearchParams): string {
  switch (method) {
    case 'POST':
      return 'create'
    case 'PUT':
      return 'update'
    case 'PATCH':
      return 'patch'
    case 'DELETE':
      return name ? 'delete' : 'deletecollection'
    default: {
      const watch = query.get('watch')
      const isWatch = watch !== null && watch !== 'false' && watch !== '0'
      return isWatch ? 'watch' : name ? 'get' : 'list'
    }
  }
}

/** A list of one name is a list of that object for roles that name it. */
function selectedName(query: URLSearchParams): string {
  for (const part of (query.get('fieldSelector') ?? '').split(',')) {
    const match = /^metadata\.name==?(.+)$/.exec(part)
    if (match?.[1]) return match[1]
  }
  return ''
}

/** 403 in the words of the API server. */
export function forbidden(caller: Caller, access: Access, reason = ''): StatusError {
  const more = reason === '' ? '' : `: ${reason}`
  const who = `User ${JSON.stringify(caller.username)} cannot ${access.verb}`
  if ('path' in access)
    return new StatusError(
      403,
      'Forbidden',
      `forbidden: ${who} path ${JSON.stringify(access.path)}${more}`,
      {},
    )
  const { group, resource, subresource, namespace, name } = access
  const what = subresource ? `${resource}/${subresource}` : resource
  const where = namespace ? `in the namespace ${JSON.stringify(namespace)}` : 'at the cluster scope'
  return forbiddenObject(
    { group, plural: resource },
    name,
    `${who} resource ${JSON.stringify(what)} in API group ${JSON.stringify(group)} ${where}${more}`,
  )
}

/** 403 for one object, or for a kind where the name is empty. */
export function forbiddenObject(
  { group, plural }: Pick<ServedKind, 'group' | 'plural'>,
  name: string,
  why: string,
): StatusError {
  const subject = `${qualified({ group }, plural)}${name ? ` ${JSON.stringify(name)}` : ''}`
  return new StatusError(403, 'Forbidden', `${subject} is forbidden: ${why}`, {
    ...(name ? { name } : {}),
    ...(group ? { group } : {}),
    kind: plural,
  })
}
