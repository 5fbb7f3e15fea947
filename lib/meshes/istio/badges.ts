import type { Pod } from '#lib/model/pod.ts'
import { samplePod, type Workload } from '#lib/model/workload.ts'
import { variantsOf } from './receivers.ts'
import type { IstioView } from './view.ts'

/** What is out of the ordinary about a workload's place in the mesh, in words. */
export function badgesOf(workload: Workload, view: IstioView): readonly string[] {
  const pod = samplePod(workload)
  if (!pod) return []
  const membership = view.membership(pod)
  const inMesh = new Set(variantsOf(workload.pods, view).map((v) => v.membership.inMesh))
  return [
    ...(pod.hostNetwork ? ['host network'] : []),
    ...(membership.injection === 'opted-out' && membership.inMesh === 'none'
      ? ['injection switched off']
      : []),
    ...(inMesh.size > 1 && inMesh.has('none') ? [mixedBadge(workload.pods, view)] : []),
    ...membership.bypasses.map(({ direction, ports, ranges }) => {
      const what = [...(ranges ?? []), ...(ports ?? [])].join(',')
      return direction === 'inbound' ? `inbound bypass ${what}` : `egress bypass ${what}`
    }),
  ]
}

function mixedBadge(pods: readonly Pod[], view: IstioView): string {
  const meshed = pods.filter((p) => view.membership(p).inMesh !== 'none').length
  return `${meshed} of ${pods.length} pods have a proxy`
}
