/** Who sends a request, as the API server knows them. */
export type Caller = {
  readonly username: string
  readonly uid?: string
  readonly groups: readonly string[]
  readonly extra?: ReadonlyMap<string, readonly string[]>
}

export const AUTHENTICATED = 'system:authenticated'
export const MASTERS = 'system:masters'

/** Everybody, where nobody in particular can sign in. */
export const ADMINISTRATOR: Caller = {
  username: 'sandbox-admin',
  groups: [MASTERS, AUTHENTICATED],
}

export const ANONYMOUS: Caller = {
  username: 'system:anonymous',
  groups: ['system:unauthenticated'],
}

/** Namespace and name in `system:serviceaccount:shop:web`. */
export function serviceAccountOf(
  username: string,
): { readonly namespace: string; readonly name: string } | undefined {
  const [system, kind, namespace, name, ...more] = username.split(':')
  if (system !== 'system' || kind !== 'serviceaccount' || more.length > 0) return undefined
  return namespace && name ? { namespace, name } : undefined
}
