import { isRecord, record, records, text } from '#lib/resources/field.ts'
import { apiVersionOf, type Kind, kindId } from '#lib/resources/kind.ts'
import { noKubernetes, refusal, statusOf } from './failure.ts'
import { type Answer, type Requester, retryAfterSeconds } from './request.ts'

/** One resource that the cluster serves, in the versions that it serves, its preferred one first. */
export type Served = {
  readonly group: string
  readonly plural: string
  readonly kind: string
  readonly scope: Kind['scope']
  readonly versions: readonly string[]
}

/** Which kinds and versions a cluster serves: read, never assumed. */
export type Discovery = {
  /** @throws AppError when the cluster does not answer */
  refresh(): Promise<void>
  /** The first of the kind's versions that is served, else one that is, else undefined. */
  versionOf(kind: Kind): string | undefined
  ofPlural(group: string, plural: string): Served | undefined
  /** Asks the cluster again when the kind is not known: its CRD may be a second old. */
  ofKind(group: string, version: string, kind: string): Promise<Served | undefined>
  /** Called when a refresh found something else than the one before. Answers an unsubscribe. */
  onChange(listener: () => void): () => void
}

const AGGREGATED = [
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList',
  'application/json',
].join(',')
const LISTS: ReadonlySet<string> = new Set(['APIGroupDiscoveryList', 'APIVersions', 'APIGroupList'])
const DISCOVERY_TIMEOUT_MS = 10_000
/** A kind that nobody serves is not looked up more often than this. */
const LOOK_AGAIN_MS = 2000

type Index = {
  /** Both undefined when the account may not discover: then versions are tried as the table names them. */
  readonly byPlural: ReadonlyMap<string, Served> | undefined
  readonly digest: string
}

