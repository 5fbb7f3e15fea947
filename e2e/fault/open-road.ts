import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { parse, stringify } from 'yaml'
import { type Backend, type ServerName, startBackend } from '#e2e/support/backend.ts'
import { atOnce, type Derived, type Unfinished } from '#lib/changes/derive.ts'
import { CORE_KINDS } from '#lib/resources/core-kinds.ts'
import { at, list } from '#lib/resources/field.ts'
import type { Kind } from '#lib/resources/kind.ts'
import { get } from '#lib/snapshot/read.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import { openCluster } from '#server/cluster/cluster.ts'
import { connectKubeconfig } from '#server/kubernetes/connect-kubeconfig.ts'
import { followKubeconfig } from '#server/kubernetes/follow-kubeconfig.ts'
import { PACE } from '#server/kubernetes/pace.ts'
import { openKubernetes } from '#server/kubernetes/source.ts'
import type { Cluster } from '#server/services.ts'
import { BadRoad } from './bad-road.ts'

const istio = (kind: string, plural: string): Kind => ({
  group: 'networking.istio.io',
  kind,
  plural,
  versions: ['v1', 'v1beta1'],
  scope: 'Namespaced',
  watch: true,
  editable: true,
})
const WIDGETS: Kind = {
  ...istio('Widget', 'widgets'),
  group: 'example.test',
  versions: ['v1'],
}
export const KINDS: readonly Kind[] = [
  ...CORE_KINDS,
  istio('VirtualService', 'virtualservices'),
  WIDGETS,
]
export const ROUTES = 'networking.istio.io/virtualservices'
export const USER = { name: 'someone', groups: [] }

/** The waits of the product, shortened where a test would only sit them out. */
const QUICK = { ...PACE, longestBackOffMs: 2000, openMs: 4000, silenceMs: 4000, deniedMs: 500 }

const LOOK_EVERY_MS = 50

/** What is read and made of it; without, a few kinds and nothing. */
type View = {
  kinds?: readonly Kind[]
  derive?: (snapshot: Snapshot, previous?: Derived) => Unfinished
}
const plain = atOnce((snapshot) => ({ snapshot }) as Derived)

type Changes = { cluster?: object; user?: object; context?: object }

/** An API server behind a bad road. */
export class Road {
  readonly backend: Backend
  readonly road: BadRoad
  readonly #folder = mkdtempSync(join(tmpdir(), 'meshwright-fault-'))
  readonly #open = new Set<Cluster>()
  #files = 0

  constructor(backend: Backend, road: BadRoad) {
    this.backend = backend
    this.road = road
  }

  static async open(name: ServerName): Promise<Road> {
    const backend = await startBackend(name, join(import.meta.dirname, 'shop.yaml'))
    const config = parse(readFileSync(backend.kubeconfig, 'utf8'))
    const road = await new BadRoad(config.clusters[0].cluster.server).open()
    return new Road(backend, road)
  }

