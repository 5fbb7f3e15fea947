import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { assertStatus, CONFIG_MAPS, configMap, errorOf, NAMESPACE } from './stage.ts'
import type { Target } from './target.ts'

const DEPLOYMENTS = `/apis/apps/v1/namespaces/${NAMESPACE}/deployments`
const METADATA = 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io'
const METADATA_LIST = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io'

const deployment = (name: string, metadata: object) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, ...metadata },
  spec: {
    selector: { matchLabels: { a: 'b' } },
    template: {
      metadata: { labels: { a: 'b' } },
      spec: { containers: [{ name: 'a', image: 'a' }] },
    },
  },
})

/** `k8s`, a zero, and a ConfigMap of one name and one entry, as kubectl encodes it. */
function configMapInProtobuf(name: string, key: string, value: string): Buffer {
  const field = (number: number, content: string | Buffer): Buffer =>
    Buffer.concat([Buffer.from([number * 8 + 2, Buffer.byteLength(content)]), Buffer.from(content)])
  const object = Buffer.concat([
    field(1, Buffer.concat([field(1, name), field(2, ''), field(3, '')])),
    field(2, Buffer.concat([field(1, key), field(2, value)])),
  ])
  const type = Buffer.concat([field(1, 'v1'), field(2, 'ConfigMap')])
  const rest = Buffer.concat([field(1, type), field(2, object), field(3, ''), field(4, '')])
  return Buffer.concat([Buffer.from('k8s\0'), rest])
}

