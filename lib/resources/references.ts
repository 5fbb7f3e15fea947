import { at, isRecord, records, text } from './field.ts'
import { parseApiVersion } from './kind.ts'
import type { KubernetesObject } from './kubernetes-object.ts'
import { type LabelSelector, parseLabelSelector } from './label-selector.ts'

/** One field of an object that names others, and whom it names; what is found there is another question. */
export type Use = {
  /** The field, as findings write it: `spec.http[0].route[1].destination.host`. */
  readonly path: string
  /** A name that may as well be of nothing in the cluster: its absence is no news. */
  readonly isLoose?: boolean
} & UseTarget

export type UseTarget =
  | {
      readonly by: 'name'
      readonly group: string
      readonly kind: string
      /** Absent for what is cluster-scoped, or lies where the field does not say. */
      readonly namespace?: string | undefined
      readonly name: string
    }
  /** A host name that a mesh looks up; complete, unless it is no name of the cluster. */
  | { readonly by: 'host'; readonly host: string }
  /** A part of a host's pods, named by a rule about that host. */
  | { readonly by: 'subset'; readonly host: string; readonly subset: string }
  /** Pods by their labels; everywhere when no namespace is said. */
  | {
      readonly by: 'labels'
      readonly selector: LabelSelector
      readonly namespace?: string | undefined
    }

/** Collects uses; what is no text or empty names nobody. */
export class UseList {
  readonly found: Use[] = []

  name(
    path: string,
    group: string,
    kind: string,
    namespace: string | undefined,
    name: unknown,
  ): void {
    const said = text(name)
    if (said && kind) this.found.push({ path, by: 'name', group, kind, namespace, name: said })
  }

  secret(path: string, namespace: string | undefined, name: unknown): void {
    this.name(path, '', 'Secret', namespace, name)
  }

  host(path: string, host: string, isLoose = false): void {
    if (host && !host.startsWith('*'))
      this.found.push({ path, by: 'host', host, ...(isLoose ? { isLoose } : {}) })
  }

  /** A map of labels; an empty one is left to whoever knows what that means in this field. */
  labels(path: string, labels: unknown, namespace: string | undefined): void {
    if (!isRecord(labels) || Object.keys(labels).length === 0) return
    const selector = parseLabelSelector({ matchLabels: labels })
    if (selector) this.found.push({ path, by: 'labels', selector, namespace })
  }

  add(use: Use): void {
    this.found.push(use)
  }
}

/** What Kubernetes' own kinds name, and what every object may: its owners. */
export function coreUses(object: KubernetesObject): readonly Use[] {
  const uses = new UseList()
  const { namespace } = object.metadata
  for (const { at: i, value } of records(object.metadata.ownerReferences)) {
    const { group } = parseApiVersion(text(value.apiVersion) ?? '')
    uses.name(
      `metadata.ownerReferences[${i}]`,
      group,
      text(value.kind) ?? '',
      namespace,
      value.name,
    )
  }
  const own = Object.hasOwn(BY_KIND, object.kind) ? BY_KIND[object.kind] : undefined
  if (own?.group === parseApiVersion(text(object.apiVersion) ?? '').group)
    own.read(object, uses, namespace)
  return uses.found
}

type Reader = (object: KubernetesObject, uses: UseList, namespace: string | undefined) => void

const template =
  (...path: readonly string[]): Reader =>
  (object, uses, namespace) =>
    podUses(at(object, ...path), path.join('.'), uses, namespace)

const TEMPLATE = template('spec', 'template', 'spec')

