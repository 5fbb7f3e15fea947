import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Endpoint, endpoints } from '#lib/api/endpoints.ts'
import { ask as askAll, openHouse, respond } from './contract.fixture.ts'

/** The whole house on the sample mesh, asked over its handlers: what is answered is what the contract says. */
let close: () => Promise<void>
before(async () => {
  close = await openHouse('1')
})
after(() => close())

const ask = (endpoint: Endpoint, names?: Record<string, string>, body?: unknown) =>
  askAll(endpoint, { names, body })

const service = { group: 'core', version: 'v1', plural: 'services', namespace: 'bookinfo' }
const reads: readonly { endpoint: Endpoint; names?: Record<string, string> }[] = [
  { endpoint: endpoints.health },
  { endpoint: endpoints.ready },
  { endpoint: endpoints.openapi },
  { endpoint: endpoints.session },
  { endpoint: endpoints.clusters },
  { endpoint: endpoints.status },
  { endpoint: endpoints.topology },
  { endpoint: endpoints.mtls },
  { endpoint: endpoints.findings },
  { endpoint: endpoints.workloads },
  { endpoint: endpoints.services },
  { endpoint: endpoints.gateways },
  { endpoint: endpoints.routes },
  { endpoint: endpoints.access },
  { endpoint: endpoints.changes },
  { endpoint: endpoints.resources, names: service },
  { endpoint: endpoints.list, names: service },
  { endpoint: endpoints.printed, names: service },
  { endpoint: endpoints.resource, names: { ...service, name: 'reviews' } },
  {
    endpoint: endpoints.clusterResource,
    names: { ...service, plural: 'namespaces', name: 'bookinfo' },
  },
  {
    endpoint: endpoints.schema,
    names: { group: 'networking.istio.io', version: 'v1', kind: 'VirtualService' },
  },
]
for (const { endpoint, names } of reads) {
  test(`${endpoint.id} answers what the contract says`, () => ask(endpoint, names).then(() => {}))
}

const ofOneRevision: readonly Endpoint[] = [
  endpoints.status,
  endpoints.topology,
  endpoints.mtls,
  endpoints.findings,
  endpoints.workloads,
  endpoints.services,
  endpoints.gateways,
  endpoints.routes,
  endpoints.access,
]
for (const endpoint of ofOneRevision) {
  test(`${endpoint.id} answers 304 to whoever has it, and only for the same question`, async () => {
    const first = await respond(endpoint)
    const etag = first.headers.get('etag') ?? ''
    assert.match(etag, /^W\/".{20,}"$/)
    const again = await respond(endpoint, { headers: { 'if-none-match': etag } })
    assert.deepEqual([again.status, await again.text()], [304, ''])
    if (!endpoint.query) return
    const query = '?namespace=bookinfo'
    const other = await respond(endpoint, { query, headers: { 'if-none-match': etag } })
    assert.equal(other.status, 200)
  })
  if (endpoint.query)
    test(`${endpoint.id} refuses what it does not take`, async () => {
      const response = await respond(endpoint, { query: '?nonsense=1' })
      assert.equal(response.status, 400)
    })
}

test('reports come by namespace and by node', async () => {
  const workloads = async (query: string) => {
    const answer = await askAll(endpoints.workloads, { query })
    return (answer.workloads as { id: string; namespace: string }[]) ?? []
  }
  const all = await workloads('')
  const some = await workloads('?namespace=bookinfo')
  assert.ok(some.length > 0 && some.length < all.length)
  assert.ok(some.every(({ namespace }) => namespace === 'bookinfo'))
  const [first] = some
  assert.deepEqual(
    (await workloads(`?id=${encodeURIComponent(first?.id ?? '')}`)).map(({ id }) => id),
    [first?.id],
  )
})

