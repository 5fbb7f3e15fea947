import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { type Endpoint, endpoints } from '#lib/api/endpoints.ts'
import { type Services, services } from '#server/services.ts'
import type { Handler } from './handle.ts'
import { asking, bodyOf, TOKEN } from './house.fixture.ts'

/** The whole house on the sample mesh, asked over its handlers: what is answered is what the contract says. */
const data = mkdtempSync(join(tmpdir(), 'meshwright-'))
let house: Services

before(async () => {
  Object.assign(process.env, {
    MESHWRIGHT_SANDBOX: '1',
    MESHWRIGHT_TOKEN: TOKEN,
    MESHWRIGHT_DATA: data,
    MESHWRIGHT_PORT: '3000',
    MESHWRIGHT_HOST: '127.0.0.1',
    MESHWRIGHT_READ_ONLY: '',
  })
  house = await services()
  await house.opened
  for (let i = 0; i < 400 && house.clusters.current().state().state !== 'live'; i++) {
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
})
after(async () => {
  await house.close()
  rmSync(data, { recursive: true, force: true })
})

async function ask(endpoint: Endpoint, names: Record<string, string> = {}, body?: unknown) {
  const folder = endpoint.path
    .replace('/{name}', endpoint.id === 'clusterResource' ? '/{namespace}' : '/{name}')
    .replaceAll(/\{(\w+)\}/g, '[$1]')
  const file = pathToFileURL(join(import.meta.dirname, '../../app', folder, 'route.ts'))
  const handler = ((await import(file.href)) as Record<string, Handler>)[endpoint.method]
  assert.ok(handler)
  const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name) =>
    encodeURIComponent({ cluster: 'sandbox', ...names }[name as string] ?? ''),
  )
  const response = await handler(asking(path, { method: endpoint.method, body }))
  const answer = await bodyOf(response)
  assert.equal(response.status, endpoint.status ?? 200, JSON.stringify(answer))
  assert.deepEqual(endpoint.answer.safeParse(answer).error?.issues ?? [], [])
  return answer
}

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
  { endpoint: endpoints.changes },
  { endpoint: endpoints.resources, names: service },
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
