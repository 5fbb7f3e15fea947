import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** What the server does instead of what it was asked for. */
export type Fault =
  | { readonly status: number; readonly message?: string; readonly retryAfter?: number }
  | 'silent'
  /** Begins an answer and says no more. */
  | 'mute'
  | 'cut'

export type Recorded = {
  readonly method: string
  readonly url: URL
  readonly headers: IncomingMessage['headers']
  readonly body: unknown
}

type FakeObject = {
  apiVersion?: string
  kind?: string
  metadata: Record<string, unknown> & { name: string }
  [field: string]: unknown
}
type Change = {
  readonly version: number
  readonly plural: string
  readonly type: string
  readonly object: FakeObject
}
type Watch = {
  readonly plural: string
  readonly namespace: string
  readonly response: ServerResponse
}

const RESOURCES = [
  { group: '', version: 'v1', plural: 'pods', kind: 'Pod', namespaced: true },
  { group: '', version: 'v1', plural: 'namespaces', kind: 'Namespace', namespaced: false },
  { group: 'apps', version: 'v1', plural: 'deployments', kind: 'Deployment', namespaced: true },
]
export type FakeResource = (typeof RESOURCES)[number]

/** A small API server for tests, with all the bad habits that real ones and what lies before them have. */
export class FakeApiServer {
  url = ''
  resources: FakeResource[] = [...RESOURCES]
  aggregated = true
  /** false: refuses `sendInitialEvents`, as servers before 1.27 do. */
  streams = true
  /** Asked for each request before it is served. */
  fault: (request: Recorded) => Fault | undefined = () => undefined
  /** Answers what is not discovery, list or watch. */
  respond: (request: Recorded) => {
    status: number
    body: unknown
    headers?: Record<string, string>
  } = () => ({
    status: 404,
    body: status(404, 'not found'),
  })
  readonly requests: Recorded[] = []

  #server: Server
  #port = 0
  #version = 100
  #oldest = 0
  #sockets = new Set<Socket>()
  #objects = new Map<string, Map<string, FakeObject>>()
  #log: Change[] = []
  #watches = new Set<Watch>()

  constructor() {
    this.#server = this.#create()
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (this.#server.address() as AddressInfo).port
    this.url = `http://127.0.0.1:${this.#port}`
    return this
  }

  /** Cuts everything and listens no more; `start` makes it listen on the same port again. */
  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.cutAll()
    await closed
    this.#server = this.#create()
  }

  put(
    plural: string,
    object: Omit<FakeObject, 'metadata'> & { metadata: { name: string; namespace?: string } },
  ): void {
    const objects = this.#of(plural)
    const key = `${object.metadata.namespace ?? ''}/${object.metadata.name}`
    const isNew = !objects.has(key)
    this.#version += 1
    const full: FakeObject = {
      ...object,
      metadata: {
        uid: `uid-${plural}-${key}`,
        ...object.metadata,
        resourceVersion: `${this.#version}`,
      },
    }
    objects.set(key, full)
    this.#tell(plural, isNew ? 'ADDED' : 'MODIFIED', full)
  }

  remove(plural: string, namespace: string, name: string): void {
    const old = this.#of(plural).get(`${namespace}/${name}`)
    if (!old) return
    this.#of(plural).delete(`${namespace}/${name}`)
    this.#version += 1
    const metadata = { ...old.metadata, resourceVersion: `${this.#version}` }
    this.#tell(plural, 'DELETED', { ...old, metadata })
  }

  /** Everything before now is forgotten: older versions answer 410. */
  compact(): void {
    this.#oldest = this.#version
    this.#log = []
  }

  /** Another server with another history took over the address. */
  forgetEverything(): void {
    this.#objects.clear()
    this.#log = []
    this.#version = 1
    this.#oldest = 0
  }

