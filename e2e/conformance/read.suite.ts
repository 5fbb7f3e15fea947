import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
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

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json'
const METADATA = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io'
const names = (body: { items: { metadata: { name: string } }[] }) =>
  body.items.map((one) => one.metadata.name)

export function readSuite(target: Target): void {
  describe('reading', () => {
    before(async () => {
      const labels = [
        { app: 'a', tier: 'web' },
        { app: 'b' },
        { app: 'a', tier: 'db' },
        { app: 'c', tier: 'db' },
        {},
      ]
      for (const [index, one] of labels.entries())
        assertStatus(
          await target.call('POST', CONFIG_MAPS, {
            body: configMap(`read-${index}`, { k: 'v' }, { labels: { suite: 'read', ...one } }),
          }),
          201,
        )
      assertStatus(
        await target.call('POST', GADGETS, {
          body: gadget('read', { hosts: ['x', 'y'], size: 2 }),
        }),
        201,
      )
    })
    const list = (query: string) =>
      target.call('GET', `${CONFIG_MAPS}?labelSelector=suite%3Dread&${query}`)

    const selectors = [
      { selector: 'app=a', finds: [0, 2] },
      { selector: 'app==a,tier!=web', finds: [2] },
      { selector: 'app in (a, c)', finds: [0, 2, 3] },
      { selector: 'app notin (a)', finds: [1, 3, 4] },
      { selector: 'tier', finds: [0, 2, 3] },
      { selector: '!tier', finds: [1, 4] },
    ]
    for (const { selector, finds } of selectors)
      test(`label selector ${selector}`, async () => {
        const query = encodeURIComponent(`suite=read,${selector}`)
        const { body } = await target.call('GET', `${CONFIG_MAPS}?labelSelector=${query}`)
        assert.deepEqual(
          names(body),
          finds.map((index) => `read-${index}`),
        )
      })

    test('field selectors', async () => {
      assert.deepEqual(names((await list('fieldSelector=metadata.name%3Dread-1')).body), ['read-1'])
      assert.equal((await list('fieldSelector=metadata.name!%3Dread-1')).body.items.length, 4)
      const all = await target.call(
        'GET',
        `/api/v1/configmaps?fieldSelector=metadata.namespace%3D${NAMESPACE}&labelSelector=suite%3Dread`,
      )
      assert.equal(all.body.items.length, 5)
    })

    test('a list has its kind, its version and items in order of name', async () => {
      const { body } = await list('')
      assert.equal(body.kind, 'ConfigMapList')
      assert.equal(body.apiVersion, 'v1')
      assert.match(body.metadata.resourceVersion, /^\d+$/)
      assert.deepEqual(
        names(body),
        [0, 1, 2, 3, 4].map((index) => `read-${index}`),
      )
      assert.equal(body.items[0].kind, undefined)
      const gadgets = await target.call('GET', GADGETS)
      assert.equal(gadgets.body.kind, 'GadgetList')
      assert.equal(gadgets.body.items[0].kind, 'Gadget')
    })

    test('pages hold the state of the first one', async () => {
      const seen: string[] = []
      let token = ''
      let version: string | undefined
      for (let page = 0; page < 3; page += 1) {
        const { body } = await list(
          `limit=2${token ? `&continue=${encodeURIComponent(token)}` : ''}`,
        )
        seen.push(...names(body))
        version ??= body.metadata.resourceVersion
        assert.equal(body.metadata.resourceVersion, version)
        token = body.metadata.continue ?? ''
        if (page === 0) {
          assert.notEqual(token, '')
          await target.call('POST', CONFIG_MAPS, {
            body: configMap('read-3a', {}, { labels: { suite: 'read' } }),
          })
        }
      }
      assert.equal(token, '')
      assert.deepEqual(
        seen,
        [0, 1, 2, 3, 4].map((index) => `read-${index}`),
      )
      await target.call('DELETE', `${CONFIG_MAPS}/read-3a`)
    })

    test('what is left is counted where no selector makes it costly', async () => {
      const { body } = await target.call('GET', `${CONFIG_MAPS}?limit=1`)
      const all = await target.call('GET', CONFIG_MAPS)
      assert.equal(body.metadata.remainingItemCount, all.body.items.length - 1)
    })

    test('a list at an earlier version', async () => {
      const before = await list('')
      await target.call('POST', CONFIG_MAPS, {
        body: configMap('read-later', {}, { labels: { suite: 'read' } }),
      })
      const exact = await list(
        `resourceVersion=${before.body.metadata.resourceVersion}&resourceVersionMatch=Exact`,
      )
      assert.deepEqual(names(exact.body), names(before.body))
      const now = await list(
        `resourceVersion=${before.body.metadata.resourceVersion}&resourceVersionMatch=NotOlderThan`,
      )
      assert.ok(names(now.body).includes('read-later'))
      await target.call('DELETE', `${CONFIG_MAPS}/read-later`)
    })

    const refusals = [
      { query: 'labelSelector=a%20b', code: 400 },
      { query: 'fieldSelector=spec.foo%3Dx', code: 400 },
      { query: 'fieldSelector=foo', code: 400 },
      { query: 'resourceVersion=abc', code: 400 },
      { query: 'limit=abc', code: 400 },
      { query: 'limit=1&continue=abc', code: 400 },
      { query: 'resourceVersionMatch=Exact', code: 422 },
      { query: 'resourceVersionMatch=Foo&resourceVersion=1', code: 422 },
      { query: 'resourceVersion=9999999&resourceVersionMatch=NotOlderThan', code: 504 },
    ]
    const reasons = new Map([
      [400, 'BadRequest'],
      [422, 'Invalid'],
      [504, 'Timeout'],
    ])
    for (const { query, code } of refusals)
      test(`${query} is ${code}`, async () => {
        const answer = await target.call('GET', `${GADGETS}?${query}`)
        assert.equal(answer.status, code, JSON.stringify(answer.body))
        assert.equal(answer.body.reason, reasons.get(code))
      })

    test('an object in each version of its definition', async () => {
      for (const version of ['v1', 'v1beta1']) {
        const { body } = await target.call('GET', `${GADGETS.replace('/v1/', `/${version}/`)}/read`)
        assert.equal(body.apiVersion, `conformance.test/${version}`)
        assert.deepEqual(body.spec.hosts, ['x', 'y'])
        assert.equal(body.spec.mode, 'A')
      }
    })

    test('what is not found', async () => {
      const answer = await target.call('GET', `${GADGETS}/nobody`)
      assert.deepEqual(errorOf(answer), { code: 404, reason: 'NotFound', fields: [] })
      assert.equal(answer.body.message, 'gadgets.conformance.test "nobody" not found')
      assert.deepEqual(answer.body.details, {
        name: 'nobody',
        group: 'conformance.test',
        kind: 'gadgets',
      })
    })

    test('a table with the columns of the definition', async () => {
      const { body } = await target.call('GET', GADGETS, { accept: TABLE })
      assert.equal(body.kind, 'Table')
      assert.deepEqual(
        body.columnDefinitions.map(
          (one: { name: string; type: string; priority: number }) =>
            `${one.name} ${one.type} ${one.priority}`,
        ),
        [
          'Name string 0',
          'Mode string 0',
          'Hosts string 0',
          'Ready string 0',
          'Size integer 1',
          'Age date 0',
        ],
      )
      const row = body.rows.find((one: { cells: unknown[] }) => one.cells[0] === 'read')
      assert.deepEqual(row.cells.slice(0, 5), ['read', 'A', '["x","y"]', null, 2])
      assert.match(row.cells[5], /^\d+s$/)
      assert.equal(row.object.kind, 'PartialObjectMetadata')
      assert.equal(row.object.metadata.name, 'read')
    })

    for (const [kind, path] of [
      ['Service', 'api/v1/services'],
      ['Pod', 'api/v1/pods'],
      ['Namespace', 'api/v1/namespaces'],
      ['ConfigMap', 'api/v1/configmaps'],
      ['Secret', 'api/v1/secrets'],
      ['Deployment', 'apis/apps/v1/deployments'],
      ['ReplicaSet', 'apis/apps/v1/replicasets'],
      ['StatefulSet', 'apis/apps/v1/statefulsets'],
      ['DaemonSet', 'apis/apps/v1/daemonsets'],
      ['CustomResourceDefinition', 'apis/apiextensions.k8s.io/v1/customresourcedefinitions'],
    ] as const)
      test(`columns of ${kind}`, async () => {
        const { body } = await target.call('GET', `/${path}?limit=1`, { accept: TABLE })
        const columns = body.columnDefinitions.map(
          (one: { name: string; priority: number }) => `${one.name} ${one.priority}`,
        )
        assert.deepEqual(columns, COLUMNS[kind])
      })

    test('metadata only', async () => {
      const { body } = await target.call('GET', `${CONFIG_MAPS}?labelSelector=suite%3Dread`, {
        accept: METADATA,
      })
      assert.equal(body.kind, 'PartialObjectMetadataList')
      assert.equal(body.items[0].metadata.name, 'read-0')
      assert.equal(body.items[0].data, undefined)
    })

    test('a form that is not offered', async () => {
      const answer = await target.call('GET', CONFIG_MAPS, { accept: 'text/html' })
      assert.deepEqual(errorOf(answer), { code: 406, reason: 'NotAcceptable', fields: [] })
    })
  })
}

