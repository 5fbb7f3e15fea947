import { isIpAddress } from './bypass.ts'

/** The cluster's domain where nobody says another one. */
export const DOMAIN = 'cluster.local'

/**
 * A host or destination as the control plane reads it: a name without a dot is completed with the namespace
 * of the object that says it; anything with a dot is taken as it stands.
 *
 * @see istio/istio pilot/pkg/model/config.go, ResolveShortnameToFQDN
 */
export function resolveHost(host: string, namespace: string, domain: string = DOMAIN): string {
  if (host === '' || host === '*' || host.includes('.') || isIpAddress(host)) return host
  return serviceHost(host, namespace, domain)
}

export const serviceHost = (name: string, namespace: string, domain: string = DOMAIN): string =>
  `${name}.${namespace}.svc.${domain}`

export const isWildcard = (host: string): boolean => host.startsWith('*')

/** Whether `pattern` names every host that `host` names; both may be wildcards such as `*.example.com`. */
export function covers(pattern: string, host: string): boolean {
  if (pattern === host || pattern === '*') return true
  if (!isWildcard(pattern)) return false
  const [end, own] = [pattern.slice(1), isWildcard(host) ? host.slice(1) : host]
  return own.length >= end.length && own.endsWith(end)
}

/** The hosts that both name: the narrower of the two, or nothing. */
export function overlap(a: string, b: string): string | undefined {
  if (covers(a, b)) return b
  return covers(b, a) ? a : undefined
}
