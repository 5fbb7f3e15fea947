import type { Kind } from '#lib/resources/kind.ts'

export const GROUP = 'gateway.networking.k8s.io'

const kind = (
  name: string,
  plural: string,
  versions: readonly string[],
  scope: Kind['scope'] = 'Namespaced',
): Kind => ({
  group: GROUP,
  kind: name,
  plural,
  versions,
  scope,
  watch: true,
  editable: true,
})

/** @see kubernetes-sigs/gateway-api config/crd */
export const GATEWAY_API_KINDS: readonly Kind[] = [
  kind('GatewayClass', 'gatewayclasses', ['v1', 'v1beta1'], 'Cluster'),
  kind('Gateway', 'gateways', ['v1', 'v1beta1']),
  kind('ListenerSet', 'listenersets', ['v1']),
  kind('HTTPRoute', 'httproutes', ['v1', 'v1beta1']),
  kind('GRPCRoute', 'grpcroutes', ['v1']),
  kind('TLSRoute', 'tlsroutes', ['v1', 'v1alpha3', 'v1alpha2']),
  kind('TCPRoute', 'tcproutes', ['v1', 'v1alpha2']),
  kind('UDPRoute', 'udproutes', ['v1', 'v1alpha2']),
  kind('ReferenceGrant', 'referencegrants', ['v1', 'v1beta1']),
  kind('BackendTLSPolicy', 'backendtlspolicies', ['v1', 'v1alpha3']),
]

/** Keys of the kinds that the model reads. */
export const GATEWAY_CLASSES = `${GROUP}/gatewayclasses`
export const GATEWAYS = `${GROUP}/gateways`
export const LISTENER_SETS = `${GROUP}/listenersets`
export const REFERENCE_GRANTS = `${GROUP}/referencegrants`
export const BACKEND_TLS_POLICIES = `${GROUP}/backendtlspolicies`

export const ROUTE_KINDS = {
  GRPCRoute: `${GROUP}/grpcroutes`,
  HTTPRoute: `${GROUP}/httproutes`,
  TLSRoute: `${GROUP}/tlsroutes`,
  TCPRoute: `${GROUP}/tcproutes`,
  UDPRoute: `${GROUP}/udproutes`,
} as const

export type RouteKind = keyof typeof ROUTE_KINDS
