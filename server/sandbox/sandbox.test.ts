import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { BOOKINFO, type Sandbox, type SandboxOptions, startSandbox } from './index.ts'

const open: Sandbox[] = []
after(() => Promise.all(open.map((sandbox) => sandbox.stop())))

async function start(options: SandboxOptions | string) {
  const sandbox = await startSandbox(
    typeof options === 'string' ? { texts: [{ name: 'test.yaml', text: options }] } : options,
  )
  open.push(sandbox)
  // biome-ignore lint/suspicious/noExplicitAny: answers are read field by field in assertions
  const get = async (path: string): Promise<any> => (await fetch(`${sandbox.url}${path}`)).json()
  const patch = (path: string, body: object) =>
    fetch(`${sandbox.url}${path}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/merge-patch+json' },
      body: JSON.stringify(body),
    })
  return { ...sandbox, get, patch }
}

const SERVICE = (name: string, spec = '{ ports: [{ port: 80 }] }') =>
  `---\napiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: shop }\nspec: ${spec}\n`

describe('loading manifests', () => {
  test('Bookinfo, whole', async () => {
    const { objects, unreadable, get } = await start({ manifests: [BOOKINFO] })
    assert.deepEqual(unreadable, [])
    assert.ok(objects > 40)
    const { spec } = await get(
      '/apis/networking.istio.io/v1/namespaces/bookinfo/virtualservices/reviews',
    )
    assert.deepEqual(
      spec.http[0].route.map((one: { weight: number }) => one.weight),
      [80, 20],
    )
  })

  test('a document that does not parse is reported with its line, and the others are loaded', async () => {
    const { objects, unreadable, get } = await start(
      `${SERVICE('a')}---\nkind: [\n---\nfoo: bar\n---\n- 1\n${SERVICE('b')}`,
    )
    assert.equal(objects, 2)
    assert.deepEqual(
      unreadable.map(({ file, document, line }) => `${file} ${document} ${line}`),
      ['test.yaml 1 8', 'test.yaml 2 9', 'test.yaml 3 11'],
    )
    assert.match(unreadable[1]?.message ?? '', /apiVersion is missing/)
    assert.equal((await get('/api/v1/namespaces/shop/services/b')).metadata.name, 'b')
  })

  test('an object that its schema refuses is reported, unknown fields are dropped', async () => {
    const virtualService = (name: string, route: string) =>
      `---\napiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: { name: ${name}, namespace: shop }\nspec:\n  hosts: [a]\n  http:\n  - route: [{ destination: { host: a }, ${route} }]\n`
    const { unreadable, get } = await start(
      virtualService('bad', 'weight: 1.5') + virtualService('ok', 'weight: 5, foo: 1'),
    )
    assert.equal(unreadable.length, 1)
    assert.equal(unreadable[0]?.line, 2)
    assert.match(unreadable[0]?.message ?? '', /spec\.http\[0\]\.route\[0\]\.weight/)
    const { spec } = await get('/apis/networking.istio.io/v1/namespaces/shop/virtualservices/ok')
    assert.deepEqual(spec.http[0].route[0], { destination: { host: 'a' }, weight: 5 })
  })

  test('kinds that nobody defines are reported; definitions may stand after their objects', async () => {
    const thing = 'apiVersion: example.test/v1\nkind: Thing\nmetadata: { name: one }\n'
    const definition = `---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: { name: things.example.test }\nspec:\n  group: example.test\n  scope: Cluster\n  names: { plural: things, kind: Thing }\n  versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object } } }]\n`
    assert.match((await start(thing)).unreadable[0]?.message ?? '', /no matches for kind "Thing"/)
    const { unreadable, get } = await start(thing + definition)
    assert.deepEqual(unreadable, [])
    assert.equal((await get('/apis/example.test/v1/things/one')).kind, 'Thing')
  })

  test('missing namespaces are made, and the order of documents is the order of creation', async () => {
    const now = new Date('2026-01-02T03:04:05Z')
    const { get } = await start({
      texts: [{ name: 'a', text: SERVICE('z') + SERVICE('a') }],
      now: () => now,
    })
    assert.equal((await get('/api/v1/namespaces/shop')).status.phase, 'Active')
    const [a, z] = (await get('/api/v1/namespaces/shop/services')).items
    assert.ok(z.metadata.creationTimestamp < a.metadata.creationTimestamp)
    assert.ok(a.metadata.creationTimestamp <= '2026-01-02T03:04:05Z')
  })

  test('status, uid and times of a snapshot are kept; owners without a known uid are found by name', async () => {
    const text = `
