import { controllersOf, parseIngress } from '#lib/model/ingress.ts'
import type { MeshModel } from '#lib/model/mesh-model.ts'
import { isReadable, objectsOf } from '#lib/model/objects.ts'
import { samplePod, type Workload } from '#lib/model/workload.ts'
import { type Check, lookAt } from '../../provider.ts'
import type { AuthorizationPolicy } from '../authorization-policy.ts'
import { REQUEST_AUTHENTICATIONS } from '../kinds.ts'
import { isPomerium, passesIdentity } from '../pomerium.ts'
import { controlPlanes, istioOf } from './istio-of.ts'
import { AUTHORIZATION_POLICIES_EACH } from './walks.ts'

const AUDIENCE = new Set(['request.auth.claims[aud]', 'request.auth.audiences'])

const asksToken = (policy: AuthorizationPolicy) =>
  policy.rules.some(
    (rule) =>
      rule.when.some((w) => w.key.startsWith('request.auth.')) ||
      rule.from.some((fields) => fields.has('requestPrincipals')),
  )

/** Workloads with a proxy that a policy applies to, each with what validates tokens there. */
function* appliesTo(
  model: MeshModel,
  policy: AuthorizationPolicy,
): Iterable<{ workload: Workload; validators: readonly string[] }> {
  const view = istioOf(model)?.view
  if (!view) return
  const quiet = controlPlanes(model)
  const isRoot = view.installations.some((i) => i.rootNamespace.value === policy.namespace)
  const { cluster } = model
  for (const workload of isRoot ? cluster.workloads() : cluster.workloadsIn(policy.namespace)) {
    const pod = samplePod(workload)
    if (!pod || quiet.has(workload.namespace) || view.membership(pod).inMesh === 'none') continue
    const { effective } = view.governing(pod)
    const applied = effective.authorizationIndex().for(pod.namespace, pod.labels)
    if (applied.some((p) => p.ref === policy.ref))
      yield {
        workload,
        validators: effective
          .requestAuthenticationIndex()
          .for(pod.namespace, pod.labels)
          .filter((r) => r.rules.length > 0)
          .map((r) => r.ref),
      }
  }
}

export const claimsWithoutRequestAuthentication: Check = {
  code: 'jwt.claims-without-requestauthentication',
  title: 'Claims that nothing validates',
  severity: 'error',
  layer: 'cross-resource',
  aliases: [],
  source: 'https://istio.io/latest/docs/reference/config/security/request_authentication/',
  ...lookAt(AUTHORIZATION_POLICIES_EACH, function* (model, policy) {
    if (policy.action !== 'ALLOW' || !asksToken(policy)) return
    // Other rules of the policy may still let callers in.
    const isAlwaysAsked = policy.rules.every((r) =>
      r.when.some((w) => w.key.startsWith('request.auth.') && w.values.length > 0),
    )
    if (!isAlwaysAsked || !isReadable(model.snapshot, REQUEST_AUTHENTICATIONS)) return
    const bare = [...appliesTo(model, policy)].filter((at) => at.validators.length === 0)
    const last = bare.at(-1)
    if (last)
      yield {
        resource: policy.ref,
        path: 'spec.rules',
        message: `It asks for claims of a token, but no RequestAuthentication validates one at ${last.workload.ref}: it never matches, and every request is denied.`,
        fix: 'Add a RequestAuthentication for the same pods.',
        mentions: [last.workload.ref],
      }
  }),
}

export const audienceMismatch: Check = {
  code: 'jwt.audience-mismatch',
  title: 'Audience that the route’s token does not have',
  severity: 'error',
  layer: 'cross-resource',
  aliases: [],
  source: 'https://www.pomerium.com/docs/capabilities/getting-users-identity',
  *run(model) {
    const istio = istioOf(model)
    const controllerOf = controllersOf(model.snapshot)
    for (const ingress of objectsOf(model.snapshot, 'networking.k8s.io/ingresses').map(
      parseIngress,
    )) {
      if (!isPomerium(controllerOf(ingress)) || !passesIdentity(ingress, model.snapshot)) continue
      for (const edge of istio?.edges ?? []) {
        const { host } = edge
        if (
          edge.kind !== 'ingress' ||
          edge.verdict !== 'deny' ||
          !host ||
          !edge.via.includes(ingress.ref)
        )
          continue
        for (const ref of edge.policies ?? []) {
          const policy = istio?.view.authorization.all.find(
            (p) => p.ref === ref && p.action === 'ALLOW',
          )
          for (const rule of policy?.rules ?? [])
            for (const when of rule.when)
              if (AUDIENCE.has(when.key) && when.values.length > 0 && !when.values.includes(host))
                yield {
                  resource: ref,
                  path: `${when.path}.values`,
                  message: `The audience ${when.values.join(', ')} is asked for, but tokens of this route carry ${host}: every request is denied.`,
                  fix: `Ask for ${host}.`,
                  mentions: [ingress.ref],
                }
        }
      }
    }
  },
}

export const policyInverted: Check = {
  code: 'policy.inverted',
  title: 'DENY for those who should come in',
  severity: 'warning',
  layer: 'semantic',
  aliases: [],
  source: 'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
  *run(model) {
    const quiet = controlPlanes(model)
    for (const policy of istioOf(model)?.view.authorization.all ?? []) {
      if (policy.action !== 'DENY' || quiet.has(policy.namespace) || policy.isDryRun) continue
      // A valid token is what callers are to have: denying exactly its holders lets everybody else in.
      const rejectsHolders = policy.rules.some(
        (rule) =>
          rule.from.length === 0 &&
          rule.to.length === 0 &&
          rule.when.length > 0 &&
          rule.when.every(
            (w) => AUDIENCE.has(w.key) && w.values.length > 0 && w.notValues.length === 0,
          ),
      )
      if (rejectsHolders)
        yield {
          resource: policy.ref,
          path: 'spec.action',
          message:
            'DENY with these conditions refuses the holders of the token that is asked for, and lets everybody else in.',
          fix: 'Use ALLOW with these conditions, or DENY with notValues.',
        }
    }
  },
}
