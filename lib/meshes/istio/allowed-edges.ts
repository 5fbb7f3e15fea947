import type { InMesh } from '#lib/model/membership.ts'
import type { Service } from '#lib/model/service.ts'
import type { StatedEdge } from '#lib/model/stated-edge.ts'
import { samplePod } from '#lib/model/workload.ts'
import type { Ref } from '#lib/resources/reference.ts'
import type { AuthorizationPolicy } from './authorization-policy.ts'
import { type AccessQuestion, accessAt, claimsOfAnyClient } from './target-access.ts'
import type { IstioView } from './view.ts'

/** Who may be named: a service account of a namespace. */
export type Account = { readonly namespace: string; readonly name: string }

const PRINCIPAL = /^(?:spiffe:\/\/)?([^/]*)\/ns\/([^/*]+)\/sa\/([^/*]+)$/

/**
 * The accounts that a policy of the mesh names one by one. Whole namespaces, everyone and everyone but some are not
 * names of callers.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source
 */
export function namedAccounts(
  policy: AuthorizationPolicy,
  trustDomain: string,
): readonly Account[] {
  const found = new Map<string, Account>()
  const add = (namespace: string, name: string) =>
    found.set(`${namespace}/${name}`, { namespace, name })
  for (const { from } of policy.rules)
    for (const source of from) {
      for (const principal of source.get('principals') ?? []) {
        const [, domain, namespace, name] = PRINCIPAL.exec(principal) ?? []
        // `cluster.local` stands for the mesh's own domain, whatever that is called.
        // @see istio/istio pilot/pkg/security/trustdomain/bundle.go
        const isOwn = domain === trustDomain || domain === 'cluster.local' || domain === '*'
        if (isOwn && namespace && name) add(namespace, name)
      }
      for (const account of source.get('serviceAccounts') ?? []) {
        const [namespace, name, ...more] = account.includes('/')
          ? account.split('/')
          : [policy.namespace, account]
        if (namespace && name && more.length === 0 && !account.includes('*')) add(namespace, name)
      }
    }
  return [...found.values()]
}

/** What a call hangs on of a workload that may make it; its pods' state is not among it. */
export type AllowedCaller = {
  /** The node that stands for it. */
  readonly id: string
  readonly ref: Ref
  readonly inMesh: InMesh
}

/** Workloads that run as an account. */
export type CallersOf = (account: Account) => readonly AllowedCaller[]

/**
 * Calls that a policy at a Service's workloads lets through by the caller's name. That one may call says nothing
 * about whether one does; a caller that another policy denies is not drawn.
 */
export function allowedEdges(
  view: IstioView,
  service: Service,
  to: string,
  callers: CallersOf,
): readonly StatedEdge[] {
  const naming = new Map<string, { account: Account; trustDomain: string; policies: Set<Ref> }>()
  for (const { workload } of view.cluster.backends(service)) {
    const pod = samplePod(workload)
    if (!pod) continue
    const { inMesh } = view.membership(pod)
    if (inMesh === 'none' || inMesh === 'unknown' || inMesh === 'gateway') continue
    const { effective, trustDomain } = view.governing(pod)
    for (const policy of effective.authorizationIndex().for(pod.namespace, pod.labels)) {
      if (policy.action !== 'ALLOW' || policy.isDryRun) continue
      for (const account of namedAccounts(policy, trustDomain)) {
        const key = `${account.namespace}/${account.name}`
        const known = naming.get(key) ?? { account, trustDomain, policies: new Set<Ref>() }
        naming.set(key, known)
        known.policies.add(policy.ref)
      }
    }
  }
  return [...naming.values()].flatMap(({ account, trustDomain, policies }) =>
    callers(account).flatMap(({ id, ref, inMesh }): StatedEdge[] => {
      // Without a proxy it has no identity to be known by.
      if (id === to || inMesh === 'none' || inMesh === 'unknown') return []
      const question: AccessQuestion = {
        protocol: 'http',
        from: inMesh === 'gateway' ? 'gateway' : inMesh === 'ambient' ? 'ambient' : 'sidecar',
        principal: `${trustDomain}/ns/${account.namespace}/sa/${account.name}`,
        mtls: { state: 'mtls', because: '', decidedBy: [] },
        hosts: undefined,
        match: [],
        claims: claimsOfAnyClient,
      }
      const decision = accessAt(view, service, undefined, question)
      if (decision?.verdict !== 'allow' && decision?.verdict !== 'conditional') return []
      const via = [...policies].sort()
      return [
        {
          key: 'allowed',
          from: id,
          to,
          kind: 'allowed',
          via,
          policies: decision.policies,
          verdict: decision.verdict,
          because: `${via.join(' and ')} ${via.length > 1 ? 'name' : 'names'} ${account.namespace}/${account.name}, as which ${ref} runs.`,
        },
      ]
    }),
  )
}