apiVersion: apps/v1
kind: ReplicaSet
metadata: { name: web-1, namespace: shop, creationTimestamp: "2020-01-01T00:00:00Z" }
spec: { selector: { matchLabels: { a: b } } }
status: { replicas: 3 }
---
apiVersion: v1
kind: Pod
metadata:
  name: web-1-a
  namespace: shop
  uid: b1f58b79-004a-5fa3-a6d7-e10ca0bed265
  ownerReferences: [{ apiVersion: apps/v1, kind: ReplicaSet, name: web-1, uid: elsewhere, controller: true }]
spec: { containers: [{ name: web, image: web }], nodeName: node-a }
status: { phase: Running, podIP: 10.0.0.1 }
`
    const { get, unreadable } = await start(text)
    assert.deepEqual(unreadable, [])
    const owner = await get('/apis/apps/v1/namespaces/shop/replicasets/web-1')
    const pod = await get('/api/v1/namespaces/shop/pods/web-1-a')
    assert.equal(owner.status.replicas, 3)
    assert.equal(owner.metadata.creationTimestamp, '2020-01-01T00:00:00Z')
    assert.equal(pod.metadata.uid, 'b1f58b79-004a-5fa3-a6d7-e10ca0bed265')
    assert.equal(pod.metadata.ownerReferences[0].uid, owner.metadata.uid)
    assert.equal(pod.status.podIP, '10.0.0.1')
    const onNode = await get(
      '/api/v1/pods?fieldSelector=spec.nodeName%3Dnode-a,status.phase%3DRunning',
    )
    assert.equal(onNode.items.length, 1)
    assert.equal((await get('/api/v1/pods?fieldSelector=spec.nodeName%3Dnode-b')).items.length, 0)
  })

  test('kinds of one name in two groups are two objects', async () => {
    const text = `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: web, namespace: shop }
spec: {}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: web, namespace: shop }
spec: { gatewayClassName: istio, listeners: [{ name: http, port: 80, protocol: HTTP }] }
`
    const { get, unreadable } = await start(text)
    assert.deepEqual(unreadable, [])
    const [istio, gatewayApi] = await Promise.all([
      get('/apis/networking.istio.io/v1/namespaces/shop/gateways/web'),
      get('/apis/gateway.networking.k8s.io/v1/namespaces/shop/gateways/web'),
    ])
    assert.notEqual(istio.metadata.uid, gatewayApi.metadata.uid)
    assert.equal(gatewayApi.spec.listeners[0].allowedRoutes.namespaces.from, 'Same')
  })

  test('lists are unpacked, YAML 1.1 is read, the later of two documents counts', async () => {
    const text = `
