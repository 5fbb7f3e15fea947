import { controllersOf, type Ingress, parseIngress } from '#lib/model/ingress.ts'
import type { MeshModel } from '#lib/model/mesh-model.ts'
import { objectsOf } from '#lib/model/objects.ts'
import type { Check } from '../../provider.ts'
import {
  dialsService,
  isPomerium,
  POMERIUM_PREFIX,
  passesIdentity,
  pomeriumProxies,
} from '../pomerium.ts'
import { istioOf } from './istio-of.ts'

const source = 'https://www.pomerium.com/docs/deploy/k8s/ingress'

function ownedIngresses(model: MeshModel): readonly Ingress[] {
  const controllerOf = controllersOf(model.snapshot)
  return objectsOf(model.snapshot, 'networking.k8s.io/ingresses')
    .map(parseIngress)
    .filter((ingress) => isPomerium(controllerOf(ingress)))
}

const edgesOf = (model: MeshModel, ingress: Ingress) =>
  (istioOf(model)?.edges ?? []).filter((e) => e.kind === 'ingress' && e.via.includes(ingress.ref))

export const identityHeaderNotPassed: Check = {
  code: 'pomerium.identity-header-not-passed',
  title: 'The target asks for an identity that is not passed on',
  severity: 'error',
  layer: 'cross-resource',
  aliases: [],
  source: 'https://www.pomerium.com/docs/reference/routes/pass-identity-headers-per-route',
  *run(model) {
    const policies = new Map(istioOf(model)?.view.authorization.all.map((p) => [p.ref, p]))
    for (const ingress of ownedIngresses(model)) {
      if (passesIdentity(ingress, model.snapshot)) continue
      const asking = edgesOf(model, ingress)
        .filter((e) => e.verdict === 'deny')
        .flatMap((e) => e.policies ?? [])
        .filter((ref) =>
          policies
            .get(ref)
            ?.rules.some(
              (rule) =>
                [...rule.when.map((w) => w.key)].some((key) => key.startsWith('request.auth.')) ||
                rule.from.some((source) => source.has('requestPrincipals')),
            ),
        )
      if (asking.length === 0) continue
      const names = [...new Set(asking)].sort()
      yield {
        resource: ingress.ref,
        path: 'metadata.annotations',
        message: `${names.join(', ')} asks for the claims of a token, and this Ingress passes none: every request is refused (403). No readable Pomerium settings object passes it for all routes; one that may not be read could.`,
        fix: `Set the annotation ${POMERIUM_PREFIX}pass_identity_headers to "true".`,
        mentions: names,
      }
    }
  },
}

export const endpointsBypassService: Check = {
  code: 'pomerium.endpoints-bypass-service',
  title: 'Pod addresses are dialled past the Service',
  severity: 'warning',
  layer: 'cross-resource',
  aliases: [],
  source,
  *run(model) {
    const owned = ownedIngresses(model)
    if (owned.length === 0) return
    const isMeshed = pomeriumProxies(model.cluster).some((w) =>
      model.workload(w).variants.some((v) => v.membership.mesh),
    )
    if (!isMeshed) return
    for (const ingress of owned)
      if (!dialsService(ingress) && edgesOf(model, ingress).some((e) => e.to !== 'nowhere'))
        yield {
          resource: ingress.ref,
          path: 'metadata.annotations',
          message:
            'Pomerium dials the pods, not the Service, so the mesh settings for the Service do not apply to these calls and mutual TLS is not certain.',
          fix: `Set the annotation ${POMERIUM_PREFIX}service_proxy_upstream to "true".`,
        }
  },
}
