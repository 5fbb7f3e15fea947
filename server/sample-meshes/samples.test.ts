import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { endpoints } from '#lib/api/endpoints.ts'
import { ask, openHouse, respond } from '#server/http/contract.fixture.ts'
import { SAMPLES } from '#server/sandbox/index.ts'
import { services } from '#server/services.ts'
import { readCatalogue } from './catalogue.ts'

/** The whole house on the sandbox, led from sample to sample as the page does it. */
let close: () => Promise<void>
before(async () => {
  close = await openHouse('1')
})
after(() => close())

type Edge = { from: string; to: string; share?: number; kind?: string; mtls?: { state: string } }
type Facts = {
  nodes: { id: string }[]
  edges: Edge[]
  codes: Set<string>
  posture: { on: string; inbound: string; decidedBy: string[] }[]
  version: string | undefined
}

const open = (sample: string) => ask(endpoints.openSample, { body: { sample } })

async function facts(): Promise<Facts> {
  const { nodes, edges } = (await ask(endpoints.topology)) as unknown as Pick<
    Facts,
    'nodes' | 'edges'
  >
  const { findings } = (await ask(endpoints.findings)) as { findings?: { code: string }[] }
  const { posture } = (await ask(endpoints.mtls)) as unknown as Pick<Facts, 'posture'>
  const { installations } = (await ask(endpoints.status)) as {
    installations?: { version?: string }[]
  }
  const codes = new Set((findings ?? []).map(({ code }) => code))
  return { nodes, edges, posture, codes, version: installations?.[0]?.version }
}

const edge = (edges: readonly Edge[], from: string, to: string) =>
  edges.find((one) => one.from === from && one.to === to && one.kind !== 'selects')

const GATEWAY = 'gateway:istio-ingress/istio-ingressgateway'
const expected: Readonly<Record<string, (facts: Facts) => void>> = {
  bookinfo: ({ edges, posture }) => {
    const shares = edges.filter(
      ({ from, share }) => from === 'service:bookinfo/reviews' && share !== undefined,
    )
    assert.deepEqual(shares.map(({ share }) => share).sort(), [20, 80])
    const states = new Set(edges.map(({ mtls }) => mtls?.state))
    assert.ok(states.has('mtls') && states.has('plaintext'))
    const modes = new Set(posture.map(({ inbound }) => inbound))
    assert.ok(modes.has('STRICT') && modes.has('PERMISSIVE') && modes.has('n/a'))
  },
  hairpin: ({ edges, codes }) => {
    assert.ok(edge(edges, GATEWAY, 'service:cequence/defender'))
    assert.ok(edge(edges, GATEWAY, 'service:default/productpage'))
    assert.ok(codes.has('route.hairpin-loop') && codes.has('envoyfilter.shadows-routes'))
  },
  'hairpin-loopback': ({ edges, codes }) => {
    const [gateway, entry] = ['gateway:istio-ingress/ingressgateway', 'entry:default/localhost']
    assert.equal(edge(edges, gateway, entry)?.mtls?.state, 'loopback')
    assert.equal(edge(edges, entry, gateway)?.kind, 'loopback')
    assert.ok(codes.has('route.hairpin-loop'))
  },
  prisma: ({ edges, codes }) => {
    const states = edges
      .filter(({ from }) => from === 'client:outside')
      .map(({ mtls }) => mtls?.state)
    assert.deepEqual(states.sort(), ['opaque', 'tls'])
    assert.ok(edges.some(({ mtls }) => mtls?.state === 'bypass'))
    assert.ok(codes.has('sidecar.egress-bypass'))
  },
  pomerium: ({ codes }) => {
    assert.ok(!codes.has('pomerium.identity-header-not-passed'))
    assert.ok(codes.has('pomerium.endpoints-bypass-service'))
  },
  'pomerium-denied': ({ codes }) => assert.ok(codes.has('pomerium.identity-header-not-passed')),
  'istio-1.2': ({ posture, version }) => {
    assert.equal(version, '1.2.0')
    const of = (on: string) => posture.find((row) => row.on === on)
    assert.deepEqual(of('Service/wordpress-preview/preview')?.decidedBy, ['MeshPolicy/default'])
    assert.equal(of('Service/wordpress-preview/preview')?.inbound, 'PERMISSIVE')
    const strict = of('Service/wordpress-app/testsite-mariadb')
    assert.deepEqual(strict?.decidedBy, ['Policy/wordpress-app/default'])
    assert.equal(strict?.inbound, 'STRICT')
  },
  large: ({ nodes, edges }) => {
    const services = nodes.filter(({ id }) => id.startsWith('service:team-'))
    assert.equal(services.length, 1000)
    assert.ok(edges.some(({ share }) => share === 95))
  },
}

const catalogue = readCatalogue(SAMPLES)
test('every sample of the catalogue is looked at here', () => {
  assert.deepEqual(catalogue.all.map(({ id }) => id).sort(), Object.keys(expected).sort())
})

