import type { KindRegistry } from './kind-registry.ts'
import { REVIEW_KINDS } from './reviews.ts'
import { apiVersionOf, type ServedKind, type ServedVersion } from './served-kind.ts'
import { noSuchResource } from './status-error.ts'
import { compareVersions } from './version-order.ts'

type Resource = {
  readonly kind: Pick<
    ServedKind,
    'group' | 'kind' | 'plural' | 'singular' | 'namespaced' | 'verbs' | 'shortNames' | 'categories'
  >
  readonly version: Pick<ServedVersion, 'name' | 'hasStatus'>
}

const STATUS_VERBS = ['get', 'patch', 'update']

/** What is served, by group and version, both in order. */
function served(
  registry: KindRegistry,
): ReadonlyMap<string, ReadonlyMap<string, readonly Resource[]>> {
  const groups = new Map<string, Map<string, Resource[]>>()
  const resources: Resource[] = [
    ...registry.all().flatMap((kind) => kind.versions.map((version) => ({ kind, version }))),
    ...REVIEW_KINDS.map((kind) => ({ kind, version: { name: kind.version, hasStatus: false } })),
  ]
  for (const resource of resources) {
    const versions = groups.get(resource.kind.group) ?? new Map<string, Resource[]>()
    groups.set(resource.kind.group, versions)
    const list = versions.get(resource.version.name) ?? []
    versions.set(resource.version.name, list)
    list.push(resource)
  }
  return new Map(
    [...groups].map(([group, versions]) => [
      group,
      new Map([...versions].sort(([a], [b]) => compareVersions(a, b))),
    ]),
  )
}

export const apiVersions = (address: string): object => ({
  kind: 'APIVersions',
  versions: ['v1'],
  serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: address }],
})

const describeGroup = (group: string, versions: Iterable<string>) => {
  const all = [...versions].map((version) => ({
    groupVersion: apiVersionOf(group, version),
    version,
  }))
  return { name: group, versions: all, preferredVersion: all[0] }
}

export const groupList = (registry: KindRegistry): object => ({
  kind: 'APIGroupList',
  apiVersion: 'v1',
  groups: [...served(registry)].flatMap(([group, versions]) =>
    group === '' ? [] : [describeGroup(group, versions.keys())],
  ),
})

export function oneGroup(registry: KindRegistry, group: string): object {
  const versions = served(registry).get(group)
  if (!versions) throw noSuchResource()
  return { kind: 'APIGroup', apiVersion: 'v1', ...describeGroup(group, versions.keys()) }
}

export function resourceList(registry: KindRegistry, group: string, version: string): object {
  const resources = served(registry).get(group)?.get(version)
  if (!resources) throw noSuchResource()
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: apiVersionOf(group, version),
    resources: resources.flatMap(({ kind, version: { hasStatus } }) => [
      {
        name: kind.plural,
        singularName: kind.singular,
        namespaced: kind.namespaced,
        kind: kind.kind,
        verbs: kind.verbs,
        ...(kind.shortNames.length > 0 ? { shortNames: kind.shortNames } : {}),
        ...(kind.categories.length > 0 ? { categories: kind.categories } : {}),
      },
      ...(hasStatus
        ? [
            {
              name: `${kind.plural}/status`,
              singularName: '',
              namespaced: kind.namespaced,
              kind: kind.kind,
              verbs: STATUS_VERBS,
            },
          ]
        : []),
    ]),
  }
}

/** Aggregated discovery: every resource in one answer, for `/api` or for `/apis`. */
export const aggregated = (registry: KindRegistry, isCore: boolean): object => ({
  kind: 'APIGroupDiscoveryList',
  apiVersion: 'apidiscovery.k8s.io/v2',
  metadata: {},
  items: [...served(registry)].flatMap(([group, versions]) =>
    (group === '') === isCore
      ? [
          {
            metadata: group === '' ? {} : { name: group },
            versions: [...versions].map(([version, resources]) => ({
              version,
              freshness: 'Current',
              resources: resources.map(discovered),
            })),
          },
        ]
      : [],
  ),
})

function discovered({ kind, version }: Resource): object {
  const responseKind = { group: kind.group, version: version.name, kind: kind.kind }
  return {
    resource: kind.plural,
    responseKind,
    scope: kind.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: kind.singular,
    verbs: kind.verbs,
    ...(kind.shortNames.length > 0 ? { shortNames: kind.shortNames } : {}),
    ...(kind.categories.length > 0 ? { categories: kind.categories } : {}),
    ...(version.hasStatus
      ? { subresources: [{ subresource: 'status', responseKind, verbs: STATUS_VERBS }] }
      : {}),
  }
}
