import type { Ingress, IngressBackend } from '#lib/model/ingress.ts'
import type { RouteRule, RouteTable } from '#lib/model/route-table.ts'
import type { StatedEdge } from '#lib/model/stated-edge.ts'
import { byCreation } from './creation.ts'
import { covers, serviceHost } from './hosts.ts'

/** A rule of an Ingress and the hop that it states. */
export type StatedRule = {
  readonly ingress: Ingress
  readonly backend: IngressBackend
  /** A gateway of Istio follows it. */
  readonly isIstios: boolean
  readonly edge: StatedEdge
}

const ANY = '*'

/** Ports of Istio's gateways on which a rule is followed: where a certificate is named for its host, on both. */
function portsOf({ ingress, backend, isIstios }: StatedRule): readonly (number | undefined)[] {
  if (!isIstios) return [undefined]
  const host = backend.host ?? ANY
  const isSecure = ingress.tls.some(
    ({ hosts, secret }) => secret && (hosts.length === 0 || hosts.some((h) => covers(h, host))),
  )
  return isSecure ? [80, 443] : [80]
}

const lengthOf = ({ backend }: StatedRule) => backend.match?.value.length ?? 0
const isExact = ({ backend }: StatedRule) => backend.match?.op === 'exact'

/**
 * Longer paths first, exact ones before prefixes of their length; older Ingresses before newer ones.
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#multiple-matches
 * @see istio/istio pilot/pkg/config/kube/ingress/virtualservices.go, getMatchURILength
 */
const inOrder = (a: StatedRule, b: StatedRule): number =>
  lengthOf(b) - lengthOf(a) ||
  Number(isExact(b)) - Number(isExact(a)) ||
  (a.ingress === b.ingress ? 0 : byCreation(a.ingress, b.ingress))

function ruleOf({ ingress, backend, edge }: StatedRule, order: number, domain: string): RouteRule {
  const { service, port, path, match } = backend
  return {
    key: `${ingress.ref} ${path}`,
    ref: ingress.ref,
    path,
    via: [ingress.ref],
    match: match ? [{ path: match }] : [],
    unless: undefined,
    order,
    legs: [
      {
        kind: 'route',
        path,
        written: `${service}:${port}`,
        host: serviceHost(service, ingress.namespace, domain),
        port: edge.port,
        subset: undefined,
        weight: undefined,
        share: 100,
        to: edge.to,
        via: [],
      },
    ],
    action: 'route',
    unreachable: false,
    conflict: false,
  }
}

/** Rules of Ingresses as tables of whoever follows them, one for each host and port. */
export function ingressTables(
  stated: readonly StatedRule[],
  domain: string,
): readonly RouteTable[] {
  const found = new Map<string, { rules: StatedRule[]; port: number | undefined }>()
  for (const rule of stated)
    for (const port of portsOf(rule)) {
      const at = [rule.edge.from, 'ingress', port ?? 'any port', rule.backend.host ?? ANY].join(' ')
      const table = found.get(at)
      if (table) table.rules.push(rule)
      else found.set(at, { rules: [rule], port })
    }
  return [...found].map(([id, { rules, port }]): RouteTable => {
    const [first] = rules
    return {
      id,
      mesh: 'istio',
      owner: first?.edge.from ?? '',
      protocol: 'http',
      port,
      hosts: [first?.backend.host ?? ANY],
      rules: rules.sort(inOrder).map((rule, i) => ruleOf(rule, i + 1, domain)),
      ...(first?.isIstios ? {} : { followedBy: 'ingress' }),
    }
  })
}
