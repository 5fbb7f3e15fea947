import { isReadable } from '#lib/model/objects.ts'
import { at, isRecord, record, records, text, textMap, texts } from '#lib/resources/field.ts'
import { type KindId, kindId, parseApiVersion } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { type Labels, selects } from '#lib/resources/label-selector.ts'
import { coreUses, type Use } from '#lib/resources/references.ts'
import { objectsOf } from '#lib/snapshot/read.ts'
import type { KindSlice, Snapshot } from '#lib/snapshot/snapshot.ts'
import { gatewayApiUses } from './gateway-api/references.ts'
import { covers, serviceHost } from './istio/hosts.ts'
import { istioUses, type Roots } from './istio/references.ts'

/** One end of a reference, with the field that makes it. */
export type Reference = {
  /** In the object that refers. */
  readonly path: string
  readonly group: string
  readonly kind: string
  /** Of a kind that is watched: its address in the API. */
  readonly version?: string
  readonly plural?: string
  readonly namespace?: string
  readonly name: string
  /** `missing` only where its absence is known; `unread` for what this product never reads, as Secrets. */
  readonly state: 'present' | 'missing' | 'unknown' | 'unread'
}

export type References = {
  /** Outwards, the nearest first. */
  readonly owners: readonly Reference[]
  readonly uses: readonly Reference[]
  readonly usedBy: readonly Reference[]
}

/** What an object names, who names it, each with the field, and who owns it. */
export function referencesOf(
  snapshot: Snapshot,
  object: KubernetesObject,
  roots: Roots,
): References {
  const places = new Places(snapshot)
  const uses = usesOf(object, roots).filter((use) => !use.path.startsWith(OWNER))
  return {
    owners: ownersOf(places, object),
    uses: sorted(uses.flatMap((use) => places.resolve(use))),
    usedBy: sorted(usedBy(places, object, roots)),
  }
}

const OWNER = 'metadata.ownerReferences['

const usesOf = (object: KubernetesObject, roots: Roots): readonly Use[] => [
  ...coreUses(object),
  ...istioUses(object, roots),
  ...gatewayApiUses(object),
]

