import { meshModelOf } from '#lib/meshes/index.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { Cluster, ClusterState, ClusterView, Services } from '#server/services.ts'
import { createRevisionLog } from './revision-log.ts'
import { createStreams } from './streams.ts'

export const TOKEN = 'a-launch-token-for-tests'
export const ORIGIN = 'http://127.0.0.1:3000'

const node = (id: string, namespace: string) => ({
  id,
  kind: 'service' as const,
  name: id,
  namespace,
  findings: { error: 0, warning: 0, info: 0 },
  resources: [`Service/${namespace}/${id}`],
})

const EMPTY = meshModelOf({ kinds: new Map() })

/** A view with three services, one in each of three namespaces: a → b → c. */
export const view = (revision: string): ClusterView => ({
  revision,
  snapshot: EMPTY.snapshot,
  model: EMPTY,
  graph: {
    nodes: [node('a', 'one'), node('b', 'two'), node('c', 'three')],
    edges: [
      { id: 'ab', from: 'a', to: 'b', via: ['VirtualService/one/x'] },
      { id: 'bc', from: 'b', to: 'c', via: ['VirtualService/two/y'] },
    ],
  },
  findings: [],
  mtls: { posture: [], rows: [], summary: [], edge: [], trust: [] },
  freshness: { state: 'live', since: '2026-11-23T00:00:00Z' },
  partial: [],
})

type Event = Parameters<Parameters<Cluster['subscribe']>[0]>[0]

/** One cluster that tests move by hand. */
export function fakeCluster(objects: ReadonlyMap<string, KubernetesObject> = new Map()) {
  const listeners = new Set<(event: Event) => void>()
  let current = view('1')
  let state: ClusterState = { state: 'live', since: '2026-11-23T00:00:00Z', synced: 1, of: 1 }
  const refuse = () => Promise.reject(new Error('the fake cluster takes no writes'))
  const cluster: Cluster = {
    id: 'c',
    name: 'fake',
    source: 'sandbox',
    server: 'http://127.0.0.1:1',
    kinds: [],
    state: () => state,
    ready: async () => {},
    view: () => current,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    as: () => ({
      get: async ({ plural, namespace, name }) =>
        objects.get([plural, namespace, name].filter(Boolean).join('/')),
      create: refuse,
      replace: refuse,
      delete: refuse,
      kindOf: async () => undefined,
      schemaOf: async () => undefined,
    }),
    retry: () => {},
    close: async () => {},
  }
  return {
    cluster,
    listeners,
    is: (next: ClusterState['state']) => {
      state = { ...state, state: next }
    },
    move: (event: Event) => {
      current = { ...current, revision: event.revision }
      for (const listener of listeners) listener(event)
    },
  }
}

/** A house around one fake cluster; what differs from the usual is given. */
export function fakeServices(
  cluster: Cluster,
  differing: Partial<Services> & Pick<Services, 'sessions'>,
): Services {
  const unused = () => Promise.reject(new Error('not part of this test'))
  const log = createRevisionLog(cluster)
  return {
    settings: { host: '127.0.0.1', port: 3000, readOnly: false, basePath: '', links: [] },
    streams: createStreams(),
    clusters: {
      list: () => [cluster],
      get: (id) => (id === cluster.id ? cluster : undefined),
      current: () => cluster,
    },
    opened: Promise.resolve(),
    plans: {
      plan: unused,
      apply: unused,
      changes: unused,
      change: unused,
      revert: unused,
      recordLoad: unused,
    },
    samples: { list: unused, open: unused },
    named: { of: () => [], keep: async () => {} },
    log: () => log,
    openSandbox: unused,
    close: async () => {},
    ...differing,
  }
}

type Asking = { readonly method?: string; readonly body?: unknown } & {
  readonly headers?: Readonly<Record<string, string>>
}

/** A request as a script sends it, with the launch token unless other headers are given. */
export function asking(path: string, { method = 'GET', body, headers }: Asking = {}): Request {
  return new Request(`${ORIGIN}${path}`, {
    method,
    headers: {
      host: '127.0.0.1:3000',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(headers ?? { authorization: `Bearer ${TOKEN}` }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}

/** The JSON of an answer, as the fields that a test asks for. */
export const bodyOf = async <T = Record<string, unknown>>(response: Response): Promise<T> =>
  (await response.json()) as T
