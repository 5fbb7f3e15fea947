import type { EdgeMtls } from '#lib/model/edge-words.ts'
import { gatewayId } from '#lib/model/gateway-proxy.ts'
import type { Ingress, IngressBackend } from '#lib/model/ingress.ts'
import { controllersOf, DEFAULT_BACKEND, parseIngress } from '#lib/model/ingress.ts'
import type { Match } from '#lib/model/match.ts'
import { matchWords } from '#lib/model/match-words.ts'
import { hasProxy } from '#lib/model/membership.ts'
import type { IngressFacts } from '#lib/model/mesh-model.ts'
import { objectsOf } from '#lib/model/objects.ts'
import type { StatedEdge } from '#lib/model/stated-edge.ts'
import { samplePod, type Workload } from '#lib/model/workload.ts'
import { type Client, sending } from './client-tls.ts'
import { type Destinations, NOWHERE } from './destinations.ts'
import { serviceHost } from './hosts.ts'
import { ingressGateways, isServed, istioPath } from './ingress-controller.ts'
import { ingressTables, type StatedRule } from './ingress-tables.ts'
import { INGRESSES } from './kinds.ts'
import {
  claimsOfRoute,
  dialsService,
  isPomerium,
  passesIdentity,
  pomeriumProxies,
} from './pomerium.ts'
import { type ReceiverSource, receiversOf } from './receivers.ts'
import { type AccessQuestion, accessAt, claimsOfAnyClient } from './target-access.ts'
import { verdict } from './verdict.ts'

type Caller = {
  readonly from: AccessQuestion['from']
  readonly id: string
  readonly client: Client
  readonly principal: string | undefined
}

function callerOf(workload: Workload, source: ReceiverSource): Caller {
  const pod = samplePod(workload)
  const inMesh = pod ? source.view.membership(pod).inMesh : 'unknown'
  const isMeshed = hasProxy(inMesh) || inMesh === 'ambient'
  const proxy = inMesh === 'none' ? 'none' : isMeshed ? 'mesh' : 'unknown'
  const { namespace } = workload
  const account = pod?.serviceAccount ?? 'default'
  const governed = source.view.governing({ namespace, labels: pod?.labels })
  return {
    from:
      inMesh === 'ambient' || inMesh === 'gateway'
        ? inMesh
        : hasProxy(inMesh)
          ? 'sidecar'
          : undefined,
    id: inMesh === 'gateway' ? gatewayId(workload) : workload.id,
    client: { namespace, labels: pod?.labels ?? new Map(), proxy },
    principal: `${governed.trustDomain}/ns/${namespace}/sa/${account}`,
  }
}

const OUTSIDE_ADDRESSES =
  'It dials pod addresses, so the sidecar may treat the call as pass-through and send plaintext.'

/**
 * Ingresses, and the hops that they state: from Pomerium's proxy or Istio's gateways where these own them, else
 * from the Ingress. Istio leaves out default backends.
 *
 * @see istio/istio pilot/pkg/config/kube/ingress/ingress.go, RuleCollection
 */
