import type { Membership } from '#lib/model/membership.ts'
import type { Pod } from '#lib/model/pod.ts'
import type { ProxyView } from '../effective/proxy-view.ts'

/** A pod's proxy as the control plane asks about it. */
export const proxyOf = (pod: Pod, { inMesh }: Pick<Membership, 'inMesh'>): ProxyView => ({
  type: inMesh === 'gateway' || inMesh === 'waypoint' ? inMesh : 'sidecar',
  namespace: pod.namespace,
  labels: pod.labels,
})
