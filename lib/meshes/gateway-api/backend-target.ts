import type { Cluster } from '#lib/model/cluster.ts'
import type { EntryFacts } from '#lib/model/mesh-model.ts'
import { isReadable } from '#lib/model/objects.ts'
import type { Service } from '#lib/model/service.ts'
import type { Ref } from '#lib/resources/reference.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import type { BackendRef } from './backend-ref.ts'
import type { Consents } from './reference-grant.ts'

export const NOWHERE = 'nowhere'

/** Reasons of the condition ResolvedRefs. */
export type BackendProblem = 'RefNotPermitted' | 'InvalidKind' | 'BackendNotFound'

/** Where a backendRef leads. One that is not valid leads nowhere and is answered 500. */
export type BackendTarget = {
  readonly to: string
  readonly host: string
  readonly service: Service | undefined
  readonly port: number | undefined
  readonly via: readonly Ref[]
  readonly problem: BackendProblem | undefined
  /** True where rights hide what would decide. */
  readonly isUncertain: boolean
  readonly because: string | undefined
}

export type Targets = {
  readonly snapshot: Snapshot
  readonly cluster: Cluster
  readonly consents: Consents
  /** A Service in front of gateway proxies stands for the gateway. */
  readonly nodeOf: (service: Service) => string
  /** Entries that meshes bring in, by host name. */
  readonly entries: ReadonlyMap<string, EntryFacts>
}

/** Who refers: routes of a Gateway need consent across namespaces, those of a mesh do not. */
export type Referrer = {
  readonly kind: string
  readonly namespace: string
  readonly at: 'gateway' | 'mesh'
}

/** @see gateway-api apis/v1/httproute_types.go and tcproute_types.go, `BackendRefs` of a rule */
const nowhere = (problem: BackendProblem, what: string, by: Referrer) => ({
  to: NOWHERE,
  problem,
  because:
    by.kind === 'HTTPRoute' || by.kind === 'GRPCRoute'
      ? `${what}, so its part of the requests is answered 500.`
      : `${what}, so its part of the connections is refused.`,
})

/**
 * @see gateway-api apis/v1/httproute_types.go, HTTPRouteRule.BackendRefs: "invalid" is a kind that is not known,
 * an object that does not exist, or another namespace without a ReferenceGrant
 */
export function backendTarget(sources: Targets, backend: BackendRef, by: Referrer): BackendTarget {
  const { group, kind, namespace, name, port } = backend
  const base = {
    host: group === '' && kind === 'Service' ? `${name}.${namespace}.svc.cluster.local` : name,
    service: undefined,
    port,
    via: [] as readonly Ref[],
    problem: undefined,
    isUncertain: false,
    because: undefined,
  }
  const consent =
    by.at === 'mesh' ? 'same-namespace' : sources.consents(by.kind, by.namespace, backend)
  if (consent === 'none')
    return {
      ...base,
      ...nowhere(
        'RefNotPermitted',
        `No ReferenceGrant in ${namespace} lets a ${by.kind} of ${by.namespace} refer to ${kind} ${name}`,
        by,
      ),
    }
  const via = typeof consent === 'object' ? [consent.by] : []
  const known = { ...base, via }
  if (group === '' && kind === 'Service')
    return { ...known, ...serviceTarget(sources, backend, by, consent === 'unknown') }
  // A host by name, as Istio brings ServiceEntries in. @see istio/istio, group networking.istio.io, kind Hostname
  const entry = kind === 'Hostname' ? sources.entries.get(name) : undefined
  if (entry) return { ...known, to: entry.id, via: [...via, entry.ref] }
  return {
    ...known,
    to: `external:${kind}/${namespace}/${name}`,
    isUncertain: true,
    because: `What a ${kind} of ${group || 'the core group'} stands for is its controller's to know.`,
  }
}

function serviceTarget(
  { snapshot, cluster, nodeOf }: Targets,
  { namespace, name, port }: BackendRef,
  by: Referrer,
  consentUnknown: boolean,
) {
  const service = cluster.service(namespace, name)
  if (!service) {
    if (!isReadable(snapshot, 'core/services', namespace))
      return {
        to: `external:${name}.${namespace}.svc.cluster.local`,
        isUncertain: true,
        because: `Services of ${namespace} may not be read, so ${name} may exist.`,
      }
    return nowhere('BackendNotFound', `There is no Service ${namespace}/${name}`, by)
  }
  if (port === undefined)
    return nowhere('BackendNotFound', `No port of Service ${namespace}/${name} is named`, by)
  if (!service.ports.some((p) => p.port === port))
    return nowhere('BackendNotFound', `Service ${namespace}/${name} has no port ${port}`, by)
  return {
    to: nodeOf(service),
    service,
    isUncertain: consentUnknown,
    because: consentUnknown
      ? `Whether ${namespace} lets it in is not known: ReferenceGrants may not be read.`
      : undefined,
  }
}
