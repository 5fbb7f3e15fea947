/** Every name: a listener or route that names none. */
export const ANY = '*'

const isWildcard = (host: string) => host.startsWith('*.')

/** Whether `pattern` names every host that `host` names. `*.a.com` names `x.a.com` and `x.y.a.com`, not `a.com`. */
export function covers(pattern: string, host: string): boolean {
  if (pattern === ANY || pattern === host) return true
  if (!isWildcard(pattern) || host === ANY) return false
  const end = pattern.slice(1)
  const own = isWildcard(host) ? host.slice(1) : host
  return own.endsWith(end) && (own.length > end.length || isWildcard(host))
}

/**
 * The hosts of a route that a listener serves: of each pair the narrower one. Nothing means that the two do not
 * meet and the route is not accepted there.
 *
 * @param route hostnames as written; none means every host of the listener
 * @see gateway-api apis/v1/httproute_types.go, HTTPRouteSpec.Hostnames
 */
export function servedHosts(listener: string, route: readonly string[]): readonly string[] {
  if (route.length === 0) return [listener]
  return [
    ...new Set(
      route.flatMap((host) =>
        covers(listener, host) ? host : covers(host, listener) ? listener : [],
      ),
    ),
  ]
}

/** Names are compared as DNS does; absent, empty and `*` are every name. */
export const normalHost = (host: string | undefined): string =>
  host === undefined || host === '' ? ANY : host.toLowerCase()
