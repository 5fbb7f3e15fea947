import type { InstallationFacts } from '#lib/model/explain.ts'
import { isReadable, objectsOf } from '#lib/model/objects.ts'
import { at, records, text } from '#lib/resources/field.ts'
import { refOf } from '#lib/resources/reference.ts'
import type { IstioInstallation } from '../detect.ts'
import { INJECTORS } from '../kinds.ts'
import type { IstioView } from '../view.ts'

/**
 * Webhooks that call a control plane, by the pods behind their Service, and names that stand for its revision. Where
 * there is no such Service, or an address is called instead, the revision that the webhook names decides.
 *
 * @see istio/istio istioctl/pkg/tag/util.go; manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml
 */
export function installationFacts(
  { snapshot, cluster }: IstioView,
  { namespace, revision, components }: IstioInstallation,
): InstallationFacts {
  if (!isReadable(snapshot, INJECTORS)) return {}
  const runs = new Set(components.map((c) => c.workload))
  const tags: { name: string; from: string }[] = []
  const webhooks = objectsOf(snapshot, INJECTORS).flatMap((object) => {
    const label = (key: string) => text(at(object.metadata, 'labels', key))
    const [named, tag] = [label('istio.io/rev'), label('istio.io/tag')]
    const from = refOf(object)
    if (tag && named === revision) tags.push({ name: tag, from })
    return records(at(object, 'webhooks')).flatMap(({ at: place, value }) => {
      const service = at(value, 'clientConfig', 'service')
      const [home, name] = [text(at(service, 'namespace')), text(at(service, 'name'))]
      const called = home && name ? cluster.service(home, name) : undefined
      const isOwn = called
        ? cluster.backends(called).some(({ workload }) => runs.has(workload.id))
        : (home ?? namespace) === namespace && (named ?? (home && 'default')) === revision
      if (!isOwn) return []
      const calls = home ? `${home}/${name ?? ''}` : text(at(value, 'clientConfig', 'url'))
      const failurePolicy = text(value.failurePolicy)
      return [
        {
          resource: from,
          path: `webhooks[${place}]`,
          name: text(value.name) ?? '',
          ...(calls ? { calls } : {}),
          ...(tag ? { tag } : {}),
          ...(failurePolicy ? { failurePolicy } : {}),
        },
      ]
    })
  })
  return { tags, webhooks }
}