const sorted = (references: readonly Reference[]): readonly Reference[] => {
  const key = (r: Reference) => [r.kind, r.namespace ?? '', r.name].join('\n')
  return references
    .map((reference, place) => ({ reference, place, key: key(reference) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.place - b.place))
    .map(({ reference }) => reference)
}

function ownersOf(places: Places, object: KubernetesObject): readonly Reference[] {
  const chain: Reference[] = []
  let current: KubernetesObject | undefined = object
  // A ring of owners is possible to write; nobody owns more than a few steps.
  for (let depth = 0; current && depth < 8; depth++) {
    const all = records(current.metadata.ownerReferences)
    const owner = all.find(({ value }) => value.controller === true) ?? all[0]
    const use: Use | undefined =
      owner && coreUses(current).find((u) => u.path === `${OWNER}${owner.at}]`)
    const found: Reference | undefined = use && places.resolve(use)[0]
    if (!found) break
    chain.push(found)
    current = found.state === 'present' ? places.object(found) : undefined
  }
  return chain
}

function usedBy(places: Places, object: KubernetesObject, roots: Roots): readonly Reference[] {
  const names = identityOf(object)
  const found: Reference[] = []
  for (const slice of places.snapshot.kinds.values())
    for (const namespaced of slice.namespaces.values())
      for (const other of namespaced.values())
        for (const use of usesOf(other, roots))
          if (other !== object && isAbout(use, names))
            found.push({ ...reference(slice, other), path: use.path })
  return found
}

/** Everything that a field may call an object by. */
type Identity = {
  readonly group: string
  readonly kind: string
  readonly namespace: string | undefined
  readonly name: string
  readonly hosts: readonly string[]
  /** Of its pods, for what selectors select. */
  readonly labels: Labels | undefined
  readonly subsetsOf: string | undefined
  readonly subsets: ReadonlySet<string>
}

function identityOf(object: KubernetesObject): Identity {
  const { group } = parseApiVersion(text(object.apiVersion) ?? '')
  const namespace = text(object.metadata.namespace)
  const { kind } = object
  const { name } = object.metadata
  const isRule = group === ISTIO && kind === 'DestinationRule'
  return {
    group,
    kind,
    namespace,
    name,
    hosts:
      group === '' && kind === 'Service'
        ? [serviceHost(name, namespace ?? '')]
        : group === ISTIO && kind === 'ServiceEntry'
          ? texts(at(object, 'spec', 'hosts'))
          : [],
    labels: labelsOf(group, object),
    subsetsOf: isRule ? hostOfRule(object) : undefined,
    subsets: new Set(
      isRule
        ? records(at(object, 'spec', 'subsets')).flatMap(({ value }) => text(value.name) ?? [])
        : [],
    ),
  }
}

const ISTIO = 'networking.istio.io'

function hostOfRule(object: KubernetesObject): string | undefined {
  const use = istioUses(object, NOWHERE).find(({ path }) => path === 'spec.host')
  return use?.by === 'host' ? use.host : undefined
}
const NOWHERE: Roots = new Set()

/** Workloads by the labels of their pods: pods of their own and those behind a template. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  '/ReplicationController': ['spec', 'template', 'metadata', 'labels'],
  'apps/Deployment': ['spec', 'template', 'metadata', 'labels'],
  'apps/StatefulSet': ['spec', 'template', 'metadata', 'labels'],
  'apps/DaemonSet': ['spec', 'template', 'metadata', 'labels'],
  'apps/ReplicaSet': ['spec', 'template', 'metadata', 'labels'],
  'batch/Job': ['spec', 'template', 'metadata', 'labels'],
  'batch/CronJob': ['spec', 'jobTemplate', 'spec', 'template', 'metadata', 'labels'],
  '/Pod': ['metadata', 'labels'],
  'networking.istio.io/WorkloadEntry': ['spec', 'labels'],
}

function labelsOf(group: string, object: KubernetesObject): Labels | undefined {
  const own = `${group}/${object.kind}`
  const path = Object.hasOwn(TEMPLATES, own) ? TEMPLATES[own] : undefined
  return path && textMap(at(object, ...path))
}

function isAbout(use: Use, own: Identity): boolean {
  switch (use.by) {
    case 'name':
      return (
        use.name === own.name &&
        use.kind === own.kind &&
        use.group === own.group &&
        (own.namespace === undefined || use.namespace === own.namespace)
      )
    case 'host':
      return own.hosts.some((host) => covers(host, use.host))
    case 'subset':
      return own.subsetsOf === use.host && own.subsets.has(use.subset)
    case 'labels':
      return (
        own.labels !== undefined &&
        (use.namespace === undefined || use.namespace === own.namespace) &&
        selects(use.selector, own.labels)
      )
  }
}

const reference = (slice: KindSlice, object: KubernetesObject): Omit<Reference, 'path'> => ({
  group: slice.kind.group,
  kind: slice.kind.kind,
  ...(slice.version ? { version: slice.version, plural: slice.kind.plural } : {}),
  ...(text(object.metadata.namespace) ? { namespace: object.metadata.namespace } : {}),
  name: object.metadata.name,
  state: 'present',
})

/** Finds what fields name. */
class Places {
  readonly snapshot: Snapshot
  readonly #slices = new Map<string, KindSlice>()

  constructor(snapshot: Snapshot) {
    this.snapshot = snapshot
    for (const slice of snapshot.kinds.values())
      this.#slices.set(`${slice.kind.group}/${slice.kind.kind}`, slice)
  }

  object(of: Reference): KubernetesObject | undefined {
    const slice = this.#slices.get(`${of.group}/${of.kind}`)
    return slice?.namespaces.get(of.namespace ?? '')?.get(of.name)
  }

  resolve(use: Use): readonly Reference[] {
    if (use.by === 'name') return [this.#named(use)]
    const found = this.#matching(use)
    if (found.length > 0 || use.isLoose || use.by === 'labels') return found
    return [this.#nobody(use)]
  }

  #named(use: Use & { by: 'name' }): Reference {
    const { path, group, kind, name } = use
    const slice = this.#slices.get(`${group}/${kind}`)
    const namespace = slice?.kind.scope === 'Cluster' ? undefined : use.namespace
    const own = { path, group, kind, name, ...(namespace ? { namespace } : {}) }
    if (group === '' && kind === 'Secret') return { ...own, state: 'unread' }
    if (!slice) return { ...own, state: 'unknown' }
    const object = slice.namespaces.get(namespace ?? '')?.get(name)
    if (object) return { path, ...reference(slice, object) }
    const isKnown = isReadable(this.snapshot, kindId(slice.kind), namespace)
    return { ...own, state: isKnown ? 'missing' : 'unknown' }
  }

  /** A host that nothing in the cluster has, or a subset that no rule defines. */
  #nobody(use: Use & { by: 'host' | 'subset' }): Reference {
    const needed: readonly KindId[] =
      use.by === 'subset'
        ? ['networking.istio.io/destinationrules']
        : ['core/services', 'networking.istio.io/serviceentries']
    const isKnown = needed.every((kind) => isReadable(this.snapshot, kind))
    return {
      path: use.path,
      ...(use.by === 'subset'
        ? { group: ISTIO, kind: 'DestinationRule', name: `subset ${use.subset} of ${use.host}` }
        : { group: '', kind: 'Service', name: use.host }),
      state: isKnown ? 'missing' : 'unknown',
    }
  }

  #matching(use: Exclude<Use, { by: 'name' }>): readonly Reference[] {
    const kinds =
      use.by === 'subset'
        ? ['networking.istio.io/destinationrules']
        : use.by === 'host'
          ? ['core/services', 'networking.istio.io/serviceentries']
          : WORKLOADS
    return kinds.flatMap((id) => {
      const slice = this.snapshot.kinds.get(id)
      if (!slice) return []
      return [...objectsOf(this.snapshot, id)]
        .filter((object) => use.by !== 'labels' || !isOwned(object))
        .filter((object) => isAbout(use, identityOf(object)))
        .map((object) => ({ path: use.path, ...reference(slice, object) }))
    })
  }
}

/** Pods of a Deployment are not told one by one. */
const isOwned = (object: KubernetesObject): boolean =>
  records(object.metadata.ownerReferences).some(
    ({ value }) => isRecord(value) && record(value).controller === true,
  )

const WORKLOADS: readonly KindId[] = [
  'apps/deployments',
  'apps/statefulsets',
  'apps/daemonsets',
  'apps/replicasets',
  'core/replicationcontrollers',
  'batch/cronjobs',
  'batch/jobs',
  'core/pods',
  'networking.istio.io/workloadentries',
]