/** @param kinds those whose groups are looked up when the cluster has no aggregated discovery */
export function openDiscovery(requester: Requester, kinds: readonly Kind[]): Discovery {
  const groups = new Set(kinds.map((kind) => kind.group))
  const listeners = new Set<() => void>()
  let index: Index | undefined
  let running: Promise<void> | undefined
  let lookedUpAt = 0

  async function read(): Promise<void> {
    const answers = await Promise.all(
      ['/api', '/apis'].map((path) =>
        requester.json(path, { accept: AGGREGATED, timeoutMs: DISCOVERY_TIMEOUT_MS }),
      ),
    )
    lookedUpAt = performance.now()
    const served: Served[] = []
    for (const [at, answer] of answers.entries()) {
      if (answer.status === 403) {
        index ??= { byPlural: undefined, digest: '' }
        return
      }
      failUnlessOk(answer)
      const body = record(answer.body)
      if (!LISTS.has(text(body.kind) ?? ''))
        throw noKubernetes(requester.server, 'the list of APIs', answer)
      served.push(
        ...(body.kind === 'APIGroupDiscoveryList'
          ? aggregated(body)
          : await listed(at === 0 ? coreVersions(body) : groupVersions(body, groups))),
      )
    }
    const byPlural = new Map(served.map((entry) => [kindId(entry), entry]))
    const digest = JSON.stringify([...byPlural].sort(([a], [b]) => (a < b ? -1 : 1)))
    const isChanged = index !== undefined && index.digest !== digest
    index = { byPlural, digest }
    if (isChanged) for (const listener of listeners) listener()
  }

  /** One request for each group version, as servers before 1.26 need it; a broken one is left out. */
  async function listed(all: readonly GroupVersion[]): Promise<Served[]> {
    const lists = await Promise.all(
      all.map(async ({ group, version }) => {
        const path = group === '' ? `/api/${version}` : `/apis/${group}/${version}`
        const answer = await requester.json(path)
        return answer.status === 200 ? resourcesOf(group, version, answer.body) : []
      }),
    )
    return merged(lists.flat())
  }

  function failUnlessOk(answer: Answer) {
    if (answer.status === 200) return
    throw refusal(
      { server: requester.server, verb: 'get', resource: 'the list of APIs' },
      {
        ...statusOf(answer.status, answer.body),
        retryAfterSeconds:
          retryAfterSeconds(answer.headers) ??
          statusOf(answer.status, answer.body).retryAfterSeconds,
      },
    )
  }

  const discovery: Discovery = {
    refresh() {
      running ??= read().finally(() => {
        running = undefined
      })
      return running
    },
    versionOf(kind) {
      if (!index) return undefined
      if (!index.byPlural) return kind.versions[0]
      const served = index.byPlural.get(kindId(kind))
      return (
        kind.versions.find((version) => served?.versions.includes(version)) ?? served?.versions[0]
      )
    },
    ofPlural: (group, plural) => index?.byPlural?.get(kindId({ group: coreless(group), plural })),
    async ofKind(group, version, kind) {
      const find = (): Served | undefined => {
        if (index && !index.byPlural) {
          const isIt = (known: Kind) => known.group === coreless(group) && known.kind === kind
          return kinds.find((known) => isIt(known) && known.versions.includes(version))
        }
        for (const served of index?.byPlural?.values() ?? []) {
          const isIt = served.group === coreless(group) && served.kind === kind
          if (isIt && served.versions.includes(version)) return served
        }
        return undefined
      }
      const known = find()
      if (known) return known
      const isNewGroup = !groups.has(coreless(group))
      if (!isNewGroup && performance.now() - lookedUpAt < LOOK_AGAIN_MS) return undefined
      groups.add(coreless(group))
      await discovery.refresh()
      return find()
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  return discovery
}

const coreless = (group: string) => (group === 'core' ? '' : group)

const scopeOf = (isNamespaced: boolean): Kind['scope'] => (isNamespaced ? 'Namespaced' : 'Cluster')

/** @see kubernetes/api apidiscovery/v2/types.go */
function aggregated(body: Readonly<Record<string, unknown>>): Served[] {
  const out: Served[] = []
  for (const { value: item } of records(body.items)) {
    const group = text(record(item.metadata).name) ?? ''
    for (const { value: entry } of records(item.versions)) {
      const version = text(entry.version)
      if (!version) continue
      for (const { value: resource } of records(entry.resources)) {
        const plural = text(resource.resource)
        const kind = text(record(resource.responseKind).kind)
        if (!plural || !kind) continue
        const scope = scopeOf(resource.scope === 'Namespaced')
        out.push({ group, plural, kind, scope, versions: [version] })
      }
    }
  }
  return merged(out)
}

type GroupVersion = { readonly group: string; readonly version: string }

const coreVersions = (body: Readonly<Record<string, unknown>>): GroupVersion[] =>
  (Array.isArray(body.versions) ? body.versions : [])
    .filter((version): version is string => typeof version === 'string')
    .map((version) => ({ group: '', version }))

function groupVersions(
  body: Readonly<Record<string, unknown>>,
  wanted: ReadonlySet<string>,
): GroupVersion[] {
  return records(body.groups).flatMap(({ value: item }) => {
    const group = text(item.name) ?? ''
    if (!wanted.has(group)) return []
    const preferred = text(record(item.preferredVersion).version)
    const versions = records(item.versions).flatMap(({ value }) => text(value.version) ?? [])
    return [...new Set([...(preferred ? [preferred] : []), ...versions])].map((version) => ({
      group,
      version,
    }))
  })
}

function resourcesOf(group: string, version: string, body: unknown): Served[] {
  const list = isRecord(body) && body.groupVersion === apiVersionOf(group, version) ? body : {}
  return records(record(list).resources).flatMap(({ value }) => {
    const [plural, kind] = [text(value.name), text(value.kind)]
    // "pods/status" and the like are parts of a resource, not resources.
    if (!plural || !kind || plural.includes('/')) return []
    return [{ group, plural, kind, scope: scopeOf(value.namespaced === true), versions: [version] }]
  })
}

/** One entry for each resource, with its versions in the order in which the server names them. */
function merged(entries: readonly Served[]): Served[] {
  const out = new Map<string, Served>()
  for (const entry of entries) {
    const known = out.get(kindId(entry))
    out.set(
      kindId(entry),
      known ? { ...known, versions: [...known.versions, ...entry.versions] } : entry,
    )
  }
  return [...out.values()]
}
