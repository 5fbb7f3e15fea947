import { at, list, number, record, records, text, textMap } from '#lib/resources/field.ts'
import { ageOf } from './age.ts'
import type { StoredObject } from './store.ts'

export type Column = {
  readonly name: string
  readonly type: string
  readonly format?: string
  readonly priority?: number
  readonly cell: (object: StoredObject, now: Date) => unknown
}

const NEVER = new Date(0)
const column = (name: string, cell: Column['cell'], priority = 0, type = 'string'): Column => ({
  name,
  type,
  priority,
  cell,
})
const NAME: Column = {
  name: 'Name',
  type: 'string',
  format: 'name',
  cell: (object) => object.metadata.name,
}
const AGE = column('Age', (object, now) => ageOf(object.metadata.creationTimestamp, now))
const CREATED: Column = {
  name: 'Created At',
  type: 'date',
  cell: (object) => object.metadata.creationTimestamp,
}

const count =
  (...path: string[]): Column['cell'] =>
  (object) =>
    number(at(object, ...path)) ?? 0
const words =
  (...path: string[]): Column['cell'] =>
  (object) =>
    text(at(object, ...path)) ?? '<none>'
const joined = (values: readonly unknown[]): string => values.join(',') || '<none>'
const pairs = (value: unknown): string =>
  joined([...textMap(value)].map(([key, one]) => `${key}=${one}`))

const containers = (object: StoredObject) =>
  records(at(object, 'spec', 'template', 'spec', 'containers')).map(({ value }) => value)
const CONTAINERS = column(
  'Containers',
  (object) => joined(containers(object).map((one) => one.name)),
  1,
)
const IMAGES = column('Images', (object) => joined(containers(object).map((one) => one.image)), 1)
const SELECTOR = column(
  'Selector',
  (object) => pairs(at(object, 'spec', 'selector', 'matchLabels')),
  1,
)
const TEMPLATE = [CONTAINERS, IMAGES, SELECTOR]

/** Columns of `kubectl get` for the kinds that have their own; the others show name and time. */
const COLUMNS: ReadonlyMap<string, readonly Column[]> = new Map([
  ['Namespace', [NAME, column('Status', words('status', 'phase')), AGE]],
  [
    'Service',
    [
      NAME,
      column('Type', words('spec', 'type')),
      column('Cluster-IP', words('spec', 'clusterIP')),
      column('External-IP', externalAddresses),
      column('Port(s)', servicePorts),
      AGE,
      column('Selector', (object) => pairs(at(object, 'spec', 'selector')), 1),
    ],
  ],
  [
    'Pod',
    [
      NAME,
      column('Ready', readyContainers),
      column('Status', podStatus),
      column('Restarts', restarts),
      AGE,
      column('IP', words('status', 'podIP'), 1),
      column('Node', words('spec', 'nodeName'), 1),
      column('Nominated Node', words('status', 'nominatedNodeName'), 1),
      column('Readiness Gates', () => '<none>', 1),
    ],
  ],
  [
    'Deployment',
    [
      NAME,
      column(
        'Ready',
        (object) =>
          `${count('status', 'readyReplicas')(object, NEVER)}/${count('spec', 'replicas')(object, NEVER)}`,
      ),
      column('Up-to-date', count('status', 'updatedReplicas'), 0, 'integer'),
      column('Available', count('status', 'availableReplicas'), 0, 'integer'),
      AGE,
      ...TEMPLATE,
    ],
  ],
  ['ReplicaSet', [NAME, ...replicas(), AGE, ...TEMPLATE]],
  [
    'ReplicationController',
    [
      NAME,
      ...replicas(),
      AGE,
      CONTAINERS,
      IMAGES,
      column('Selector', (object) => pairs(at(object, 'spec', 'selector')), 1),
    ],
  ],
  [
    'StatefulSet',
    [
      NAME,
      column(
        'Ready',
        (object) =>
          `${count('status', 'readyReplicas')(object, NEVER)}/${count('spec', 'replicas')(object, NEVER)}`,
      ),
      AGE,
      CONTAINERS,
      IMAGES,
    ],
  ],
  [
    'DaemonSet',
    [
      NAME,
      column('Desired', count('status', 'desiredNumberScheduled'), 0, 'integer'),
      column('Current', count('status', 'currentNumberScheduled'), 0, 'integer'),
      column('Ready', count('status', 'numberReady'), 0, 'integer'),
      column('Up-to-date', count('status', 'updatedNumberScheduled'), 0, 'integer'),
      column('Available', count('status', 'numberAvailable'), 0, 'integer'),
      column('Node Selector', (object) =>
        pairs(at(object, 'spec', 'template', 'spec', 'nodeSelector')),
      ),
      AGE,
      ...TEMPLATE,
    ],
  ],
  ['ConfigMap', [NAME, column('Data', entriesOf('data', 'binaryData')), AGE]],
  ['Secret', [NAME, column('Type', words('type')), column('Data', entriesOf('data')), AGE]],
  ['ServiceAccount', [NAME, AGE]],
  [
    'Node',
    [
      NAME,
      column('Status', nodeStatus),
      AGE,
      column('Version', words('status', 'nodeInfo', 'kubeletVersion')),
    ],
  ],
  [
    'Ingress',
    [
      NAME,
      column('Class', words('spec', 'ingressClassName')),
      column('Hosts', ingressHosts),
      column('Address', externalStatus),
      AGE,
    ],
  ],
  ['IngressClass', [NAME, column('Controller', words('spec', 'controller')), AGE]],
  [
    'EndpointSlice',
    [NAME, column('AddressType', words('addressType')), column('Endpoints', sliceEndpoints), AGE],
  ],
  [
    'Job',
    [
      NAME,
      column(
        'Completions',
        (object) =>
          `${count('status', 'succeeded')(object, NEVER)}/${count('spec', 'completions')(object, NEVER)}`,
      ),
      AGE,
      ...TEMPLATE,
    ],
  ],
  [
    'CronJob',
    [
      NAME,
      column('Schedule', words('spec', 'schedule')),
      column('Suspend', (object) => at(object, 'spec', 'suspend') === true, 0, 'boolean'),
      AGE,
    ],
  ],
  [
    'MutatingWebhookConfiguration',
    [NAME, column('Webhooks', (object) => list(object.webhooks).length, 0, 'integer'), AGE],
  ],
  [
    'ValidatingWebhookConfiguration',
    [NAME, column('Webhooks', (object) => list(object.webhooks).length, 0, 'integer'), AGE],
  ],
  ['RoleBinding', [NAME, column('Role', boundRole), AGE]],
  ['ClusterRoleBinding', [NAME, column('Role', boundRole), AGE]],
])

