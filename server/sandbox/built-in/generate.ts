/**
 * Writes kinds.json, roles.json and the schema files beside them from a running kube-apiserver: its
 * discovery, the roles that it makes for itself, and its OpenAPI documents with their merge keys, cut
 * down to the kinds that the sandbox serves. The cluster is the one that kubectl is pointed at.
 *
 *   KUBECONFIG=… node server/sandbox/built-in/generate.ts
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRecord, list, own, record, text } from '#lib/resources/field.ts'

const SERVED: Readonly<Record<string, readonly string[]>> = {
  'api/v1': [
    'configmaps',
    'endpoints',
    'events',
    'limitranges',
    'namespaces',
    'nodes',
    'persistentvolumeclaims',
    'persistentvolumes',
    'pods',
    'replicationcontrollers',
    'resourcequotas',
    'secrets',
    'serviceaccounts',
    'services',
  ],
  'apis/admissionregistration.k8s.io/v1': [
    'mutatingwebhookconfigurations',
    'validatingwebhookconfigurations',
    'validatingadmissionpolicies',
    'validatingadmissionpolicybindings',
  ],
  'apis/apiextensions.k8s.io/v1': ['customresourcedefinitions'],
  'apis/apps/v1': [
    'controllerrevisions',
    'daemonsets',
    'deployments',
    'replicasets',
    'statefulsets',
  ],
  'apis/autoscaling/v2': ['horizontalpodautoscalers'],
  'apis/batch/v1': ['cronjobs', 'jobs'],
  'apis/coordination.k8s.io/v1': ['leases'],
  'apis/discovery.k8s.io/v1': ['endpointslices'],
  'apis/networking.k8s.io/v1': ['ingressclasses', 'ingresses', 'networkpolicies'],
  'apis/policy/v1': ['poddisruptionbudgets'],
  'apis/rbac.authorization.k8s.io/v1': [
    'clusterrolebindings',
    'clusterroles',
    'rolebindings',
    'roles',
  ],
  'apis/scheduling.k8s.io/v1': ['priorityclasses'],
  'apis/storage.k8s.io/v1': ['storageclasses'],
}

const here = join(import.meta.dirname, '../crds/kubernetes')
const raw = (path: string): unknown =>
  JSON.parse(execFileSync('kubectl', ['get', '--raw', path], { maxBuffer: 1 << 28 }).toString())

/** Names of schemas that a schema refers to. */
function references(value: unknown, into: Set<string>): void {
  if (Array.isArray(value)) for (const entry of value) references(entry, into)
  if (!isRecord(value)) return
  for (const [key, entry] of Object.entries(value)) {
    if (key === '$ref' && typeof entry === 'string')
      into.add(entry.slice(entry.lastIndexOf('/') + 1))
    else references(entry, into)
  }
}

const isOfKind = (schema: unknown, group: string, version: string, kinds: ReadonlySet<string>) =>
  list(own(schema, 'x-kubernetes-group-version-kind')).some(
    (gvk) =>
      own(gvk, 'group') === group &&
      own(gvk, 'version') === version &&
      kinds.has(text(own(gvk, 'kind')) ?? ''),
  )

rmSync(join(here, 'schemas'), { recursive: true, force: true })
mkdirSync(join(here, 'schemas'), { recursive: true })
const kinds: unknown[] = []
for (const [path, plurals] of Object.entries(SERVED)) {
  const parts = path.split('/')
  const group = parts.length === 3 ? (parts[1] ?? '') : ''
  const version = parts.at(-1) ?? ''
  const resources = list(own(raw(`/${path}`), 'resources')).map(record)
  const names = new Set<string>()
  for (const plural of plurals) {
    const found = resources.find((resource) => resource.name === plural)
    if (!found) throw new Error(`${path} does not serve ${plural}`)
    const { kind, singularName, namespaced, shortNames, categories, verbs } = found
    const hasStatus = resources.some((resource) => resource.name === `${plural}/status`)
    kinds.push({
      group,
      version,
      kind,
      plural,
      singular: singularName,
      namespaced,
      shortNames,
      categories,
      verbs,
      hasStatus,
    })
    names.add(String(kind))
  }
  const schemas = record(own(own(raw(`/openapi/v3/${path}`), 'components'), 'schemas'))
  const wanted = Object.keys(schemas).filter((name) =>
    isOfKind(schemas[name], group, version, names),
  )
  const kept = new Map<string, unknown>()
  while (wanted.length > 0) {
    const name = wanted.pop() ?? ''
    if (kept.has(name) || !schemas[name]) continue
    kept.set(name, schemas[name])
    const more = new Set<string>()
    references(schemas[name], more)
    wanted.push(...more)
  }
  const sorted = Object.fromEntries([...kept].sort(([a], [b]) => (a < b ? -1 : 1)))
  const file = `${group || 'core'}_${version}.json`
  writeFileSync(join(here, 'schemas', file), `${JSON.stringify(sorted)}\n`)
}
writeFileSync(join(here, 'kinds.json'), `${JSON.stringify(kinds, null, 1)}\n`)

/** Roles for people, and what everybody may ask; those of Kubernetes' own parts have nobody to use them. */
const ROLES =
  /^(cluster-admin|admin|edit|view|system:(aggregate-to-.+|basic-user|discovery|public-info-viewer))$/
const rbac = '/apis/rbac.authorization.k8s.io/v1'
const roles = ['clusterroles', 'clusterrolebindings'].flatMap((plural) => {
  const query = 'labelSelector=kubernetes.io%2Fbootstrapping%3Drbac-defaults'
  const kind = plural === 'clusterroles' ? 'ClusterRole' : 'ClusterRoleBinding'
  return list(own(raw(`${rbac}/${plural}?${query}`), 'items')).flatMap((item) => {
    const { metadata, ...content } = record(item)
    const { name, labels, annotations } = record(metadata)
    return ROLES.test(String(name))
      ? [{ kind, ...content, metadata: { name, labels, annotations } }]
      : []
  })
})
writeFileSync(
  join(here, 'roles.json'),
  `[\n${roles.map((role) => JSON.stringify(role)).join(',\n')}\n]\n`,
)