for (const { id, title, tries } of catalogue.all) {
  test(`the sample ${id} is read whole and shows what it promises`, async () => {
    const answer = await open(id)
    assert.deepEqual(answer.current, { id, title })
    // Who asks right after the answer sees all of it.
    const status = await ask(endpoints.status)
    assert.deepEqual([status.state, status.sample], ['live', { id, title }])
    assert.equal(status.unreadable, undefined, JSON.stringify(status.unreadable))
    const { changed } = await ask(endpoints.samples)
    assert.deepEqual(changed, [])
    const found = await facts()
    expected[id]?.(found)
    for (const attempt of tries) {
      if ('select' in attempt)
        assert.ok(
          found.nodes.some((node) => node.id === attempt.select),
          attempt.select,
        )
      if ('edit' in attempt) await ask(endpoints.resource, { names: { ...attempt.edit } })
    }
  })
}

const text = (weights: readonly [number, number]) => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: bookinfo }
spec:
  hosts: [reviews]
  gateways: [mesh]
  http:
    - route:
        - { destination: { host: reviews, subset: v1 }, weight: ${weights[0]} }
        - { destination: { host: reviews, subset: v2 }, weight: ${weights[1]} }
`

async function planned(weights: readonly [number, number]) {
  const plan = await ask(endpoints.plans, { body: { edits: [{ text: text(weights) }] } })
  const confirm = (plan.confirm as { phrase: string } | undefined)?.phrase
  return {
    names: { plan: String(plan.plan) },
    body: { hash: plan.hash, ...(confirm ? { confirm } : {}) },
  }
}

test('a reset brings back what was, refuses what was reviewed before it, and is told in the history', async () => {
  await open('bookinfo')
  const before = await ask(endpoints.topology)
  const applied = await ask(endpoints.apply, await planned([50, 50]))
  const { changed } = await ask(endpoints.samples)
  assert.deepEqual(changed, [{ op: 'changed', resource: 'VirtualService/bookinfo/reviews' }])
  const reviewed = await planned([10, 90])

  const reset = await ask(endpoints.resetSample, { body: { reset: true } })
  assert.equal(reset.discarded, 1)
  const after = await ask(endpoints.topology)
  assert.deepEqual([after.nodes, after.edges], [before.nodes, before.edges])
  assert.deepEqual((await ask(endpoints.samples)).changed, [])

  const late = await respond(endpoints.apply, reviewed)
  const problem = (await late.json()) as { status: number; code: string; detail: string }
  assert.deepEqual([problem.status, problem.code], [409, 'plan/other-sample'])
  assert.match(problem.detail, /shows Bookinfo now\. Nothing was applied/)

  const { changes } = (await ask(endpoints.changes)) as {
    changes: { id: string; summary: string }[]
  }
  assert.equal(changes[0]?.id, reset.change)
  assert.equal(
    changes[0]?.summary,
    'Reset the sandbox to Bookinfo; what was changed in 1 object is discarded',
  )
  for (const change of [String(applied.change), String(reset.change)]) {
    const revert = await respond(endpoints.revert, { names: { change } })
    assert.equal(revert.status, 409)
    assert.match(((await revert.json()) as { detail: string }).detail, /discarded by a reset/)
  }
})

test('two that choose at once come one after the other, and the later one stays', async () => {
  const [first, second] = await Promise.all([open('prisma'), open('bookinfo')])
  assert.deepEqual(
    [first, second].map(({ current }) => (current as { id: string }).id),
    ['prisma', 'bookinfo'],
  )
  assert.deepEqual((await ask(endpoints.status)).sample, { id: 'bookinfo', title: 'Bookinfo' })
})

const refused = [
  {
    name: 'a sample that is not there',
    sample: 'no-such',
    status: 404,
    says: /One of: bookinfo, hairpin/,
  },
  { name: 'a path', sample: '../crds', status: 400, says: /openapi/ },
]
for (const { name, sample, status, says } of refused) {
  test(`${name} is refused and nothing changes`, async () => {
    const before = (await ask(endpoints.status)).server
    const response = await respond(endpoints.openSample, { body: { sample } })
    assert.equal(response.status, status)
    assert.match(((await response.json()) as { fix: string }).fix, says)
    assert.equal((await ask(endpoints.status)).server, before)
  })
}

test('a cluster that is no sandbox is never replaced', async () => {
  const { samples, clusters } = await services()
  const real = { ...clusters.current(), id: 'prod', name: 'prod' }
  const error = { code: 'sample/real-cluster' }
  await assert.rejects(async () => samples.list(real), error)
  await assert.rejects(async () => samples.open(real, { name: 'ann', groups: [] }), error)
})

test('switching is a write: another page may not do it, nor anybody who only reads', async () => {
  const foreign = await respond(endpoints.resetSample, {
    body: { reset: true },
    headers: { origin: 'http://evil.test' },
  })
  assert.equal(foreign.status, 403)
  const house = await services()
  const settings = house.settings as { readOnly: boolean }
  settings.readOnly = true
  try {
    const response = await respond(endpoints.openSample, { body: { sample: 'prisma' } })
    assert.equal(response.status, 403)
    assert.equal(((await response.json()) as { code: string }).code, 'plan/read-only')
  } finally {
    settings.readOnly = false
  }
})
