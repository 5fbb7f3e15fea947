import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  assertStatus,
  CONFIG_MAPS,
  configMap,
  errorOf,
  GADGETS,
  gadget,
  NAMESPACE,
} from './stage.ts'
import type { Target } from './target.ts'

const JSON_PATCH = 'application/json-patch+json'

export function writeSuite(target: Target): void {
  const get = async (name: string) => (await target.call('GET', `${GADGETS}/${name}`)).body
  const create = async (name: string, spec: object = {}) => {
    const made = await target.call('POST', GADGETS, { body: gadget(name, spec) })
    assertStatus(made, 201)
    return made.body
  }

  describe('writing', () => {
    test('create answers the object as stored', async () => {
      const made = await create('made', { size: 3 })
      assert.match(made.metadata.uid, /^[0-9a-f-]{36}$/)
      assert.match(made.metadata.creationTimestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
      assert.equal(made.metadata.generation, 1)
      assert.equal(made.metadata.namespace, NAMESPACE)
      assert.deepEqual(made.spec, { hosts: ['a'], size: 3, mode: 'A' })
      assert.deepEqual((await get('made')).metadata.resourceVersion, made.metadata.resourceVersion)
    })

    test('status is not taken on create, and only at its own address', async () => {
      const body = { ...gadget('status'), status: { phase: 'Early' } }
      const made = await target.call('POST', GADGETS, { body })
      assert.equal(made.body.status, undefined)
      const main = await target.call('PUT', `${GADGETS}/status`, {
        body: { ...made.body, status: { phase: 'Main' } },
      })
      assert.equal(main.body.status, undefined)
      assert.equal(main.body.metadata.resourceVersion, made.body.metadata.resourceVersion)
      const put = await target.call('PUT', `${GADGETS}/status/status`, {
        body: { ...made.body, spec: { hosts: ['other'] }, status: { phase: 'Set' } },
      })
      assertStatus(put, 200)
      assert.deepEqual(put.body.status, { phase: 'Set' })
      assert.deepEqual(put.body.spec.hosts, ['a'])
      assert.equal(put.body.metadata.generation, 1)
      const patched = await target.call('PATCH', `${GADGETS}/status/status`, {
        body: { status: { more: 1 }, spec: { hosts: ['other'] }, metadata: { labels: { l: '1' } } },
      })
      assert.deepEqual(patched.body.status, { phase: 'Set', more: 1 })
      assert.deepEqual(patched.body.spec.hosts, ['a'])
      assert.equal(patched.body.metadata.labels, undefined)
    })

    test('a change of the spec counts up the generation, one of metadata does not', async () => {
      const made = await create('generation')
      const spec = await target.call('PATCH', `${GADGETS}/generation`, {
        body: { spec: { size: 5 } },
      })
      assert.equal(spec.body.metadata.generation, 2)
      const labels = await target.call('PATCH', `${GADGETS}/generation`, {
        body: { metadata: { labels: { a: 'b' } } },
      })
      assert.equal(labels.body.metadata.generation, 2)
      assert.ok(
        Number(labels.body.metadata.resourceVersion) > Number(made.metadata.resourceVersion),
      )
      const same = await target.call('PATCH', `${GADGETS}/generation`, {
        body: { metadata: { labels: { a: 'b' } } },
      })
      assert.equal(same.body.metadata.resourceVersion, labels.body.metadata.resourceVersion)
    })

    test('replace', async () => {
      const made = await create('replaced')
      const put = await target.call('PUT', `${GADGETS}/replaced`, {
        body: gadget(
          'replaced',
          { hosts: ['b'] },
          { resourceVersion: made.metadata.resourceVersion, uid: made.metadata.uid },
        ),
      })
      assertStatus(put, 200)
      assert.equal(put.body.metadata.uid, made.metadata.uid)
      assert.equal(put.body.metadata.creationTimestamp, made.metadata.creationTimestamp)
      assert.deepEqual(put.body.spec, { hosts: ['b'], mode: 'A' })
      const old = await target.call('PUT', `${GADGETS}/replaced`, { body: made })
      assert.deepEqual(errorOf(old), { code: 409, reason: 'Conflict', fields: [] })
      assert.deepEqual(old.body.details, {
        name: 'replaced',
        group: 'conformance.test',
        kind: 'gadgets',
      })
      const without = await target.call('PUT', `${GADGETS}/replaced`, { body: gadget('replaced') })
      assert.deepEqual(errorOf(without), {
        code: 422,
        reason: 'Invalid',
        fields: ['metadata.resourceVersion FieldValueInvalid'],
      })
      const other = gadget(
        'replaced',
        {},
        {
          uid: '11111111-2222-4333-8444-555555555555',
          resourceVersion: put.body.metadata.resourceVersion,
        },
      )
      assert.equal((await target.call('PUT', `${GADGETS}/replaced`, { body: other })).status, 409)
    })

    test('a built-in object may be replaced without a version', async () => {
      await target.call('POST', CONFIG_MAPS, { body: configMap('plain', { a: '1' }) })
      const put = await target.call('PUT', `${CONFIG_MAPS}/plain`, {
        body: configMap('plain', { b: '2' }),
      })
      assertStatus(put, 200)
      assert.deepEqual(put.body.data, { b: '2' })
    })

    test('merge patch', async () => {
      await create('merged', { size: 3, labels: { a: '1', b: '2' } })
      const { body } = await target.call('PATCH', `${GADGETS}/merged`, {
        body: { spec: { size: null, labels: { b: null, c: '3' }, hosts: ['z'] } },
      })
      assert.deepEqual(body.spec, { hosts: ['z'], labels: { a: '1', c: '3' }, mode: 'A' })
      const stale = await target.call('PATCH', `${GADGETS}/merged`, {
        body: { metadata: { resourceVersion: '1' }, spec: { size: 2 } },
      })
      assert.deepEqual(errorOf(stale), { code: 409, reason: 'Conflict', fields: [] })
    })

    test('JSON patch', async () => {
      await create('jsonpatched', { hosts: ['a', 'b'], labels: { 'x/y': '1' } })
      const patch = (body: unknown) =>
        target.call('PATCH', `${GADGETS}/jsonpatched`, { body, type: JSON_PATCH })
      const { body } = await patch([
        { op: 'test', path: '/spec/hosts/1', value: 'b' },
        { op: 'replace', path: '/spec/hosts/1', value: 'c' },
        { op: 'add', path: '/spec/hosts/-', value: 'd' },
        { op: 'remove', path: '/spec/labels/x~1y' },
        { op: 'move', from: '/spec/hosts/0', path: '/spec/hosts/1' },
        { op: 'copy', from: '/spec/hosts/0', path: '/spec/name' },
      ])
      assert.deepEqual(body.spec, { hosts: ['c', 'a', 'd'], labels: {}, mode: 'A', name: 'c' })
      for (const operation of [
        { op: 'test', path: '/spec/hosts/0', value: 'x' },
        { op: 'remove', path: '/spec/nothing' },
        { op: 'frobnicate', path: '/spec/hosts' },
      ])
        assert.deepEqual(errorOf(await patch([operation])), {
          code: 422,
          reason: 'Invalid',
          fields: [],
        })
      assert.deepEqual(errorOf(await patch({ a: 1 })), {
        code: 400,
        reason: 'BadRequest',
        fields: [],
      })
    })

    test('a dry run answers as the write would, and leaves nothing', async () => {
      const from = (await target.call('GET', GADGETS)).body.metadata.resourceVersion
      const made = await target.call('POST', `${GADGETS}?dryRun=All`, { body: gadget('dry') })
      assertStatus(made, 201)
      assert.equal(made.body.metadata.resourceVersion, undefined)
      assert.equal((await target.call('GET', `${GADGETS}/dry`)).status, 404)
      const real = await create('dry')
      const patched = await target.call('PATCH', `${GADGETS}/dry?dryRun=All`, {
        body: { spec: { size: 9 } },
      })
      assert.equal(patched.body.spec.size, 9)
      assert.equal(patched.body.metadata.generation, 2)
      const put = await target.call('PUT', `${GADGETS}/dry?dryRun=All`, {
        body: { ...real, spec: { hosts: ['q'] } },
      })
      assert.deepEqual(put.body.spec.hosts, ['q'])
      assertStatus(await target.call('DELETE', `${GADGETS}/dry?dryRun=All`), 200)
      assert.deepEqual((await get('dry')).spec, real.spec)
      assert.equal((await get('dry')).metadata.resourceVersion, real.metadata.resourceVersion)
      const events = await target.watch(
        `${GADGETS}?watch=true&resourceVersion=${from}&timeoutSeconds=1`,
        99,
      )
      assert.deepEqual(
        events.map(({ type }) => type),
        ['ADDED'],
      )
      const refused = await target.call('POST', `${GADGETS}?dryRun=Some`, { body: gadget('dry2') })
      assert.deepEqual(errorOf(refused), {
        code: 422,
        reason: 'Invalid',
        fields: ['dryRun FieldValueNotSupported'],
      })
    })

    test('delete, with and without preconditions', async () => {
      const made = await create('gone')
      const preconditions = (one: object) => ({
        body: { kind: 'DeleteOptions', apiVersion: 'v1', preconditions: one },
      })
      const path = `${GADGETS}/gone`
      const wrongUid = await target.call('DELETE', path, preconditions({ uid: 'x' }))
      assert.deepEqual(errorOf(wrongUid), { code: 409, reason: 'Conflict', fields: [] })
      const wrongVersion = await target.call(
        'DELETE',
        path,
        preconditions({ resourceVersion: '1' }),
      )
      assert.deepEqual(errorOf(wrongVersion), { code: 409, reason: 'Conflict', fields: [] })
      const options = {
        kind: 'DeleteOptions',
        apiVersion: 'v1',
        propagationPolicy: 'Background',
        preconditions: { uid: made.metadata.uid },
      }
      const done = await target.call('DELETE', path, { body: options })
      assertStatus(done, 200)
      assert.equal(done.body.status, 'Success')
      assert.deepEqual(done.body.details, {
        name: 'gone',
        group: 'conformance.test',
        kind: 'gadgets',
        uid: made.metadata.uid,
      })
      assert.deepEqual(errorOf(await target.call('DELETE', path)), {
        code: 404,
        reason: 'NotFound',
        fields: [],
      })
    })

    test('an object with a finalizer waits for it', async () => {
      const made = await target.call('POST', GADGETS, {
        body: gadget('held', {}, { finalizers: ['conformance.test/hold'] }),
      })
      const held = await target.call('DELETE', `${GADGETS}/held`)
      assertStatus(held, 200)
      assert.notEqual((await get('held')).metadata.deletionTimestamp, undefined)
      assert.equal((await get('held')).metadata.uid, made.body.metadata.uid)
      await target.call('PATCH', `${GADGETS}/held`, { body: { metadata: { finalizers: null } } })
      assert.equal((await target.call('GET', `${GADGETS}/held`)).status, 404)
    })

    test('many at once', async () => {
      for (const name of ['many-1', 'many-2'])
        await target.call('POST', GADGETS, { body: gadget(name, {}, { labels: { many: 'yes' } }) })
      assertStatus(await target.call('DELETE', `${GADGETS}?labelSelector=many%3Dyes`), 200)
      assert.equal(
        (await target.call('GET', `${GADGETS}?labelSelector=many%3Dyes`)).body.items.length,
        0,
      )
    })

    test('a generated name', async () => {
      const body = { ...gadget(''), metadata: { generateName: 'gen-' } }
      const made = await target.call('POST', GADGETS, { body })
      assert.match(made.body.metadata.name, /^gen-[a-z0-9]{5}$/)
    })

    test('a Service gets an address, and keeps it', async () => {
      const path = `/api/v1/namespaces/${NAMESPACE}/services`
      const service = (spec: object) => ({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'web' },
        spec,
      })
      const made = await target.call('POST', path, {
        body: service({ selector: { app: 'web' }, ports: [{ port: 80 }] }),
      })
      assertStatus(made, 201)
      const { clusterIP, ports, type } = made.body.spec
      assert.match(clusterIP, /^10\.(9[6-9]|10\d|11[01])\.\d+\.\d+$/)
      assert.equal(type, 'ClusterIP')
      assert.deepEqual(ports, [{ protocol: 'TCP', port: 80, targetPort: 80 }])
      const put = await target.call('PUT', `${path}/web`, {
        body: service({ selector: { app: 'web' }, type: 'NodePort', ports: [{ port: 81 }] }),
      })
      assertStatus(put, 200)
      assert.equal(put.body.spec.clusterIP, clusterIP)
      assert.ok(put.body.spec.ports[0].nodePort >= 30_000)
      const headless = await target.call('POST', path, {
        body: {
          ...service({ clusterIP: 'None', ports: [{ port: 80 }] }),
          metadata: { name: 'headless' },
        },
      })
      assert.equal(headless.body.spec.clusterIP, 'None')
    })

    test('a Namespace carries its name as a label', async () => {
      const { body } = await target.call('GET', `/api/v1/namespaces/${NAMESPACE}`)
      assert.equal(body.metadata.labels['kubernetes.io/metadata.name'], NAMESPACE)
      assert.equal(body.status.phase, 'Active')
    })
  })
}