apiVersion: v1
kind: List
items:
- { apiVersion: v1, kind: ConfigMap, metadata: { name: a, namespace: shop }, data: { k: "1" } }
- { apiVersion: v1, kind: Pod, metadata: { name: p, namespace: shop }, spec: { hostNetwork: yes, containers: [{ name: a, image: a }] } }
---
{ apiVersion: v1, kind: ConfigMap, metadata: { name: a, namespace: shop }, data: { k: "2" } }
`
    const { get } = await start(text)
    assert.deepEqual((await get('/api/v1/namespaces/shop/configmaps/a')).data, { k: '2' })
    assert.equal((await get('/api/v1/namespaces/shop/pods/p')).spec.hostNetwork, true)
  })

  test('Services get the same address each time, but not where they must have none', async () => {
    const text =
      SERVICE('a') +
      SERVICE('none', '{ clusterIP: None, selector: { a: b } }') +
      SERVICE('away', '{ type: ExternalName, externalName: a.b }')
    const [first, second] = [await start(text), await start(text)]
    const address = async ({ get }: typeof first, name: string) =>
      (await get(`/api/v1/namespaces/shop/services/${name}`)).spec.clusterIP
    assert.match(await address(first, 'a'), /^10\.(9[6-9]|10\d|11[01])\./)
    assert.equal(await address(first, 'a'), await address(second, 'a'))
    assert.equal(await address(first, 'none'), 'None')
    assert.equal(await address(first, 'away'), undefined)
  })

  test('folders are read with what is below them, a path that is not there is reported', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-'))
    writeFileSync(join(folder, 'a.yaml'), SERVICE('a'))
    writeFileSync(
      join(folder, 'b.json'),
      JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'b' } }),
    )
    writeFileSync(join(folder, 'notes.txt'), 'kind: [')
    const { objects, unreadable } = await start({
      manifests: [folder, join(folder, 'missing.yaml')],
    })
    rmSync(folder, { recursive: true })
    assert.equal(objects, 2)
    assert.match(unreadable[0]?.message ?? '', /ENOENT/)
  })

  test('names such as __proto__ are names', async () => {
    const { unreadable, get } = await start(
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: shop, labels: { __proto__: x, constructor: y } }\ndata: { __proto__: z }\n',
    )
    assert.equal(unreadable.length, 1)
    assert.match(unreadable[0]?.message ?? '', /metadata\.labels/)
    assert.equal((await get('/api/v1/configmaps')).items.length, 0)
  })
})

describe('what only a server with a short memory shows', () => {
  test('a version that is too old ends a watch with an error event', async () => {
    const { url, patch } = await start({
      texts: [{ name: 'a', text: SERVICE('a') }],
      eventsKept: 5,
    })
    for (let round = 0; round < 20; round += 1)
      await (
        await patch('/api/v1/namespaces/shop/services/a', {
          metadata: { labels: { round: `r${round}` } },
        })
      ).text()
    const answer = await fetch(`${url}/api/v1/services?watch=true&resourceVersion=2`)
    assert.equal(answer.status, 200)
    const event = JSON.parse(await answer.text())
    assert.equal(event.type, 'ERROR')
    assert.equal(event.object.code, 410)
    assert.equal(event.object.reason, 'Expired')
  })

  test('a page that is asked for too late is gone', async () => {
    let time = Date.parse('2026-01-01T00:00:00Z')
    const { url, get } = await start({
      texts: [{ name: 'a', text: SERVICE('a') + SERVICE('b') }],
      now: () => new Date(time),
    })
    const first = await get('/api/v1/services?limit=1')
    const next = `${url}/api/v1/services?limit=1&continue=${first.metadata.continue}`
    assert.equal((await fetch(next)).status, 200)
    time += 6 * 60_000
    const late = await fetch(next)
    assert.equal(late.status, 410)
    assert.equal(((await late.json()) as { reason: string }).reason, 'Expired')
  })

  test('a namespace takes its content with it', async () => {
    const { url, get } = await start(SERVICE('a'))
    assert.equal((await fetch(`${url}/api/v1/namespaces/shop`, { method: 'DELETE' })).status, 200)
    assert.equal((await get('/api/v1/services')).items.length, 0)
    assert.equal((await fetch(`${url}/api/v1/namespaces/shop`)).status, 404)
  })
})

describe('what is refused', () => {
  const raw = (url: string, headers: Record<string, string>) =>
    new Promise<number>((resolve, reject) => {
      const sent = request(`${url}/api/v1/pods`, { headers }, (answer) => {
        answer.resume()
        resolve(answer.statusCode ?? 0)
      })
      sent.on('error', reject)
      sent.end()
    })

  test('pages in a browser, by origin and by a name that points here', async () => {
    const { url } = await start('')
    assert.equal(await raw(url, {}), 200)
    assert.equal(await raw(url, { origin: 'http://evil.test' }), 403)
    assert.equal(await raw(url, { host: 'evil.test' }), 403)
  })

  for (const { type, path } of [
    { type: 'application/apply-patch+yaml', path: '/api/v1/namespaces/shop/services/a' },
    {
      type: 'application/strategic-merge-patch+json',
      path: '/apis/networking.istio.io/v1/namespaces/shop/sidecars/a',
    },
  ])
    test(type, async () => {
      const { url } = await start(SERVICE('a'))
      const answer = await fetch(`${url}${path}`, {
        method: 'PATCH',
        headers: { 'content-type': type },
        body: '{}',
      })
      assert.equal(answer.status, 415)
      assert.equal(((await answer.json()) as { reason: string }).reason, 'UnsupportedMediaType')
    })

  test('a body beyond the limit', async () => {
    const { url } = await start('')
    const body = JSON.stringify({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a' },
      data: { a: 'x'.repeat(4_000_000) },
    })
    const answer = await fetch(`${url}/api/v1/namespaces/default/configmaps`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    }).catch(() => undefined)
    if (answer) assert.equal(answer.status, 413)
  })

  test('paths that are none', async () => {
    const { url } = await start('')
    for (const path of [
      '/api/v1/namespaces/%E0%A4%A/pods',
      '/apis/a/b/c/d/e/f/g/h/i',
      '/api/v1/pods/x',
      '/apis//v1/x',
      '/nothing',
    ])
      assert.equal((await fetch(`${url}${path}`)).status, 404, path)
  })
})
