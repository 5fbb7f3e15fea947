import type { Kind } from '#lib/resources/kind.ts'

const kind = (
  name: string,
  plural: string,
  versions: readonly string[],
  scope: Kind['scope'] = 'Namespaced',
): Kind => ({
  group: 'gateway.networking.k8s.io',
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
  kind('HTTPRoute', 'httproutes', ['v1', 'v1beta1']),
  kind('GRPCRoute', 'grpcroutes', ['v1']),
  kind('TLSRoute', 'tlsroutes', ['v1', 'v1alpha3', 'v1alpha2']),
  kind('TCPRoute', 'tcproutes', ['v1alpha2']),
  kind('ReferenceGrant', 'referencegrants', ['v1beta1']),
]
