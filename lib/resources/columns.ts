import { at, list, number, record, records, text, textMap, texts } from './field.ts'
import type { KindId } from './kind.ts'
import type { KubernetesObject } from './kubernetes-object.ts'

/** A column of `kubectl get` besides name, namespace and age, which every kind has. */
export type Column = {
  readonly name: string
  readonly numeric?: boolean
  /** Printed with `-o wide` only. */
  readonly wide?: boolean
  /**
   * `undefined` where the fields that kubectl reads are not kept in memory: only the API server can print it.
   *
   * @see server/kubernetes/projection.ts
   */
  readonly cell: (object: KubernetesObject) => string | number | undefined
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
/** Told by the API server alone. */
const told = (name: string, numeric = false): Column => ({
  name,
  ...(numeric ? { numeric } : {}),
  cell: () => undefined,
})

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
/** Of a replica set that belongs to a Deployment the containers are not kept. */
const ofContainers = (name: string, field: string): Column =>
  wide(
    column(name, (o) => {
      const containers = at(o, 'spec', 'template', 'spec', 'containers')
      return Array.isArray(containers)
        ? joined(records(containers).map(({ value }) => value[field]))
        : undefined
    }),
  )
const containers = [ofContainers('Containers', 'name'), ofContainers('Images', 'image')]
const pairs = (value: unknown): string =>
  joined([...textMap(value)].map(([key, one]) => `${key}=${one}`))
const labelSelector = wide(
  column('Selector', (o) => {
    const selector = record(at(o, 'spec', 'selector'))
    // Expressions are words of their own.
    return selector.matchExpressions ? undefined : pairs(selector.matchLabels)
  }),
)

const statusesOf = (object: KubernetesObject, field: string) =>
  records(at(object, 'status', field)).map(({ value }) => value)

/** Sidecars that Kubernetes knows of count as containers. */
function readyContainers(object: KubernetesObject): string {
  const sidecars = new Set(
    records(at(object, 'spec', 'initContainers'))
      .filter(({ value }) => value.restartPolicy === 'Always')
      .map(({ value }) => value.name),
  )
  const ready =
    statusesOf(object, 'containerStatuses').filter((s) => s.ready === true).length +
    statusesOf(object, 'initContainerStatuses').filter(
      (s) => sidecars.has(s.name) && s.started === true && s.ready === true,
    ).length
  return `${ready}/${list(at(object, 'spec', 'containers')).length + sidecars.size}`
}

const ROLE = 'node-role.kubernetes.io/'
const rolesOf = (object: KubernetesObject): string =>
  [...textMap(object.metadata.labels)]
    .flatMap(([key, value]) =>
      key.startsWith(ROLE) ? key.slice(ROLE.length) : key === 'kubernetes.io/role' ? value : [],
    )
    .filter(Boolean)
    .sort()
    .join(',') || NONE
const nodeAddress = (type: string) => (object: KubernetesObject) =>
  text(
    records(at(object, 'status', 'addresses')).find(({ value }) => value.type === type)?.value
      .address,
  ) ?? NONE

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
      told('Status'),
      column('Roles', rolesOf),
      told('Version'),
      column('Internal-IP', nodeAddress('InternalIP')),
      wide(column('External-IP', nodeAddress('ExternalIP'))),
      wide(told('OS-Image')),
      wide(told('Kernel-Version')),
      wide(told('Container-Runtime')),
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
      wide(column('Selector', (o) => pairs(at(o, 'spec', 'selector')))),
    ],
  ],
  [
    'core/pods',
    [
      column('Ready', readyContainers),
      // Why a container waits or ended goes before the phase, and is not kept.
      told('Status'),
      told('Restarts', true),
      wide(column('IP', (o) => text(at(o, 'status', 'podIP')) ?? NONE)),
      wide(column('Node', (o) => text(at(o, 'spec', 'nodeName')) ?? NONE)),
      wide(told('Nominated Node')),
      wide(told('Readiness Gates')),
    ],
  ],
  ['core/configmaps', [told('Data', true)]],
  ['core/replicationcontrollers', [...replicas, ...containers]],
  [
    'apps/deployments',
    [
      ready,
      count('Up-to-date', 'status', 'updatedReplicas'),
      count('Available', 'status', 'availableReplicas'),
      ...containers,
      labelSelector,
    ],
  ],
  ['apps/statefulsets', [ready, ...containers]],
  ['apps/replicasets', [...replicas, ...containers, labelSelector]],
  [
    'apps/daemonsets',
    [
      count('Desired', 'status', 'desiredNumberScheduled'),
      count('Current', 'status', 'currentNumberScheduled'),
      count('Ready', 'status', 'numberReady'),
      told('Up-to-date', true),
      told('Available', true),
      told('Node Selector'),
      ...containers,
      labelSelector,
    ],
  ],
  [
    'batch/jobs',
    [
      told('Status'),
      column(
        'Completions',
        (o) =>
          `${number(at(o, 'status', 'succeeded')) ?? 0}/${number(at(o, 'spec', 'completions')) ?? 1}`,
      ),
      told('Duration'),
      ...containers,
      labelSelector,
    ],
  ],
  [
    'batch/cronjobs',
    [
      words('Schedule', 'spec', 'schedule'),
      told('Timezone'),
      column('Suspend', (o) => (at(o, 'spec', 'suspend') === true ? 'True' : 'False')),
      told('Active', true),
      told('Last Schedule'),
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
