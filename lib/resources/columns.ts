import { at, list, number, record, records, text, textMap, texts } from './field.ts'
import type { KindId } from './kind.ts'
import type { KubernetesObject } from './kubernetes-object.ts'

/** A column of `kubectl get` besides name, namespace and age, which every kind has. */
export type Column = {
  readonly name: string
  readonly numeric?: boolean
  /** Printed with `-o wide` only. */
  readonly wide?: boolean
  readonly cell: (object: KubernetesObject) => string | number
}

export const NONE = '<none>'

export const column = (name: string, cell: Column['cell']): Column => ({ name, cell })
export const joined = (values: readonly unknown[]): string =>
  values.filter((v) => typeof v === 'string' || typeof v === 'number').join(',') || NONE
export const words = (name: string, ...path: readonly string[]): Column =>
  column(name, (object) => text(at(object, ...path)) ?? '')
export const wordLists = (name: string, ...path: readonly string[]): Column =>
  column(name, (object) => texts(at(object, ...path)).join(', '))
export const count = (name: string, ...path: readonly string[]): Column => ({
  name,
  numeric: true,
  cell: (object) => number(at(object, ...path)) ?? 0,
})
export const wide = (of: Column): Column => ({ ...of, wide: true })

/** The status of one condition, as CRDs print it. */
export const condition = (name: string, type: string): Column =>
  column(
    name,
    (object) =>
      text(
        records(at(object, 'status', 'conditions')).find(({ value }) => value.type === type)?.value
          .status,
      ) ?? '',
  )

const replicas = [
  count('Desired', 'spec', 'replicas'),
  count('Current', 'status', 'replicas'),
  count('Ready', 'status', 'readyReplicas'),
]
const ready = column(
  'Ready',
  (o) =>
    `${number(at(o, 'status', 'readyReplicas')) ?? 0}/${number(at(o, 'spec', 'replicas')) ?? 0}`,
)
const images = wide(
  column('Images', (o) =>
    joined(
      records(at(o, 'spec', 'template', 'spec', 'containers')).map(({ value }) => value.image),
    ),
  ),
)

const statuses = (object: KubernetesObject) =>
  records(at(object, 'status', 'containerStatuses')).map(({ value }) => value)

const balancer = (object: KubernetesObject): readonly string[] =>
  records(at(object, 'status', 'loadBalancer', 'ingress')).flatMap(
    ({ value }) => text(value.ip) ?? text(value.hostname) ?? [],
  )

function externalAddresses(object: KubernetesObject): string {
  const spec = record(object.spec)
  if (spec.type === 'ExternalName') return text(spec.externalName) ?? ''
  const fixed = texts(spec.externalIPs)
  if (spec.type !== 'LoadBalancer') return joined(fixed)
  return [...balancer(object), ...fixed].join(',') || '<pending>'
}

const portWords = (port: Readonly<Record<string, unknown>>): string =>
  `${port.port}${port.nodePort ? `:${port.nodePort}` : ''}/${port.protocol ?? 'TCP'}`

/** @see kubernetes/kubernetes pkg/printers/internalversion/printers.go */
const COLUMNS: ReadonlyMap<KindId, readonly Column[]> = new Map<KindId, readonly Column[]>([
  ['core/namespaces', [words('Status', 'status', 'phase')]],
  [
    'core/nodes',
    [
      column(
        'Internal-IP',
        (o) =>
          text(
            records(at(o, 'status', 'addresses')).find(({ value }) => value.type === 'InternalIP')
              ?.value.address,
          ) ?? NONE,
      ),
    ],
  ],
  [
    'core/services',
    [
      column('Type', (o) => text(at(o, 'spec', 'type')) ?? 'ClusterIP'),
      column('Cluster-IP', (o) => text(at(o, 'spec', 'clusterIP')) ?? NONE),
      column('External-IP', externalAddresses),
      column('Port(s)', (o) =>
        joined(records(at(o, 'spec', 'ports')).map(({ value }) => portWords(value))),
      ),
      wide(
        column('Selector', (o) =>
          joined([...textMap(at(o, 'spec', 'selector'))].map(([key, value]) => `${key}=${value}`)),
        ),
      ),
    ],
  ],
  [
    'core/pods',
    [
      column(
        'Ready',
        (o) =>
          `${statuses(o).filter((s) => s.ready === true).length}/${list(at(o, 'spec', 'containers')).length}`,
      ),
      column('Status', (o) =>
        o.metadata.deletionTimestamp ? 'Terminating' : (text(at(o, 'status', 'phase')) ?? ''),
      ),
      wide(column('IP', (o) => text(at(o, 'status', 'podIP')) ?? NONE)),
      wide(column('Node', (o) => text(at(o, 'spec', 'nodeName')) ?? NONE)),
    ],
  ],
  ['core/replicationcontrollers', replicas],
  [
    'apps/deployments',
    [
      ready,
      count('Up-to-date', 'status', 'updatedReplicas'),
      count('Available', 'status', 'availableReplicas'),
      images,
    ],
  ],
  ['apps/statefulsets', [ready, images]],
  ['apps/replicasets', replicas],
  [
    'apps/daemonsets',
    [
      count('Desired', 'status', 'desiredNumberScheduled'),
      count('Current', 'status', 'currentNumberScheduled'),
      count('Ready', 'status', 'numberReady'),
      images,
    ],
  ],
  [
    'batch/jobs',
    [
      column(
        'Completions',
        (o) =>
          `${number(at(o, 'status', 'succeeded')) ?? 0}/${number(at(o, 'spec', 'completions')) ?? 1}`,
      ),
      images,
    ],
  ],
  [
    'batch/cronjobs',
    [
      words('Schedule', 'spec', 'schedule'),
      column('Suspend', (o) => (at(o, 'spec', 'suspend') === true ? 'True' : 'False')),
    ],
  ],
  [
    'discovery.k8s.io/endpointslices',
    [
      words('AddressType', 'addressType'),
      column('Ports', (o) => joined(records(o.ports).map(({ value }) => value.port))),
      column('Endpoints', (o) =>
        joined(records(o.endpoints).flatMap(({ value }) => texts(value.addresses))),
      ),
    ],
  ],
  [
    'networking.k8s.io/ingresses',
    [
      column('Class', (o) => text(at(o, 'spec', 'ingressClassName')) ?? NONE),
      column(
        'Hosts',
        (o) =>
          records(at(o, 'spec', 'rules'))
            .flatMap(({ value }) => text(value.host) ?? [])
            .join(',') || '*',
      ),
      column('Address', (o) => balancer(o).join(',')),
      column('Ports', (o) => (records(at(o, 'spec', 'tls')).length > 0 ? '80, 443' : '80')),
    ],
  ],
  ['networking.k8s.io/ingressclasses', [words('Controller', 'spec', 'controller')]],
  [
    'admissionregistration.k8s.io/mutatingwebhookconfigurations',
    [{ name: 'Webhooks', numeric: true, cell: (o) => list(o.webhooks).length }],
  ],
  [
    'apiextensions.k8s.io/customresourcedefinitions',
    [
      words('Group', 'spec', 'group'),
      words('Scope', 'spec', 'scope'),
      column('Versions', (o) =>
        joined(records(at(o, 'spec', 'versions')).map(({ value }) => value.name)),
      ),
    ],
  ],
])

export const coreColumns = (kind: KindId): readonly Column[] => COLUMNS.get(kind) ?? []