test('the topology is found in, collapsed, and refuses words that it does not understand', async () => {
  const topology = async (query: string) =>
    (await askAll(endpoints.topology, { query })) as Record<string, { id: string }[]>
  const all = await topology('')
  const found = await topology(`?q=${encodeURIComponent('name:reviews')}`)
  assert.ok((found.nodes?.length ?? 0) > 0)
  assert.ok((found.nodes?.length ?? 0) < (all.nodes?.length ?? 0))
  const collapsed = await topology('?collapse=*')
  assert.ok(collapsed.groups?.some(({ id }) => id === 'namespace:bookinfo'))
  assert.ok(collapsed.nodes?.every((node) => !('namespace' in node)))
  const wrong = await respond(endpoints.topology, { query: '?q=mtls:nonsense' })
  assert.equal(wrong.status, 400)
  assert.match(((await wrong.json()) as { detail: string }).detail, /takes one of/)
})

test('findings are filtered, and the filters add up to the whole', async () => {
  const count = async (query: string) =>
    ((await askAll(endpoints.findings, { query })).findings as unknown[]).length
  const parts = await Promise.all(
    ['error', 'warning', 'info'].map((severity) => count(`?severity=${severity}`)),
  )
  const all = await count('')
  assert.ok(all > 0)
  assert.equal(
    parts.reduce((sum, part) => sum + part, 0),
    all,
  )
  assert.equal(await count('?severity=error&severity=warning&severity=info'), all)
  assert.equal(await count('?code=no-such-code'), 0)
})

test('the sample is a mesh with routes', async () => {
  const { nodes, edges } = (await ask(endpoints.topology)) as Record<string, { kind: string }[]>
  assert.ok((nodes ?? []).some(({ kind }) => kind === 'gateway'))
  assert.ok((edges ?? []).length > 5)
})

