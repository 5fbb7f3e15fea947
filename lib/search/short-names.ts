import type { KindId } from '#lib/resources/kind.ts'

/**
 * What people call kinds on the command line, as their definitions state it.
 * @see kubernetes/kubernetes pkg/registry, `ShortNames`
 * @see istio/istio manifests/charts/base/files/crd-all.gen.yaml, `shortNames`
 * @see kubernetes-sigs/gateway-api config/crd/standard, `shortNames`
 */
const SHORT: ReadonlyMap<KindId, readonly string[]> = new Map([
  ['core/configmaps', ['cm']],
  ['core/endpoints', ['ep']],
  ['core/namespaces', ['ns']],
  ['core/nodes', ['no']],
  ['core/pods', ['po']],
  ['core/serviceaccounts', ['sa']],
  ['core/services', ['svc']],
  ['apps/daemonsets', ['ds']],
  ['apps/deployments', ['deploy']],
  ['apps/replicasets', ['rs']],
  ['apps/statefulsets', ['sts']],
  ['networking.k8s.io/ingresses', ['ing']],
  ['networking.k8s.io/networkpolicies', ['netpol']],
  ['apiextensions.k8s.io/customresourcedefinitions', ['crd']],
  ['gateway.networking.k8s.io/gateways', ['gtw']],
  ['gateway.networking.k8s.io/gatewayclasses', ['gc']],
  ['gateway.networking.k8s.io/referencegrants', ['refgrant']],
  ['networking.istio.io/destinationrules', ['dr']],
  ['networking.istio.io/gateways', ['gw']],
  ['networking.istio.io/serviceentries', ['se']],
  ['networking.istio.io/virtualservices', ['vs']],
  ['networking.istio.io/workloadentries', ['we']],
  ['networking.istio.io/workloadgroups', ['wg']],
  ['security.istio.io/authorizationpolicies', ['ap']],
  ['security.istio.io/peerauthentications', ['pa']],
  ['security.istio.io/requestauthentications', ['ra']],
])

export const shortNamesOf = (kind: KindId): readonly string[] => SHORT.get(kind) ?? []