export function ingressEdges(source: ReceiverSource, destinations: Destinations) {
  const { view } = source
  const controllerOf = controllersOf(view.snapshot)
  const ingresses = objectsOf(view.snapshot, INGRESSES).map(parseIngress)
  const proxies = ingresses.some((i) => isPomerium(controllerOf(i)))
    ? pomeriumProxies(view.cluster)
    : []
  const gateways = lazily(() => ingressGateways(view).map((g) => callerOf(g, source)))
  const facts: IngressFacts[] = []
  const edges: StatedEdge[] = []
  const stated: StatedRule[] = []
  for (const ingress of ingresses) {
    const controller = controllerOf(ingress)
    const owned = isPomerium(controller)
    const isIstios = !owned && isServed(view, ingress, controller)
    facts.push({
      id: ingress.id,
      ref: ingress.ref,
      namespace: ingress.namespace,
      name: ingress.name,
      hosts: ingress.hosts,
      controller: owned
        ? 'pomerium'
        : isIstios
          ? 'istio'
          : (controller.controller ?? controller.className),
      badges: owned && controller.isAssumed ? ['controller assumed from the class name'] : [],
    })
    const known = owned ? proxies.map((p) => callerOf(p, source)) : isIstios ? gateways() : []
    const callers: readonly (Caller | undefined)[] = known.length > 0 ? known : [undefined]
    for (const written of ingress.backends) {
      // Istio has no place for it: it would take what VirtualServices for every host are there for.
      if (isIstios && written.path === DEFAULT_BACKEND) continue
      const backend = isIstios ? { ...written, match: istioPath(written) } : written
      for (const caller of callers) {
        const made = edge(source, destinations, ingress, backend, owned, caller)
        edges.push(made)
        stated.push({ ingress, backend, isIstios: isIstios && caller !== undefined, edge: made })
      }
    }
  }
  return { facts, edges, tables: ingressTables(stated, view.domain) }
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

function edge(
  source: ReceiverSource,
  destinations: Destinations,
  ingress: Ingress,
  backend: IngressBackend,
  owned: boolean,
  caller: Caller | undefined,
): StatedEdge {
  const { view } = source
  const service = view.cluster.service(ingress.namespace, backend.service)
  const port = service?.ports.find((p) => p.port === backend.port || p.name === backend.port)
  const base = {
    key: `${ingress.ref} ${backend.path}`,
    from: caller?.id ?? ingress.id,
    kind: 'ingress' as const,
    host: backend.host,
    port: port?.port ?? (typeof backend.port === 'number' ? backend.port : undefined),
    protocol: 'HTTP',
    via: [ingress.ref],
  }
  const path: Match = backend.match ? { path: backend.match } : {}
  if (!service || !port) {
    const missing = service
      ? `${service.ref} has no port ${backend.port}`
      : `no Service is called ${backend.service}`
    const mtls: EdgeMtls = {
      state: 'none',
      because: `It leads nowhere: ${missing}.`,
      decidedBy: [ingress.ref],
    }
    return { ...base, to: NOWHERE, ...conditions([path]), mtls }
  }
  const mtls = mtlsOf(source, ingress, owned, caller, service, port.port)
  const access = accessAt(view, service, port.port, {
    protocol: 'http',
    from: caller?.from,
    principal: caller?.principal,
    mtls,
    hosts: backend.host === undefined ? undefined : [backend.host],
    match: [path],
    claims: owned
      ? claimsOfRoute(backend.host, passesIdentity(ingress, view.snapshot))
      : claimsOfAnyClient,
  })
  const match = access?.claims ? { ...path, claims: access.claims } : path
  return {
    ...base,
    to: destinations.nodeOf(service),
    ...conditions([match]),
    verdict: access?.verdict,
    policies: access?.policies,
    because: access && access.policies.length > 0 ? access.because : undefined,
    mtls,
  }
}

function conditions(match: readonly Match[]) {
  const tested = match.filter((m) => Object.keys(m).length > 0)
  return {
    match: tested.length > 0 ? tested : undefined,
    when: matchWords(tested, undefined, false),
  }
}

function mtlsOf(
  source: ReceiverSource,
  ingress: Ingress,
  owned: boolean,
  caller: Caller | undefined,
  service: NonNullable<ReturnType<ReceiverSource['view']['cluster']['service']>>,
  port: number,
): EdgeMtls {
  if (!caller) {
    const because = 'The workload that serves this Ingress is not known.'
    return { state: 'unknown', because, decidedBy: ['unknown'] }
  }
  if (owned && !dialsService(ingress) && caller.client.proxy !== 'none')
    return { state: 'unknown', because: OUTSIDE_ADDRESSES, decidedBy: ['unknown', ingress.ref] }
  const { clientRules, domain } = source.view.governing(caller.client)
  const host = serviceHost(service.name, service.namespace, domain)
  const send = sending(clientRules, caller.client, host, service.namespace, port, undefined)
  const servicePort = service.ports.find((p) => p.port === port)
  return verdict(send, receiversOf(source, service, servicePort))
}