  /** A kubeconfig like the administrator's, over the bad road, with something changed. */
  kubeconfig(changes: Changes = {}): string {
    const config = parse(readFileSync(this.backend.kubeconfig, 'utf8'))
    const current = config.contexts.find(
      (c: { name: string }) => c.name === config['current-context'],
    )
    const user = config.users.find((u: { name: string }) => u.name === current.context.user)
    const [cluster] = config.clusters
    const url = new URL(cluster.cluster.server)
    url.port = `${this.road.port}`
    Object.assign(cluster.cluster, { server: url.origin }, changes.cluster)
    user.user = { ...user.user, ...changes.user }
    Object.assign(current.context, changes.context)
    this.#files += 1
    const file = join(this.#folder, `config-${this.#files}`)
    writeFileSync(file, stringify(config))
    return file
  }

  connect(kubeconfig = this.kubeconfig(), { kinds = KINDS, derive = plain }: View = {}): Cluster {
    const files = { files: [kubeconfig] }
    const cluster = openCluster({
      id: 'c',
      name: 'c',
      source: 'kubeconfig',
      server: '',
      kinds,
      derive,
      follow: (listener) => followKubeconfig(files, listener, LOOK_EVERY_MS),
      connect: async () =>
        openKubernetes({ connection: await connectKubeconfig(files), kinds, pace: QUICK }),
    })
    this.#open.add(cluster)
    return cluster
  }

  /** What somebody sees who comes new and reads everything afresh. */
  async fresh(view: View = {}): Promise<readonly unknown[]> {
    const cluster = this.connect(this.backend.kubeconfig, view)
    await until('a fresh view', cluster, () => cluster.state().state === 'live')
    const seen = contentOf(cluster.view().snapshot)
    await cluster.close()
    return seen
  }

  /** The view comes to equal a fresh one; fails with the difference. */
  async assertFresh(cluster: Cluster, view: View = {}): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      const fresh = await this.fresh(view)
      await sleep(100)
      const seen = contentOf(cluster.view().snapshot)
      if (isDeepStrictEqual(seen, fresh)) return
      // Of two whole clusters it takes minutes to say what differs: only of the kinds that do.
      if (attempt === 5)
        assert.deepEqual(
          seen.filter((kind, at) => !isDeepStrictEqual(kind, fresh[at])),
          fresh.filter((kind, at) => !isDeepStrictEqual(kind, seen[at])),
        )
    }
  }

  /** A cluster whose view is live. */
  async live(kubeconfig?: string, view: View = {}): Promise<Cluster> {
    const cluster = this.connect(kubeconfig, view)
    await until('live', cluster, () => cluster.state().state === 'live')
    return cluster
  }

  /** Sends the first of the two shares of the route. */
  setWeight(first: number): void {
    const route = [
      { destination: { host: 'web', subset: 'v1' }, weight: first },
      { destination: { host: 'web', subset: 'v2' }, weight: 100 - first },
    ]
    const patch = JSON.stringify({ spec: { hosts: ['web'], http: [{ route }] } })
    const { kubectl } = this.backend
    kubectl('-n', 'shop', 'patch', 'virtualservice', 'web', '--type=merge', '-p', patch)
  }

  async follows(cluster: Cluster, first: number): Promise<void> {
    this.setWeight(first)
    await until(`weight ${first}`, cluster, () => weightOf(cluster) === first)
  }

  async disconnect(): Promise<void> {
    this.road.isBlackHole = false
    this.road.idleMs = undefined
    for (const cluster of this.#open) await cluster.close()
    this.#open.clear()
  }

  async close(): Promise<void> {
    await this.disconnect()
    await this.road.close()
    await this.backend.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** Everything of a snapshot that does not depend on when it was read. */
function contentOf(snapshot: Snapshot): readonly unknown[] {
  return [...snapshot.kinds].map(([id, { status, namespaces, version }]) => [
    id,
    version,
    status.state,
    [...namespaces]
      .flatMap(([, names]) => [...names.values()])
      // Versions of what nobody edits are not kept to the letter; see lib/snapshot.
      .map((object) => ({
        ...object,
        metadata: { ...object.metadata, resourceVersion: '', generation: 0 },
      }))
      .sort((a, b) => (key(a) < key(b) ? -1 : 1)),
  ])
}
const key = ({ metadata }: { metadata: { name: string; namespace?: string } }) =>
  `${metadata.namespace ?? ''}/${metadata.name}`

/** The first weight of the route as the view has it. */
export function weightOf(cluster: Cluster): unknown {
  const route = get(cluster.view().snapshot, ROUTES, 'shop', 'web')
  const [first] = list(at(route?.spec, 'http'))
  return at(list(at(first, 'route'))[0], 'weight')
}

export async function until(what: string, cluster: Cluster, is: () => boolean, withinMs = 15_000) {
  const end = performance.now() + withinMs
  while (!is()) {
    if (performance.now() > end) {
      throw new Error(`never: ${what}; the cluster is ${JSON.stringify(cluster.state())}`)
    }
    await sleep(10)
  }
}

/** Which servers this run is about, and why one is left out. */
export async function servers(): Promise<readonly { name: ServerName; skip: string | false }[]> {
  const { findBinaries } = await import('#e2e/cluster/binaries.ts')
  const named = process.env.MESHWRIGHT_TEST_SERVERS?.split(',')
  const found = await findBinaries()
  const missing = 'reason' in found ? `no kube-apiserver: ${found.reason}` : false
  return (['sandbox', 'kube-apiserver'] as const)
    .filter((name) => !named || named.includes(name))
    .map((name) => ({ name, skip: name === 'kube-apiserver' ? missing : false }))
}