export function lifeSuite(target: Target): void {
  const version = async (path = CONFIG_MAPS): Promise<number> =>
    Number((await target.call('GET', path)).body.metadata.resourceVersion)

  describe('the end of an object', () => {
    test('finalizers hold it: marked, then less, then gone', async () => {
      const path = `${DEPLOYMENTS}/held`
      const from = await version(DEPLOYMENTS)
      const finalizers = ['test/one', 'test/two']
      const events = await target.watch(
        `${DEPLOYMENTS}?watch=true&resourceVersion=${from}`,
        4,
        async () => {
          const body = deployment('held', { finalizers })
          assertStatus(await target.call('POST', DEPLOYMENTS, { body }), 201)
          const marked = await target.call('DELETE', path)
          assertStatus(marked, 200)
          assert.equal(marked.body.kind, 'Deployment')
          assert.match(marked.body.metadata.deletionTimestamp, /^\d{4}-/)
          assert.equal(marked.body.metadata.deletionGracePeriodSeconds, 0)
          const again = await target.call('DELETE', path)
          assert.equal(
            again.body.metadata.resourceVersion,
            marked.body.metadata.resourceVersion,
            'a second deletion changes nothing',
          )
          const more = await target.call('PATCH', path, {
            body: { metadata: { finalizers: [...finalizers, 'test/three'] } },
          })
          assert.equal(more.status, 422)
          assert.equal(more.body.details.causes[0].field, 'metadata.finalizers')
          assert.equal(more.body.details.causes[0].reason, 'FieldValueForbidden')
          const less = { metadata: { finalizers: ['test/one'] } }
          assertStatus(await target.call('PATCH', path, { body: less }), 200)
          const last = await target.call('PATCH', path, {
            body: { metadata: { finalizers: null } },
          })
          assertStatus(last, 200)
          assert.equal(last.body.metadata.finalizers, undefined)
          assertStatus(await target.call('GET', path), 404)
        },
      )
      assert.deepEqual(
        events.map(({ type, object: { metadata } }) => [
          type,
          metadata.finalizers,
          metadata.deletionTimestamp !== undefined,
          metadata.generation,
        ]),
        [
          ['ADDED', finalizers, false, 1],
          ['MODIFIED', finalizers, true, 2],
          ['MODIFIED', ['test/one'], true, 2],
          ['DELETED', ['test/one'], true, 2],
        ],
      )
      const versions = events.map(({ object }) => Number(object.metadata.resourceVersion))
      assert.deepEqual(
        versions,
        [...new Set(versions)].sort((a, b) => a - b),
      )
    })

    test('nobody writes a deletion into an object', async () => {
      const body = configMap('undead', {}, { deletionTimestamp: '2020-01-01T00:00:00Z' })
      const made = await target.call('POST', CONFIG_MAPS, { body })
      assertStatus(made, 201)
      assert.equal(made.body.metadata.deletionTimestamp, undefined)
      const { body: patched } = await target.call('PATCH', `${CONFIG_MAPS}/undead`, {
        body: { metadata: { deletionTimestamp: '2020-01-01T00:00:00Z' } },
      })
      assert.equal(patched.metadata.deletionTimestamp, undefined)
    })
  })

  describe('names that the server gives', () => {
    test('one beginning, many names', async () => {
      const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'many-' } }
      const made = await Promise.all(
        [1, 2, 3, 4].map(() => target.call('POST', CONFIG_MAPS, { body })),
      )
      const names = made.map((answer) => answer.body.metadata.name)
      assert.equal(new Set(names).size, 4)
      for (const answer of made) {
        assert.match(answer.body.metadata.name, /^many-[a-z0-9]{5}$/)
        assert.equal(answer.body.metadata.generateName, 'many-')
      }
    })

    test('a name that is given counts', async () => {
      const body = configMap('given', {}, { generateName: 'other-' })
      assert.equal((await target.call('POST', CONFIG_MAPS, { body })).body.metadata.name, 'given')
    })

    test('no name at all', async () => {
      const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: {} }
      assert.deepEqual(errorOf(await target.call('POST', CONFIG_MAPS, { body })), {
        code: 422,
        reason: 'Invalid',
        fields: ['metadata.name FieldValueRequired'],
      })
    })
  })

  describe('metadata only', () => {
    test('one object', async () => {
      const body = configMap('partial', { big: 'x' }, { labels: { suite: 'partial' } })
      await target.call('POST', CONFIG_MAPS, { body })
      const one = await target.call('GET', `${CONFIG_MAPS}/partial`, { accept: METADATA })
      assert.equal(one.body.kind, 'PartialObjectMetadata')
      assert.equal(one.body.apiVersion, 'meta.k8s.io/v1')
      assert.equal(one.body.metadata.labels.suite, 'partial')
      assert.equal(one.body.data, undefined)
    })

    test('a list, selected and in pages', async () => {
      const list = await target.call('GET', `${CONFIG_MAPS}?labelSelector=suite%3Dpartial`, {
        accept: METADATA_LIST,
      })
      assert.equal(list.body.kind, 'PartialObjectMetadataList')
      assert.equal(list.body.apiVersion, 'meta.k8s.io/v1')
      assert.deepEqual(
        list.body.items.map((item: { metadata: { name: string }; data?: object }) => [
          item.metadata.name,
          item.data,
        ]),
        [['partial', undefined]],
      )
      const page = await target.call('GET', `${CONFIG_MAPS}?limit=1`, { accept: METADATA_LIST })
      assert.equal(page.body.items.length, 1)
      assert.notEqual(page.body.metadata.continue ?? '', '')
    })

    test('a watch', async () => {
      const from = await version()
      const path = `${CONFIG_MAPS}/partial`
      const events = await target.watch(
        `${CONFIG_MAPS}?watch=true&resourceVersion=${from}&labelSelector=suite%3Dpartial`,
        2,
        async () => {
          await target.call('PATCH', path, { body: { data: { more: 'y' } } })
          await target.call('DELETE', path)
        },
        METADATA,
      )
      assert.deepEqual(
        events.map(({ type, object }) => [type, object.kind, object.metadata.name, object.data]),
        [
          ['MODIFIED', 'PartialObjectMetadata', 'partial', undefined],
          ['DELETED', 'PartialObjectMetadata', 'partial', undefined],
        ],
      )
    })
  })

  describe('a version that is still to come', () => {
    const late = { code: 504, reason: 'Timeout', fields: [] }
    for (const query of [
      'resourceVersion=',
      'resourceVersionMatch=Exact&resourceVersion=',
      'resourceVersionMatch=NotOlderThan&resourceVersion=',
    ])
      test(`a list with ${query}`, async () => {
        const answer = await target.call('GET', `${CONFIG_MAPS}?${query}99999999`)
        assert.deepEqual(errorOf(answer), {
          ...late,
          fields: ['undefined ResourceVersionTooLarge'],
        })
        assert.equal(answer.body.details.causes[0].reason, 'ResourceVersionTooLarge')
        assert.equal(answer.body.details.retryAfterSeconds, 1)
        assert.match(
          answer.body.message,
          /^Timeout: Too large resource version: 99999999, current: \d+$/,
        )
      })

    test('one object', async () => {
      const path = `/api/v1/namespaces/${NAMESPACE}`
      assert.equal((await target.call('GET', `${path}?resourceVersion=99999999`)).status, 504)
    })

    test('a watch with initial events', async () => {
      const [event] = await target.watch(
        `${CONFIG_MAPS}?watch=true&resourceVersion=99999999&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`,
        1,
      )
      assert.equal(event?.type, 'ERROR')
      assert.equal(event?.object.code, 504)
      assert.equal(event?.object.details.causes[0].reason, 'ResourceVersionTooLarge')
    })

    test('a watch sees what comes after it', async () => {
      const from = (await version()) + 2
      const events = await target.watch(
        `${CONFIG_MAPS}?watch=true&resourceVersion=${from}`,
        1,
        async () => {
          for (const name of ['later-1', 'later-2', 'later-3', 'later-4'])
            await target.call('POST', CONFIG_MAPS, { body: configMap(name) })
        },
      )
      assert.ok(Number(events[0]?.object.metadata.resourceVersion) > from)
    })
  })

  describe('fields that a selector may name', () => {
    const rows: { path: string; body: object; selects: string; misses: string }[] = [
      {
        path: `/api/v1/namespaces/${NAMESPACE}/secrets`,
        body: {
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: { name: 'selected' },
          type: 'kubernetes.io/tls',
          data: { 'tls.crt': '', 'tls.key': '' },
        },
        selects: 'type=kubernetes.io/tls',
        misses: 'type=Opaque',
      },
      {
        path: `/api/v1/namespaces/${NAMESPACE}/events`,
        body: {
          apiVersion: 'v1',
          kind: 'Event',
          metadata: { name: 'selected' },
          involvedObject: { kind: 'Pod', name: 'web', namespace: NAMESPACE, uid: 'u' },
          reason: 'Failed',
          type: 'Warning',
          source: { component: 'me' },
        },
        selects: `involvedObject.name=web,involvedObject.kind=Pod,involvedObject.namespace=${NAMESPACE},involvedObject.uid=u,reason=Failed,type=Warning,source=me`,
        misses: 'involvedObject.name=other',
      },
      {
        path: `/api/v1/namespaces/${NAMESPACE}/pods`,
        body: {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'selected' },
          spec: {
            nodeName: 'node-1',
            serviceAccountName: 'web',
            restartPolicy: 'Never',
            containers: [{ name: 'a', image: 'a' }],
          },
        },
        selects:
          'spec.nodeName=node-1,status.phase=Pending,spec.serviceAccountName=web,spec.restartPolicy=Never',
        misses: 'spec.nodeName!=node-1',
      },
      {
        path: '/api/v1/namespaces',
        body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'selected' } },
        selects: 'status.phase=Active,metadata.name=selected',
        misses: 'metadata.name=selected,status.phase!=Active',
      },
    ]
    for (const { path, body, selects, misses } of rows)
      test(`${selects} of ${path.split('/').at(-1)}`, async () => {
        assertStatus(await target.call('POST', path, { body }), 201)
        const found = async (selector: string) =>
          (
            await target.call('GET', `${path}?fieldSelector=${encodeURIComponent(selector)}`)
          ).body.items
            .map((item: { metadata: { name: string } }) => item.metadata.name)
            .includes('selected')
        assert.equal(await found(selects), true)
        assert.equal(await found(misses), false)
      })

    for (const plural of ['configmaps', 'pods', 'services', 'events'])
      test(`a field that ${plural} do not have`, async () => {
        const path = `/api/v1/namespaces/${NAMESPACE}/${plural}?fieldSelector=spec.nothing%3Dx`
        assert.deepEqual(errorOf(await target.call('GET', path)), {
          code: 400,
          reason: 'BadRequest',
          fields: [],
        })
      })
  })

  describe('protobuf', () => {
    const type = 'application/vnd.kubernetes.protobuf'

    test('a body', async () => {
      const text = configMapInProtobuf('proto', 'key', 'värde')
      const made = await target.call('POST', CONFIG_MAPS, { text, type })
      assertStatus(made, 201)
      assert.equal(made.body.metadata.name, 'proto')
      assert.deepEqual(made.body.data, { key: 'värde' })
      assert.equal(made.body.metadata.generateName, undefined)
    })

    for (const { name, text } of [
      { name: 'no protobuf', text: Buffer.from('{}') },
      { name: 'a body cut short', text: configMapInProtobuf('cut', 'a', 'b').subarray(0, 30) },
    ])
      test(`${name} is refused`, async () => {
        assert.equal((await target.call('POST', CONFIG_MAPS, { text, type })).status, 400)
      })
  })
}
