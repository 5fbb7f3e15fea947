import type { IncomingMessage } from 'node:http'
import type { Access, ResourceAccess } from './access-request.ts'
import { forbidden } from './access-request.ts'
import type { Authorizer } from './authorizer.ts'
import { AUTHENTICATED, type Caller, MASTERS, serviceAccountOf } from './caller.ts'
import { badRequest, StatusError } from './status-error.ts'

type Wanted = {
  readonly name: string
  readonly uid: string
  readonly groups: readonly string[]
  readonly extra: ReadonlyMap<string, readonly string[]>
}

const EXTRA = 'impersonate-extra-'

/**
 * Whom a request wants to act as.
 *
 * @throws StatusError 400 for groups and the like without a user
 */
function wantedUser(headers: IncomingMessage['headersDistinct']): Wanted | undefined {
  const name = headers['impersonate-user']?.[0] ?? ''
  const uid = headers['impersonate-uid']?.[0] ?? ''
  const groups = headers['impersonate-group'] ?? []
  const extra = new Map<string, readonly string[]>()
  for (const [header, values = []] of Object.entries(headers))
    if (header.startsWith(EXTRA)) extra.set(unescaped(header.slice(EXTRA.length)), values)
  if (name !== '') return { name, uid, groups, extra }
  if (uid === '' && groups.length === 0 && extra.size === 0) return undefined
  throw badRequest(
    `requested &user.DefaultInfo{Name:"", UID:${JSON.stringify(uid)}, Groups:[]string{${groups.map((one) => JSON.stringify(one)).join(', ')}}} without impersonating a user name`,
  )
}

/** Keys of extra fields are written with percent signs where a header cannot hold them. */
function unescaped(key: string): string {
  try {
    return decodeURIComponent(key)
  } catch {
    return key
  }
}

/**
 * The caller whose rights a request has: whom it impersonates, or who sends it. The narrow modes of
 * impersonation are tried first, then the one that has always been; the first refusal is the answer.
 *
 * @throws StatusError 400 or 403
 * @see k8s.io/apiserver/pkg/endpoints/filters/impersonation
 */
export function actingCaller(
  request: IncomingMessage,
  sender: Caller,
  access: Access,
  authorizer: Authorizer,
): Caller {
  const wanted = wantedUser(request.headersDistinct)
  if (!wanted) return sender
  const mode = modeFor(wanted)
  let refusal: unknown
  for (const one of mode ? [mode, ''] : [''])
    try {
      if (one !== '')
        authorizer.require(sender, { ...access, verb: `impersonate-on:${one}:${access.verb}` })
      return becoming(sender, wanted, one, authorizer)
    } catch (error) {
      if (!(error instanceof StatusError)) throw error
      refusal ??= error
    }
  throw refusal
}

const nodeNameOf = (name: string): string | undefined =>
  /^system:node:[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name)
    ? name.slice('system:node:'.length)
    : undefined

function modeFor({ name, uid, groups, extra }: Wanted): string | undefined {
  const isNameOnly = uid === '' && groups.length === 0 && extra.size === 0
  if (nodeNameOf(name) !== undefined) return isNameOnly ? 'arbitrary-node' : undefined
  if (serviceAccountOf(name)) return isNameOnly ? 'serviceaccount' : undefined
  return 'user-info'
}

/** @param mode '' for the unconstrained verb `impersonate` */
function becoming(sender: Caller, wanted: Wanted, mode: string, authorizer: Authorizer): Caller {
  const verb = mode === '' ? 'impersonate' : `impersonate:${mode}`
  const identity = 'authentication.k8s.io'
  const access = (
    group: string,
    resource: string,
    name: string,
    more: Partial<ResourceAccess> = {},
  ) => ({ verb, group, resource, subresource: '', namespace: '', name, ...more })
  const group = mode === '' ? '' : identity
  const account = serviceAccountOf(wanted.name)
  const node = mode === '' ? undefined : nodeNameOf(wanted.name)
  const user = account
    ? access(group, 'serviceaccounts', account.name, { namespace: account.namespace })
    : node !== undefined
      ? access(group, 'nodes', node)
      : access(group, 'users', wanted.name)
  authorizer.require(sender, user)
  if (wanted.uid) authorizer.require(sender, access(identity, 'uids', wanted.uid))
  for (const one of wanted.groups) {
    const asked = access(group, 'groups', one)
    if (mode !== '' && (one === MASTERS || one === ''))
      throw forbidden(
        sender,
        asked,
        `impersonating the ${one || 'empty string'} group is not allowed`,
      )
    authorizer.require(sender, asked)
  }
  for (const [key, values] of wanted.extra)
    for (const value of values)
      authorizer.require(sender, access(identity, 'userextras', value, { subresource: key }))
  return {
    username: wanted.name,
    ...(wanted.uid ? { uid: wanted.uid } : {}),
    groups: groupsOf(wanted, account?.namespace, node),
    ...(wanted.extra.size > 0 ? { extra: wanted.extra } : {}),
  }
}

function groupsOf(
  { name, groups }: Wanted,
  accountNamespace: string | undefined,
  node: string | undefined,
): readonly string[] {
  const own =
    node !== undefined
      ? ['system:nodes']
      : accountNamespace !== undefined && groups.length === 0
        ? ['system:serviceaccounts', `system:serviceaccounts:${accountNamespace}`]
        : groups
  const last = name === 'system:anonymous' ? 'system:unauthenticated' : AUTHENTICATED
  return own.includes(last) || own.includes('system:unauthenticated') ? own : [...own, last]
}
