import { textMap } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { PlannedChange } from './plan.ts'

/**
 * Who else writes this object, by the marks that such tools leave. Their next run undoes a change made here.
 *
 * @see argoproj/argo-cd util/argo/resource_tracking.go
 * @see fluxcd/pkg ssa/manager.go, SetOwnerLabels
 * @see helm/helm pkg/action/validate.go
 */
export function ownerOf(object: KubernetesObject): PlannedChange['owner'] {
  const labels = textMap(object.metadata.labels)
  const annotations = textMap(object.metadata.annotations)
  const tracking = annotations.get('argocd.argoproj.io/tracking-id')?.split(':')[0]
  const argocd = tracking || labels.get('argocd.argoproj.io/instance')
  if (argocd) return { by: 'argocd', name: argocd }
  for (const prefix of ['kustomize.toolkit.fluxcd.io', 'helm.toolkit.fluxcd.io']) {
    const name = labels.get(`${prefix}/name`)
    const namespace = labels.get(`${prefix}/namespace`)
    if (name) return { by: 'flux', name: namespace ? `${namespace}/${name}` : name }
  }
  const release = annotations.get('meta.helm.sh/release-name')
  if (release && labels.get('app.kubernetes.io/managed-by') === 'Helm') {
    const namespace = annotations.get('meta.helm.sh/release-namespace')
    return { by: 'helm', name: namespace ? `${namespace}/${release}` : release }
  }
  return undefined
}