export const builtInColumns = (kind: string): readonly Column[] =>
  COLUMNS.get(kind) ?? [NAME, CREATED]

function replicas(): readonly Column[] {
  return [
    column('Desired', count('spec', 'replicas'), 0, 'integer'),
    column('Current', count('status', 'replicas'), 0, 'integer'),
    column('Ready', count('status', 'readyReplicas'), 0, 'integer'),
  ]
}

function externalStatus(object: StoredObject): string {
  return records(at(object, 'status', 'loadBalancer', 'ingress'))
    .map(({ value }) => value.ip ?? value.hostname)
    .join(',')
}

function externalAddresses(object: StoredObject): string {
  const spec = record(object.spec)
  if (spec.type === 'ExternalName') return text(spec.externalName) ?? ''
  const fixed = list(spec.externalIPs)
  if (spec.type !== 'LoadBalancer') return joined(fixed)
  return [externalStatus(object), ...fixed].filter((one) => one !== '').join(',') || '<pending>'
}

const servicePortText = (port: Readonly<Record<string, unknown>>): string =>
  `${port.port}${port.nodePort ? `:${port.nodePort}` : ''}/${port.protocol ?? 'TCP'}`

function servicePorts(object: StoredObject): string {
  return joined(records(at(object, 'spec', 'ports')).map(({ value }) => servicePortText(value)))
}

const statuses = (object: StoredObject) =>
  records(at(object, 'status', 'containerStatuses')).map(({ value }) => value)

function readyContainers(object: StoredObject): string {
  const ready = statuses(object).filter((one) => one.ready === true).length
  return `${ready}/${list(at(object, 'spec', 'containers')).length}`
}

function podStatus(object: StoredObject): string {
  if (object.metadata.deletionTimestamp) return 'Terminating'
  for (const status of statuses(object)) {
    const waiting = text(at(status, 'state', 'waiting', 'reason'))
    if (waiting) return waiting
  }
  return text(at(object, 'status', 'reason')) ?? text(at(object, 'status', 'phase')) ?? ''
}

function restarts(object: StoredObject): string {
  return String(statuses(object).reduce((sum, one) => sum + (number(one.restartCount) ?? 0), 0))
}

function nodeStatus(object: StoredObject): string {
  const ready = records(at(object, 'status', 'conditions')).find(
    ({ value }) => value.type === 'Ready',
  )
  return ready?.value.status === 'True' ? 'Ready' : ready ? 'NotReady' : 'Unknown'
}

function ingressHosts(object: StoredObject): string {
  const hosts = records(at(object, 'spec', 'rules')).flatMap(({ value }) => text(value.host) ?? [])
  return hosts.join(',') || '*'
}

function sliceEndpoints(object: StoredObject): string {
  return joined(records(object.endpoints).flatMap(({ value }) => list(value.addresses)))
}

function boundRole(object: StoredObject): string {
  const role = record(object.roleRef)
  return `${role.kind}/${role.name}`
}

function entriesOf(...fields: readonly string[]): Column['cell'] {
  return (object) =>
    String(fields.reduce((sum, field) => sum + Object.keys(record(object[field])).length, 0))
}
