import type { InForce, RuleFact } from '#lib/model/in-force.ts'
import type { Decider } from '#lib/model/mtls-report.ts'
import type { Pod } from '#lib/model/pod.ts'
import { clientSettings } from '../effective/traffic-policy.ts'
import type { IstioView } from '../view.ts'
import { proxyOf } from './attached.ts'

/** More hosts than anybody reads; how many there are is told. */
const MOST = 300

/**
 * What the proxy of a pod is told about calls that go out from it: which Sidecar narrows it, what becomes of hosts
 * that the mesh does not know, which routes and which DestinationRules it has, and which servers a gateway opens.
 */
export function inForceFor(view: IstioView, pod: Pod): InForce {
  const { effective } = view.governing(pod)
  const proxy = proxyOf(pod, view.membership(pod))
  const scope = effective.scope(proxy)
  const rules = [...effective.destinationRules(proxy)].sort(([a], [b]) => (a < b ? -1 : 1))
  const { open, dropped } = effective.servers(proxy)
  const serverOf = ({ server, port, hosts }: (typeof open)[number]) => ({
    resource: server.gateway.ref,
    path: server.path,
    port,
    protocol: server.protocol,
    hosts: [...hosts],
  })
  return {
    ...(scope.sidecar
      ? {
          sidecar: { resource: scope.sidecar.sidecar.ref, because: scope.sidecar.because },
        }
      : {}),
    outbound: scope.outbound,
    hosts: scope.services.length,
    routes: scope.virtualServices
      .slice(0, MOST)
      .map(({ ref, hosts }) => ({ resource: ref, hosts: [...hosts] })),
    destinationRules: rules.slice(0, MOST).map(([host, { rule }]) => {
      const { tls, loadBalancer } = clientSettings(rule, undefined)
      return {
        host,
        resources: rule.rules.map(({ ref }) => ref),
        subsets: [...rule.subsets.keys()],
        because: rule.because,
        settings: [
          ...(tls ? [fact('TLS', tls)] : []),
          ...(loadBalancer ? [fact('load balancing', loadBalancer)] : []),
        ],
      }
    }),
    ruledHosts: rules.length,
    routesInAll: scope.virtualServices.length,
    servers: open.map(serverOf),
    droppedServers: dropped.map((server) => ({ ...serverOf(server), because: server.because })),
  }
}

const fact = (
  name: string,
  { value, from, path }: { value: string; from: Decider; path: string },
): RuleFact => ({ name, value, from, path })