test('a change is planned, applied, kept and planned back, each as the contract says', async () => {
  const text = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: contract, namespace: bookinfo }
spec:
  hosts: [reviews]
  http:
    - route:
        - { destination: { host: reviews }, weight: 100 }
`
  const plan = await ask(endpoints.plans, {}, { edits: [{ text }] })
  assert.notEqual(plan.verdict, 'block', JSON.stringify(plan.findings))
  const confirm = plan.confirm as { phrase: string } | undefined
  const body = { hash: plan.hash, ...(confirm ? { confirm: confirm.phrase } : {}) }
  const applied = await ask(endpoints.apply, { plan: String(plan.plan) }, body)
  const change = { change: String(applied.change) }
  assert.equal((await ask(endpoints.change, change)).state, 'applied')
  const { changes } = (await ask(endpoints.changes)) as { changes: { id: string }[] }
  assert.deepEqual(
    changes.map(({ id }) => id),
    [applied.change],
  )
  const back = await ask(endpoints.revert, change)
  assert.deepEqual(
    (back.changes as { op: string }[]).map(({ op }) => op),
    ['delete'],
  )
})

test('namespaces that somebody names are kept, and told until others are named', async () => {
  const name = async (namespaces: readonly string[]) => {
    const answer = await ask(endpoints.readNamespaces, {}, { namespaces })
    assert.deepEqual(answer, { namespaces, kept: true })
    return (await ask(endpoints.status)).namespaces
  }
  assert.deepEqual(await name(['bookinfo', 'default']), ['bookinfo', 'default'])
  assert.equal(await name([]), undefined)
  const { nodes } = (await ask(endpoints.topology)) as Record<string, unknown[]>
  assert.ok((nodes ?? []).length > 0, 'where all may be listed, names change nothing')
})

const about = '?group=core&plural=services&namespace=bookinfo&name='
test('references name the fields at both ends', async () => {
  const answer = await askAll(endpoints.references, { query: `${about}reviews` })
  const { uses, usedBy } = answer as unknown as Record<string, { kind: string; path: string }[]>
  assert.ok(uses?.some(({ kind, path }) => kind === 'Deployment' && path === 'spec.selector'))
  assert.ok(usedBy?.some(({ kind, path }) => kind === 'VirtualService' && /host$/.test(path)))
})

test('what the proxy of a workload is told names who decides it', async () => {
  const of = (name: string) => `?kind=Deployment&namespace=bookinfo&name=${name}`
  const answer = await askAll(endpoints.effective, { query: of('productpage-v1') })
  const facts = answer.facts as {
    hosts: number
    outbound: object
    routes: { resource: string }[]
    destinationRules: { host: string; resources: string[]; subsets: string[] }[]
  }
  assert.equal(answer.mesh, 'istio')
  assert.ok(facts.hosts > 3)
  assert.ok(facts.routes.some(({ resource }) => resource === 'VirtualService/bookinfo/reviews'))
  const rule = facts.destinationRules.find(({ host }) => host.startsWith('reviews.'))
  assert.deepEqual(rule?.resources, ['DestinationRule/bookinfo/reviews'])
  assert.ok((rule?.subsets.length ?? 0) > 1)
  assert.equal((await respond(endpoints.effective, { query: of('nobody') })).status, 404)
})

test('every kind that is read is printed with the lines of its list', async () => {
  const { kinds } = (await ask(endpoints.status)) as unknown as {
    kinds: { group: string; version: string; plural: string; state: string }[]
  }
  type Lines = { rows: { namespace?: string; name: string; cells: unknown[] }[] }
  const named = ({ rows }: Lines) =>
    rows.map(({ namespace, name }) => `${namespace ?? ''}/${name}`).sort()
  let lines = 0
  for (const { group, version, plural, state } of kinds) {
    if (state !== 'synced') continue
    const names = { group: group || 'core', version, plural }
    const [own, printed] = (await Promise.all([
      ask(endpoints.list, names),
      ask(endpoints.printed, names),
    ])) as unknown as [Lines, Lines & { columns: unknown[] }]
    assert.deepEqual(named(printed), named(own), plural)
    assert.ok(printed.rows.every((row) => row.cells.length === printed.columns.length))
    lines += own.rows.length
  }
  assert.ok(lines > 20)
})

test('one object is printed alone, and what is not served is a problem', async () => {
  const query = '?namespace=bookinfo&name=reviews'
  const { rows } = await askAll(endpoints.printed, { names: service, query })
  assert.partialDeepStrictEqual(rows, [{ namespace: 'bookinfo', name: 'reviews' }])
  const response = await respond(endpoints.printed, {
    names: { group: 'core', version: 'v1', plural: 'events' },
  })
  assert.equal(response.status, 404)
})

test('of Secrets names and types are printed, and who refers to one is told by name', async () => {
  const names = { group: 'core', version: 'v1', plural: 'secrets' }
  const printed = (await ask(endpoints.printed, names)) as unknown as {
    columns: { name: string }[]
    rows: object[]
  }
  assert.ok(printed.columns.length === 0 || printed.columns.some(({ name }) => name === 'Type'))
  const query = '?group=core&plural=secrets&namespace=bookinfo&name=any'
  assert.partialDeepStrictEqual(await askAll(endpoints.references, { query }), { uses: [] })
})

test('references of what is not there are a problem', async () => {
  const response = await respond(endpoints.references, { query: `${about}nobody` })
  assert.equal(response.status, 404)
})

test('a search finds objects of every kind, best first', async () => {
  const { results, total } = await askAll(endpoints.search, { query: '?q=vs%20reviews' })
  assert.deepEqual(results, [
    {
      group: 'networking.istio.io',
      version: 'v1',
      plural: 'virtualservices',
      kind: 'VirtualService',
      namespace: 'bookinfo',
      name: 'reviews',
    },
  ])
  assert.equal(total, 1)
  assert.equal((await respond(endpoints.search, { query: `?q=${'x'.repeat(201)}` })).status, 400)
})

test('events of an object are a list, be it empty', async () => {
  const query = '?kind=Service&namespace=bookinfo&name=reviews'
  assert.deepEqual(await askAll(endpoints.objectEvents, { query }), { events: [] })
})
