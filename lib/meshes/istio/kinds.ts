import type { Kind } from '#lib/resources/kind.ts'

const kind = (
  group: string,
  name: string,
  plural: string,
  versions: readonly string[],
  more: Partial<Kind> = {},
): Kind => ({
  group,
  kind: name,
  plural,
  versions,
  scope: 'Namespaced',
  watch: true,
  editable: true,
  ...more,
})

const networking = (name: string, plural: string, versions = ['v1', 'v1beta1', 'v1alpha3']) =>
  kind('networking.istio.io', name, plural, versions)
const security = (name: string, plural: string) =>
  kind('security.istio.io', name, plural, ['v1', 'v1beta1'])
const legacy = (name: string, plural: string, more: Partial<Kind> = {}) =>
  kind('authentication.istio.io', name, plural, ['v1alpha1'], more)

/** @see istio/istio pkg/config/schema/metadata.yaml; `authentication.istio.io` was served up to 1.5. */
export const ISTIO_KINDS: readonly Kind[] = [
  networking('VirtualService', 'virtualservices'),
  networking('DestinationRule', 'destinationrules'),
  networking('Gateway', 'gateways'),
  networking('ServiceEntry', 'serviceentries'),
  networking('Sidecar', 'sidecars'),
  networking('WorkloadEntry', 'workloadentries'),
  networking('WorkloadGroup', 'workloadgroups'),
  networking('EnvoyFilter', 'envoyfilters', ['v1alpha3']),
  networking('ProxyConfig', 'proxyconfigs', ['v1beta1']),
  security('PeerAuthentication', 'peerauthentications'),
  security('RequestAuthentication', 'requestauthentications'),
  security('AuthorizationPolicy', 'authorizationpolicies'),
  kind('telemetry.istio.io', 'Telemetry', 'telemetries', ['v1', 'v1alpha1']),
  kind('extensions.istio.io', 'WasmPlugin', 'wasmplugins', ['v1alpha1']),
  legacy('Policy', 'policies'),
  legacy('MeshPolicy', 'meshpolicies', { scope: 'Cluster' }),
  // Settings of an identity-aware proxy in front: they decide what its calls into the mesh carry.
  kind('ingress.pomerium.io', 'Pomerium', 'pomerium', ['v1'], {
    scope: 'Cluster',
    editable: false,
  }),
]

/** Keys of the kinds that the model reads. */
export const VIRTUAL_SERVICES = 'networking.istio.io/virtualservices'
export const DESTINATION_RULES = 'networking.istio.io/destinationrules'
export const GATEWAYS = 'networking.istio.io/gateways'
export const SERVICE_ENTRIES = 'networking.istio.io/serviceentries'
export const WORKLOAD_ENTRIES = 'networking.istio.io/workloadentries'
export const ENVOY_FILTERS = 'networking.istio.io/envoyfilters'
export const PEER_AUTHENTICATIONS = 'security.istio.io/peerauthentications'
export const REQUEST_AUTHENTICATIONS = 'security.istio.io/requestauthentications'
export const AUTHORIZATION_POLICIES = 'security.istio.io/authorizationpolicies'
export const LEGACY_POLICIES = 'authentication.istio.io/policies'
export const LEGACY_MESH_POLICIES = 'authentication.istio.io/meshpolicies'
export const POMERIUM_SETTINGS = 'ingress.pomerium.io/pomerium'
export const INGRESSES = 'networking.k8s.io/ingresses'
/** Kubernetes' own: revisions and their tags are read from the labels of injectors. */
export const INJECTORS = 'admissionregistration.k8s.io/mutatingwebhookconfigurations'
