import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { assertStatus, errorOf, GADGETS, gadget, NAMESPACE } from './stage.ts'
import type { Target } from './target.ts'

const TYPE = 'application/strategic-merge-patch+json'
const DEPLOYMENTS = `/apis/apps/v1/namespaces/${NAMESPACE}/deployments`
const SERVICES = `/api/v1/namespaces/${NAMESPACE}/services`

const deployment = (name: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, labels: { app: name }, finalizers: ['test/one', 'test/two'] },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: name } },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        tolerations: [{ key: 'a', operator: 'Exists' }],
        containers: ['a', 'b', 'c'].map((container) => ({
          name: container,
          image: `${container}:1`,
          args: ['x', 'y'],
          env: [
            { name: 'ONE', value: '1' },
            { name: 'TWO', value: '2' },
          ],
          ports: [{ containerPort: 80, name: 'http' }],
        })),
        volumes: [
          { name: 'v', emptyDir: {} },
          { name: 'w', configMap: { name: 'w' } },
        ],
      },
    },
  },
})

type Container = {
  name: string
  image: string
  args?: string[]
  env?: object[]
  ports?: object[]
}

/** Lists merge by the keys that the API server publishes. */
export function strategicSuite(target: Target): void {
  const path = (name: string) => `${DEPLOYMENTS}/${name}`
  const patch = (name: string, body: unknown) =>
    target.call('PATCH', path(name), { type: TYPE, body })
  const spec = (body: object) => ({ spec: { template: { spec: body } } })
  let count = 0
  /** The pod's spec, or the whole object, as a patch leaves it. */
  const patched = async (body: object) => {
    count += 1
    const name = `strategic-${count}`
    const made = await target.call('POST', DEPLOYMENTS, { body: deployment(name) })
    assertStatus(made, 201)
    const answer = await patch(name, body)
    assertStatus(answer, 200)
    const stored = await target.call('GET', path(name))
    assert.deepEqual(stored.body.spec, answer.body.spec)
    return stored.body
  }
  const containers = async (body: object): Promise<Container[]> =>
    (await patched(spec(body))).spec.template.spec.containers
  const images = (list: readonly Container[]) => list.map(({ image }) => image)

  describe('strategic merge patch', () => {
    test('entries of a list merge by name, the others stay', async () => {
      const list = await containers({ containers: [{ name: 'b', image: 'b:2' }] })
      assert.deepEqual(images(list), ['a:1', 'b:2', 'c:1'])
      assert.deepEqual(list[1]?.args, ['x', 'y'])
      assert.deepEqual(list[1]?.ports, [{ containerPort: 80, name: 'http', protocol: 'TCP' }])
    })

    test('a list in a list', async () => {
      const list = await containers({
        containers: [
          {
            name: 'a',
            env: [
              { name: 'TWO', value: '3' },
              { name: 'NEW', value: '4' },
            ],
          },
        ],
      })
      assert.deepEqual(list[0]?.env, [
        { name: 'ONE', value: '1' },
        { name: 'TWO', value: '3' },
        { name: 'NEW', value: '4' },
      ])
    })

    test('a new entry comes after the known ones', async () => {
      const list = await containers({ containers: [{ name: 'z', image: 'z:1' }] })
      assert.deepEqual(images(list), ['z:1', 'a:1', 'b:1', 'c:1'])
    })

    test('a list without a key is replaced', async () => {
      const list = await containers({ containers: [{ name: 'a', args: ['z'] }] })
      assert.deepEqual(list[0]?.args, ['z'])
      const { spec: after } = await patched(
        spec({ tolerations: [{ key: 'b', operator: 'Exists' }] }),
      )
      assert.deepEqual(after.template.spec.tolerations, [{ key: 'b', operator: 'Exists' }])
    })

    test('$patch: delete takes an entry out', async () => {
      const list = await containers({ containers: [{ name: 'b', $patch: 'delete' }] })
      assert.deepEqual(images(list), ['a:1', 'c:1'])
    })

    test('$patch: replace in a list replaces the list', async () => {
      const list = await containers({
        containers: [{ $patch: 'replace' }, { name: 'z', image: 'z:1' }],
      })
      assert.deepEqual(images(list), ['z:1'])
    })

    test('$patch: replace in a map replaces the map', async () => {
      const { metadata } = await patched({
        metadata: { labels: { $patch: 'replace', only: 'me' } },
      })
      assert.deepEqual(metadata.labels, { only: 'me' })
    })

    test('$setElementOrder orders what is there and what comes', async () => {
      const list = await containers({
        $setElementOrder: undefined,
        '$setElementOrder/containers': [{ name: 'c' }, { name: 'n' }, { name: 'a' }],
        containers: [{ name: 'n', image: 'n:1' }],
      })
      assert.deepEqual(images(list), ['b:1', 'c:1', 'n:1', 'a:1'])
      const without = await containers({
        '$setElementOrder/containers': [{ name: 'c' }, { name: 'a' }, { name: 'b' }],
      })
      assert.deepEqual(images(without), ['c:1', 'a:1', 'b:1'])
    })

    test('lists of texts merge where they are sets, and lose what a patch names', async () => {
      const added = await patched({ metadata: { finalizers: ['test/three', 'test/one'] } })
      assert.deepEqual([...added.metadata.finalizers].sort(), [
        'test/one',
        'test/three',
        'test/two',
      ])
      const taken = await patched({
        metadata: { '$deleteFromPrimitiveList/finalizers': ['test/one'] },
      })
      assert.deepEqual(taken.metadata.finalizers, ['test/two'])
    })

    test('$retainKeys drops the other member of a union', async () => {
      const { spec: after } = await patched({
        spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } },
      })
      assert.deepEqual(after.strategy, { type: 'Recreate' })
      const volumes = await patched(
        spec({ volumes: [{ name: 'w', $retainKeys: ['name', 'emptyDir'], emptyDir: {} }] }),
      )
      assert.deepEqual(volumes.spec.template.spec.volumes, [
        { name: 'v', emptyDir: {} },
        { name: 'w', emptyDir: {} },
      ])
    })

    test('null removes a field', async () => {
      const { metadata, spec: after } = await patched({
        metadata: { labels: null },
        spec: { strategy: { rollingUpdate: null, type: 'Recreate' } },
      })
      assert.equal(metadata.labels, undefined)
      assert.deepEqual(after.strategy, { type: 'Recreate' })
    })

    test('ports of a Service merge by port', async () => {
      const body = {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'strategic' },
        spec: {
          ports: [
            { name: 'a', port: 80 },
            { name: 'b', port: 81 },
          ],
        },
      }
      assertStatus(await target.call('POST', SERVICES, { body }), 201)
      const answer = await target.call('PATCH', `${SERVICES}/strategic`, {
        type: TYPE,
        body: { spec: { ports: [{ port: 81, targetPort: 8081 }] } },
      })
      assert.deepEqual(
        answer.body.spec.ports.map((one: { name: string; targetPort: number }) => [
          one.name,
          one.targetPort,
        ]),
        [
          ['a', 80],
          ['b', 8081],
        ],
      )
    })

    const refused: { name: string; body: unknown; code: number; fields?: string[] }[] = [
      {
        name: 'an entry without its key',
        body: spec({ containers: [{ image: 'x' }] }),
        code: 500,
      },
      {
        name: 'an order that does not fit',
        body: spec({
          '$setElementOrder/containers': [{ name: 'q' }],
          containers: [{ name: 'z', image: 'x' }],
        }),
        code: 500,
      },
      { name: 'a directive that there is not', body: spec({ $patch: 'frob' }), code: 500 },
      {
        name: 'fields beside those to retain',
        body: {
          spec: { strategy: { $retainKeys: ['type'], type: 'Recreate', rollingUpdate: {} } },
        },
        code: 400,
      },
      { name: 'a list', body: [1], code: 400 },
      {
        name: 'another type',
        body: { spec: { replicas: 'x' } },
        code: 422,
        fields: ['patch FieldValueInvalid'],
      },
    ]
    for (const { name, body, code, fields = [] } of refused)
      test(`${name} is refused`, async () => {
        await target.call('POST', DEPLOYMENTS, { body: deployment('strategic-refused') })
        const answer = await patch('strategic-refused', body)
        assert.deepEqual(
          { code: answer.status, fields: (errorOf(answer) as { fields: string[] }).fields },
          { code, fields },
        )
      })

    test('kinds of definitions have no merge keys', async () => {
      await target.call('POST', GADGETS, { body: gadget('strategic') })
      const answer = await target.call('PATCH', `${GADGETS}/strategic`, { type: TYPE, body: {} })
      assert.equal(answer.status, 415)
      assert.equal(answer.body.reason, 'UnsupportedMediaType')
    })
  })
}
