import type { Cluster } from '#lib/model/cluster.ts'
import type { Ingress, IngressController } from '#lib/model/ingress.ts'
import { objectsOf } from '#lib/model/objects.ts'
import { isExposed } from '#lib/model/service.ts'
import { samplePod, type Workload } from '#lib/model/workload.ts'
import { at, flag } from '#lib/resources/field.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import type { RequestAuthentication } from './authorization-policy.ts'
import { POMERIUM_SETTINGS } from './kinds.ts'
import { parseImage } from './version.ts'

export const POMERIUM_CONTROLLER = 'pomerium.io/ingress-controller'
export const POMERIUM_PREFIX = 'ingress.pomerium.io/'
const TOKEN_HEADER = 'x-pomerium-jwt-assertion'

/** The controller's own class; without readable classes the class name is taken, and marked as assumed. */
export const isPomerium = ({ controller, className, isAssumed }: IngressController): boolean =>
  controller === POMERIUM_CONTROLLER || (isAssumed && className === 'pomerium')

const imagesOf = (workload: Workload) =>
  (samplePod(workload)?.containers ?? []).map((c) => parseImage(c.image).repository)

const runs = (workload: Workload, image: string) =>
  imagesOf(workload).some((r) => r === `pomerium/${image}` || r.endsWith(`/pomerium/${image}`))

/**
 * The proxy: what runs Pomerium behind a Service that clients outside reach, beside the controller where there
 * are several. Newer releases have both in one image.
 */
export function pomeriumProxies(cluster: Cluster): readonly Workload[] {
  const proxies = new Set<Workload>()
  const homes = new Set<string>()
  for (const workload of cluster.workloads())
    if (runs(workload, 'ingress-controller')) homes.add(workload.namespace)
  for (const service of cluster.services()) {
    if (!isExposed(service)) continue
    for (const { workload } of cluster.backends(service))
      if (runs(workload, 'pomerium') || runs(workload, 'ingress-controller')) proxies.add(workload)
  }
  const all = [...proxies]
  const beside = all.filter((w) => homes.has(w.namespace))
  return beside.length > 0 ? beside : all
}

/** A setting of the Ingress, or else of a readable settings object. */
function setting(ingress: Ingress, snapshot: Snapshot, annotation: string, field: string): boolean {
  const own = ingress.annotations.get(POMERIUM_PREFIX + annotation)
  if (own !== undefined) return own.trim().toLowerCase() === 'true'
  return objectsOf(snapshot, POMERIUM_SETTINGS).some(
    (object) => flag(at(object.spec, field)) === true,
  )
}

/** Whether requests carry the signed identity of the person. */
export const passesIdentity = (ingress: Ingress, snapshot: Snapshot): boolean =>
  setting(ingress, snapshot, 'pass_identity_headers', 'passIdentityHeaders')

/** By default Pomerium dials pods; only on request the Service, where the caller's mesh settings apply. */
export const dialsService = (ingress: Ingress): boolean =>
  ingress.annotations.get(`${POMERIUM_PREFIX}service_proxy_upstream`)?.trim().toLowerCase() ===
  'true'

/**
 * Claims of this route's token as the target sees them: its audience is the route's host. Null where no rule
 * of the target reads the header, or where the one that does asks for another audience.
 */
export function claimsOfRoute(host: string | undefined, passes: boolean) {
  return (
    rules: readonly RequestAuthentication[],
  ): ReadonlyMap<string, readonly string[]> | null => {
    if (!passes) return null
    const reading = rules.flatMap((r) => r.rules).filter((r) => r.headers.includes(TOKEN_HEADER))
    const accepting = reading.some(
      (r) => r.audiences.length === 0 || (host !== undefined && r.audiences.includes(host)),
    )
    if (!accepting) return null
    return new Map(host === undefined ? [] : [['aud', [host]]])
  }
}