const TEMPLATE = ['Containers 1', 'Images 1', 'Selector 1']
const COLUMNS = {
  Service: [
    'Name 0',
    'Type 0',
    'Cluster-IP 0',
    'External-IP 0',
    'Port(s) 0',
    'Age 0',
    'Selector 1',
  ],
  Pod: [
    'Name 0',
    'Ready 0',
    'Status 0',
    'Restarts 0',
    'Age 0',
    'IP 1',
    'Node 1',
    'Nominated Node 1',
    'Readiness Gates 1',
  ],
  Namespace: ['Name 0', 'Status 0', 'Age 0'],
  ConfigMap: ['Name 0', 'Data 0', 'Age 0'],
  Secret: ['Name 0', 'Type 0', 'Data 0', 'Age 0'],
  Deployment: ['Name 0', 'Ready 0', 'Up-to-date 0', 'Available 0', 'Age 0', ...TEMPLATE],
  ReplicaSet: ['Name 0', 'Desired 0', 'Current 0', 'Ready 0', 'Age 0', ...TEMPLATE],
  StatefulSet: ['Name 0', 'Ready 0', 'Age 0', 'Containers 1', 'Images 1'],
  DaemonSet: [
    'Name 0',
    'Desired 0',
    'Current 0',
    'Ready 0',
    'Up-to-date 0',
    'Available 0',
    'Node Selector 0',
    'Age 0',
    ...TEMPLATE,
  ],
  CustomResourceDefinition: ['Name 0', 'Created At 0'],
}
