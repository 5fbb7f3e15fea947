import type { Labels } from '#lib/resources/label-selector.ts'

/** A Service or ServiceEntry that a waypoint serves, by the object's own name. */
export type ServedService = {
  readonly kind: 'Service' | 'ServiceEntry'
  readonly namespace: string
  readonly name: string
}

/**
 * One proxy as the control plane knows it when it decides what applies: what it is, where it runs, and what its
 * pod's labels say. Nothing else about a workload takes part in the choice.
 */
export type ProxyView = {
  readonly type: 'sidecar' | 'gateway' | 'waypoint'
  readonly namespace: string
  readonly labels: Labels
  /** For a waypoint: the service whose configuration is asked for. */
  readonly service?: ServedService | undefined
}

/**
 * The Kubernetes Gateway that a pod belongs to, by its label; other gateways have none.
 * @see istio/istio pilot/pkg/model/policyattachment.go, workloadGatewayName
 */
export const kubernetesGatewayOf = (proxy: ProxyView): string | undefined =>
  proxy.labels.get('gateway.networking.k8s.io/gateway-name')