const BY_KIND: Readonly<Record<string, { readonly group: string; readonly read: Reader }>> = {
  Pod: { group: '', read: template('spec') },
  ReplicationController: { group: '', read: TEMPLATE },
  Deployment: { group: 'apps', read: TEMPLATE },
  StatefulSet: {
    group: 'apps',
    read(object, uses, namespace) {
      uses.name('spec.serviceName', '', 'Service', namespace, at(object, 'spec', 'serviceName'))
      TEMPLATE(object, uses, namespace)
    },
  },
  DaemonSet: { group: 'apps', read: TEMPLATE },
  ReplicaSet: { group: 'apps', read: TEMPLATE },
  Job: { group: 'batch', read: TEMPLATE },
  CronJob: { group: 'batch', read: template('spec', 'jobTemplate', 'spec', 'template', 'spec') },
  Service: {
    group: '',
    read(object, uses, namespace) {
      uses.labels('spec.selector', at(object, 'spec', 'selector'), namespace)
    },
  },
  EndpointSlice: {
    group: 'discovery.k8s.io',
    read(object, uses, namespace) {
      const path = 'metadata.labels["kubernetes.io/service-name"]'
      const service = at(object, 'metadata', 'labels', 'kubernetes.io/service-name')
      uses.name(path, '', 'Service', namespace, service)
      for (const { at: i, value } of records(object.endpoints)) {
        const target = value.targetRef
        if (text(at(target, 'kind')) === 'Pod')
          uses.name(`endpoints[${i}].targetRef`, '', 'Pod', namespace, at(target, 'name'))
      }
    },
  },
  Ingress: { group: 'networking.k8s.io', read: ingressUses },
  MutatingWebhookConfiguration: {
    group: 'admissionregistration.k8s.io',
    read(object, uses) {
      for (const { at: i, value } of records(object.webhooks)) {
        const service = at(value, 'clientConfig', 'service')
        const path = `webhooks[${i}].clientConfig.service`
        uses.name(path, '', 'Service', text(at(service, 'namespace')), at(service, 'name'))
      }
    },
  },
}

function ingressUses(object: KubernetesObject, uses: UseList, namespace: string | undefined): void {
  const spec = object.spec
  uses.name(
    'spec.ingressClassName',
    'networking.k8s.io',
    'IngressClass',
    undefined,
    at(spec, 'ingressClassName'),
  )
  const backend = (path: string, value: unknown) =>
    uses.name(`${path}.service.name`, '', 'Service', namespace, at(value, 'service', 'name'))
  backend('spec.defaultBackend', at(spec, 'defaultBackend'))
  for (const { at: i, value: rule } of records(at(spec, 'rules')))
    for (const { at: j, value } of records(at(rule, 'http', 'paths')))
      backend(`spec.rules[${i}].http.paths[${j}].backend`, value.backend)
  for (const { at: i, value } of records(at(spec, 'tls')))
    uses.secret(`spec.tls[${i}].secretName`, namespace, value.secretName)
}

function podUses(spec: unknown, path: string, uses: UseList, namespace: string | undefined): void {
  const account = at(spec, 'serviceAccountName')
  uses.name(`${path}.serviceAccountName`, '', 'ServiceAccount', namespace, account)
  uses.name(`${path}.nodeName`, '', 'Node', undefined, at(spec, 'nodeName'))
  const config = (place: string, value: unknown) =>
    uses.name(place, '', 'ConfigMap', namespace, value)
  for (const { at: i, value } of records(at(spec, 'volumes'))) {
    const place = `${path}.volumes[${i}]`
    uses.secret(`${place}.secret.secretName`, namespace, at(value, 'secret', 'secretName'))
    config(`${place}.configMap.name`, at(value, 'configMap', 'name'))
  }
  for (const list of ['initContainers', 'containers'])
    for (const { at: i, value } of records(at(spec, list))) {
      const place = `${path}.${list}[${i}]`
      for (const { at: j, value: one } of records(value.env)) {
        const from = `${place}.env[${j}].valueFrom`
        const key = (name: string) => at(one, 'valueFrom', name, 'name')
        uses.secret(`${from}.secretKeyRef.name`, namespace, key('secretKeyRef'))
        config(`${from}.configMapKeyRef.name`, key('configMapKeyRef'))
      }
      for (const { at: j, value: one } of records(value.envFrom)) {
        const from = `${place}.envFrom[${j}]`
        uses.secret(`${from}.secretRef.name`, namespace, at(one, 'secretRef', 'name'))
        config(`${from}.configMapRef.name`, at(one, 'configMapRef', 'name'))
      }
    }
}
