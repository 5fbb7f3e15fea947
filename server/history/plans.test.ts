import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '#lib/errors/app-error.ts'
import { scene, text, user, weightOf } from './scene.fixture.ts'

test('a plan says what it changes and writes nothing', () =>
  scene(async ({ cluster, service }) => {
    const plan = await service.plan(cluster, user, { edits: [text('web', 50)] })
    assert.equal(plan.verdict, 'ok')
    assert.match(plan.hash, /^sha256:[0-9a-f]{64}$/)
    const [change] = plan.changes
    assert.equal(change?.op, 'replace')
    assert.equal(change?.resource, 'Route/shop/web')
    assert.match(change?.diff ?? '', /- {2}weight: 80\n\+ {2}weight: 50/)
    assert.equal(plan.dryRun.state, 'passed')
    assert.equal(weightOf(cluster, 'web'), 80)
    assert.deepEqual(
      cluster.calls.filter((call) => !call.startsWith('get')),
      ['dry-run replace Route/shop/web'],
    )
  }))

const blocked: {
  name: string
  edit: { text: string } | { delete: string }
  code: string
  layer: string
  path?: string
  line?: number
}[] = [
  {
    name: 'a fraction where an integer is due',
    edit: {
      text: 'apiVersion: shop.example.io/v1\nkind: Route\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  weight: 79.5\n',
    },
    code: 'schema.type',
    layer: 'schema',
    path: 'spec.weight',
    line: 7,
  },
  {
    name: 'an unknown field',
    edit: {
      text: 'apiVersion: shop.example.io/v1\nkind: Route\nmetadata: {name: web}\nspec:\n  weight: 1\n  wieght: 2\n',
    },
    code: 'schema.unknown-field',
    layer: 'schema',
    path: 'spec.wieght',
    line: 6,
  },
  {
    name: 'broken YAML',
    edit: { text: 'apiVersion: v1\nand then\nkind: Route\n' },
    code: 'yaml.syntax',
    layer: 'yaml',
    line: 2,
  },
  {
    name: 'an unknown kind',
    edit: { text: 'apiVersion: nope.io/v1\nkind: Nope\nmetadata: {name: a}\n' },
    code: 'schema.unknown-kind',
    layer: 'schema',
    path: 'kind',
    line: 2,
  },
  {
    name: 'a kind that is not written',
    edit: { text: 'apiVersion: shop.example.io/v1\nkind: Lock\nmetadata: {name: a}\n' },
    code: 'change.kind-not-editable',
    layer: 'admission',
  },
  {
    name: 'a kind of the core that is not written',
    edit: { text: 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n' },
    code: 'change.kind-not-editable',
    layer: 'admission',
  },
  {
    name: 'nothing to delete',
    edit: { delete: 'Route/shop/nobody' },
    code: 'change.not-found',
    layer: 'admission',
  },
]
for (const row of blocked)
  test(`blocked: ${row.name}`, () =>
    scene(async ({ cluster, service }) => {
      const plan = await service.plan(cluster, user, { edits: [row.edit] })
      assert.equal(plan.verdict, 'block')
      const [finding] = plan.findings.added
      assert.deepEqual([finding?.code, finding?.layer], [row.code, row.layer])
      if (row.path) assert.equal(finding?.path, row.path)
      if (row.line) assert.equal(finding?.range?.line, row.line)
      assert.deepEqual(
        cluster.calls.filter((call) => call.startsWith('dry-run')),
        [],
      )
      assert.deepEqual(plan.graph.edges, { added: [], removed: [], changed: [] })
    }))

test('what the API server refuses in the dry run blocks, on its line', () =>
  scene(async ({ cluster, service }) => {
    cluster.fail('dry-run replace', {
      ok: false,
      status: 422,
      reason: 'Invalid',
      message: 'invalid',
      causes: [
        {
          field: 'spec.weight',
          reason: 'FieldValueInvalid',
          message: 'Invalid value: 50: weight must be even-handed',
        },
      ],
    })
    const plan = await service.plan(cluster, user, { edits: [text('web', 50)] })
    assert.deepEqual([plan.verdict, plan.dryRun.state], ['block', 'failed'])
    const [finding] = plan.findings.added
    assert.deepEqual(
      [finding?.code, finding?.layer, finding?.range?.line],
      ['schema.cel', 'cel', 9],
    )
  }))

test('a webhook that refuses without a reason blocks like any other', () =>
  scene(async ({ cluster, service }) => {
    const reason = 'admission webhook "validation.istio.io" denied the request: no'
    cluster.fail('dry-run', new AppError('cluster/refused', { server: '', status: 400, reason }))
    const plan = await service.plan(cluster, user, { edits: [text('web', 50)] })
    assert.deepEqual([plan.verdict, plan.findings.added[0]?.code], ['block', 'admission.rejected'])
  }))

test('without a dry run defaults are filled in by the schema', () =>
  scene(async ({ cluster, service }) => {
    const plan = await service.plan(cluster, user, { edits: [text('web', 50)], dryRun: false })
    assert.equal(plan.dryRun.state, 'skipped')
    assert.deepEqual(plan.changes[0]?.after?.spec, { weight: 50, mode: 'AUTO' })
  }))