  /** Ends all watches as a server does when their time is over. */
  endWatches(): void {
    for (const { response } of this.#watches) response.end()
    this.#watches.clear()
  }

  /** A reset on every connection. */
  cutAll(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy()
    this.#watches.clear()
  }

  /** Sends one line to the watches of a kind, whatever it is. */
  send(plural: string, line: unknown): void {
    const text = typeof line === 'string' ? line : JSON.stringify(line)
    for (const watch of this.#watches)
      if (watch.plural === plural) watch.response.write(`${text}\n`)
  }

  watches(plural: string): number {
    return [...this.#watches].filter((watch) => watch.plural === plural).length
  }

  lists(plural: string): number {
    return this.requests.filter(({ url }) => {
      const isList =
        url.searchParams.get('watch') !== 'true' || url.searchParams.has('sendInitialEvents')
      return url.pathname.endsWith(`/${plural}`) && isList && !url.searchParams.get('continue')
    }).length
  }

  #create(): Server {
    const server = createServer((request, response) => {
      let text = ''
      request.setEncoding('utf8')
      request.on('data', (chunk: string) => {
        text += chunk
      })
      request.on('end', () => {
        const url = new URL(request.url ?? '/', this.url)
        const body = text ? JSON.parse(text) : undefined
        this.#serve({ method: request.method ?? '', url, headers: request.headers, body }, response)
      })
    })
    server.on('connection', (socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
    })
    return server
  }

  #serve(request: Recorded, response: ServerResponse) {
    this.requests.push(request)
    const fault = this.fault(request)
    if (fault === 'silent') return
    if (fault === 'mute') return response.writeHead(200).flushHeaders()
    if (fault === 'cut') {
      return response.socket?.resetAndDestroy()
    }
    if (fault) {
      const headers: Record<string, string> = {}
      if (fault.retryAfter !== undefined) headers['retry-after'] = `${fault.retryAfter}`
      return json(response, fault.status, status(fault.status, fault.message ?? 'no'), headers)
    }
    const { pathname, searchParams } = request.url
    if (pathname === '/api' || pathname === '/apis')
      return this.#discover(pathname, request, response)
    const legacy = /^\/(?:api|apis\/([^/]+))\/([^/]+)$/.exec(pathname)
    if (legacy && request.method === 'GET')
      return this.#listResources(legacy[1] ?? '', legacy[2] ?? '', response)
    const path = /^\/(?:api|apis\/([^/]+))\/([^/]+)(?:\/namespaces\/([^/]+))?\/([^/]+)$/.exec(
      pathname,
    )
    if (path && request.method === 'GET') {
      const [, group = '', version = '', namespace = '', plural = ''] = path
      const isServed = this.resources.some(
        (r) => r.group === group && r.version === version && r.plural === plural,
      )
      if (!isServed) return json(response, 404, status(404, 'the server could not find it'))
      if (searchParams.get('watch') === 'true') {
        return this.#watch({ plural, namespace, response }, searchParams)
      }
      return this.#list(plural, namespace, version, searchParams, response)
    }
    const answer = this.respond(request)
    json(response, answer.status, answer.body, answer.headers)
  }

  #discover(path: string, { headers }: Recorded, response: ServerResponse) {
    const isCore = path === '/api'
    const groups = [...new Set(this.resources.map((r) => r.group))].filter(
      (g) => (g === '') === isCore,
    )
    const versions = (group: string) => [
      ...new Set(this.resources.filter((r) => r.group === group).map((r) => r.version)),
    ]
    if (this.aggregated && headers.accept?.includes('APIGroupDiscoveryList')) {
      const items = groups.map((group) => ({
        metadata: { name: group },
        versions: versions(group).map((version) => ({
          version,
          resources: this.resources
            .filter((r) => r.group === group && r.version === version)
            .map((r) => ({
              resource: r.plural,
              responseKind: { kind: r.kind },
              scope: r.namespaced ? 'Namespaced' : 'Cluster',
            })),
        })),
      }))
      return json(response, 200, { kind: 'APIGroupDiscoveryList', items })
    }
    if (isCore) return json(response, 200, { kind: 'APIVersions', versions: versions('') })
    json(response, 200, {
      kind: 'APIGroupList',
      groups: groups.map((name) => ({
        name,
        versions: versions(name).map((version) => ({ version })),
      })),
    })
  }

  #listResources(group: string, version: string, response: ServerResponse): void {
    const resources = this.resources
      .filter((r) => r.group === group && r.version === version)
      .flatMap((r) => [
        { name: r.plural, kind: r.kind, namespaced: r.namespaced },
        { name: `${r.plural}/status`, kind: r.kind, namespaced: r.namespaced },
      ])
    const groupVersion = group ? `${group}/${version}` : version
    json(response, 200, { kind: 'APIResourceList', groupVersion, resources })
  }

  #list(
    plural: string,
    namespace: string,
    version: string,
    query: URLSearchParams,
    response: ServerResponse,
  ) {
    const all = this.#in(plural, namespace)
    const start = Number(query.get('continue') ?? 0)
    const limit = Number(query.get('limit') ?? all.length) || all.length
    const items = all.slice(start, start + limit)
    const next = start + limit < all.length ? `${start + limit}` : undefined
    const metadata = { resourceVersion: `${this.#version}`, ...(next ? { continue: next } : {}) }
    json(response, 200, { apiVersion: version, kind: 'List', metadata, items })
  }

  #watch(watch: Watch, query: URLSearchParams) {
    const { response, plural, namespace } = watch
    const isInitial = query.get('sendInitialEvents') === 'true'
    if (isInitial && !this.streams) {
      return json(response, 422, status(422, 'sendInitialEvents is forbidden for watch'))
    }
    const from = Number(query.get('resourceVersion') ?? 0)
    response.writeHead(200, { 'content-type': 'application/json' })
    response.flushHeaders()
    response.on('close', () => this.#watches.delete(watch))
    const write = (line: unknown) => response.write(`${JSON.stringify(line)}\n`)
    if (isInitial) {
      for (const object of this.#in(plural, namespace)) write({ type: 'ADDED', object })
      const annotations = { 'k8s.io/initial-events-end': 'true' }
      write({
        type: 'BOOKMARK',
        object: { metadata: { resourceVersion: `${this.#version}`, annotations } },
      })
    } else if (from < this.#oldest) {
      write({ type: 'ERROR', object: status(410, 'too old resource version') })
      response.end()
      return
    } else {
      for (const change of this.#log) {
        if (change.plural === plural && change.version > from && isIn(change.object, namespace)) {
          write({ type: change.type, object: change.object })
        }
      }
    }
    this.#watches.add(watch)
  }

  #tell(plural: string, type: string, object: FakeObject): void {
    this.#log.push({ version: this.#version, plural, type, object })
    for (const watch of this.#watches) {
      if (watch.plural === plural && isIn(object, watch.namespace)) {
        watch.response.write(`${JSON.stringify({ type, object })}\n`)
      }
    }
  }

  #in(plural: string, namespace: string): FakeObject[] {
    return [...this.#of(plural).values()].filter((object) => isIn(object, namespace))
  }

  #of(plural: string): Map<string, FakeObject> {
    let objects = this.#objects.get(plural)
    if (!objects) {
      objects = new Map()
      this.#objects.set(plural, objects)
    }
    return objects
  }
}

const isIn = (object: FakeObject, namespace: string) =>
  namespace === '' || object.metadata.namespace === namespace

export const status = (code: number, message: string, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Status',
  status: 'Failure',
  code,
  reason: 'Fake',
  message,
  ...more,
})

function json(
  response: ServerResponse,
  code: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(code, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}
