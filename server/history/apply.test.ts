import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { AppError } from '#lib/errors/app-error.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { createPlanService } from './plans.ts'
import { isCode, object, type Scene, scene, text, user, weightOf } from './scene.fixture.ts'

test('apply writes what was shown, is recorded, and can be reverted', () =>
  scene(async ({ cluster, service, folder }) => {
    const plan = await service.plan(cluster, user, { edits: [text('web', 50)] })
    const applied = await service.apply(cluster, user, plan.plan, { hash: plan.hash })
    assert.deepEqual(
      applied.results.map((result) => result.outcome),
      ['applied'],
    )
    assert.equal(weightOf(cluster, 'web'), 50)
    const [row] = await service.changes(cluster)
    assert.deepEqual(
      [row?.id, row?.state, row?.who, row?.resources],
      [applied.change, 'applied', 'amy', ['Route/shop/web']],
    )

    const back = await service.revert(cluster, user, applied.change)
    assert.equal(weightOf(cluster, 'web'), 50)
    await service.apply(cluster, user, back.plan, { hash: back.hash })
    assert.equal(weightOf(cluster, 'web'), 80)
    const detail = await service.change(cluster, (await service.changes(cluster))[0]?.id ?? '')
    assert.equal(detail.revertOf, applied.change)
    assert.equal(detail.seq, 3)

    // another process reads the same history
    const later = createPlanService({ dataFolder: folder, readOnly: false })
    assert.deepEqual(
      (await later.changes(cluster)).map((change) => change.state),
      ['applied', 'applied'],
    )
    const log = await readFile(join(folder, 'history', 'fake.jsonl'), 'utf8')
    assert.equal(log.trimEnd().split('\n').length, 4)
  }))

const refused: { name: string; code: string; work: (scene: Scene) => Promise<unknown> }[] = [
  {
    name: 'another hash',
    code: 'plan/hash',
    work: async ({ cluster, service }) => {
      const plan = await service.plan(cluster, user, { edits: [text('web', 50)] })
      return service.apply(cluster, user, plan.plan, { hash: `sha256:${'0'.repeat(64)}` })
    },
  },
  {
    name: 'an unknown plan',
    code: 'plan/unknown',
    work: ({ cluster, service }) => service.apply(cluster, user, 'x', { hash: '' }),
  },
  {
    name: "another person's plan",
    code: 'plan/unknown',
    work: async ({ cluster, service }) => {
      const plan = await service.plan(cluster, user, { edits: [text('web', 50)] })
      return service.apply(cluster, { name: 'eve', groups: [] }, plan.plan, { hash: plan.hash })
    },
  },
  {
    name: 'a blocked plan',
    code: 'plan/blocked',
    work: async ({ cluster, service }) => {
      const plan = await service.plan(cluster, user, { edits: [text('web', 79.5)] })
      return service.apply(cluster, user, plan.plan, { hash: plan.hash })
    },
  },
  {
    name: 'an object that changed since',
    code: 'plan/conflict',
    work: async ({ cluster, service }) => {
      const plan = await service.plan(cluster, user, { edits: [text('web', 50)] })
      cluster.put(object('web', 35))
      return service.apply(cluster, user, plan.plan, { hash: plan.hash })
    },
  },
  {
    name: 'an object that was made since',
    code: 'plan/conflict',
    work: async ({ cluster, service }) => {
      const plan = await service.plan(cluster, user, { edits: [text('new', 50)] })
      cluster.put(object('new', 35))
      return service.apply(cluster, user, plan.plan, { hash: plan.hash })
    },
  },
  {
    name: 'an object that changes in the last moment',
    code: 'plan/conflict',
    work: async ({ cluster, service }) => {
      const plan = await service.plan(cluster, user, { edits: [text('web', 50)] })
      cluster.fail('replace', () => {
        cluster.put(object('web', 35))
      })
      return service.apply(cluster, user, plan.plan, { hash: plan.hash })
    },
  },
  {
    name: 'another cluster behind the same id',
    code: 'plan/other-cluster',
    work: async ({ cluster, service }) => {
      const plan = await service.plan(cluster, user, { edits: [text('web', 50)] })
      cluster.server = 'https://127.0.0.1:2'
      return service.apply(cluster, user, plan.plan, { hash: plan.hash })
    },
  },
  {
    name: 'missing rights',
    code: 'cluster/forbidden',
    work: async ({ cluster, service }) => {
      const plan = await service.plan(cluster, user, { edits: [text('web', 50)] })
      cluster.fail('replace', {
        ok: false,
        status: 403,
        reason: 'Forbidden',
        message: 'User "amy" cannot update',
        causes: [],
      })
      return service.apply(cluster, user, plan.plan, { hash: plan.hash })
    },
  },
  {
    name: 'an unknown change',
    code: 'change/unknown',
    work: ({ cluster, service }) => service.revert(cluster, user, 'x'),
  },
  {
    name: 'a text that was read before a change',
    code: 'plan/conflict',
    work: async ({ cluster, service }) => {
      const read = cluster.object('routes', 'shop', 'web') as KubernetesObject
      cluster.put(object('web', 35))
      const edits = [{ text: JSON.stringify({ ...read, spec: { weight: 50 } }) }]
      const plan = await service.plan(cluster, user, { edits })
      assert.equal(plan.verdict, 'warn')
      return service.apply(cluster, user, plan.plan, { hash: plan.hash })
    },
  },
]
for (const row of refused)
  test(`refused: ${row.name}`, () =>
    scene(async (at) => {
      await assert.rejects(row.work(at), isCode(row.code))
      assert.notEqual(weightOf(at.cluster, 'web'), 50)
    }))

test('a conflict shows both sides and the base', () =>
  scene(async ({ cluster, service }) => {
    const plan = await service.plan(cluster, user, { edits: [text('web', 50)] })
    cluster.put(object('web', 35))
    const error = await service.apply(cluster, user, plan.plan, { hash: plan.hash }).catch((e) => e)
    const [conflict] = error.toProblem().conflicts
    assert.deepEqual(
      [
        conflict.resource,
        conflict.base.spec.weight,
        conflict.live.spec.weight,
        conflict.yours.spec.weight,
      ],
      ['Route/shop/web', 80, 35, 50],
    )
    assert.deepEqual(await service.changes(cluster), [])
  }))

test('the cluster that was reviewed may come back, and its plan with it', () =>
  scene(async ({ cluster, service }) => {
    const plan = await service.plan(cluster, user, { edits: [text('web', 50)] })
    const { server } = cluster
    cluster.server = 'https://127.0.0.1:2'
    const error = await service.apply(cluster, user, plan.plan, { hash: plan.hash }).catch((e) => e)
    const { status, detail } = error.toProblem()
    assert.equal(status, 409)
    assert.match(detail, /on http:.*:1, .* leads to https:.*:2\. Nothing was applied\.$/)
    assert.deepEqual(await service.changes(cluster), [])
    cluster.server = server
    await service.apply(cluster, user, plan.plan, { hash: plan.hash })
    assert.equal(weightOf(cluster, 'web'), 50)
  }))

const away = () =>
  new AppError('cluster/unreachable', { server: 'https://a:1', reason: 'connection refused' })
const whileAway: { name: string; asked: string; changes: string[] }[] = [
  { name: 'before the first question', asked: 'get', changes: [] },
  { name: 'between the questions and the writing', asked: 'replace', changes: ['failed'] },
]
for (const row of whileAway)
  test(`an API server that is away ${row.name}: nothing is applied, and that is said`, () =>
    scene(async ({ cluster, service }) => {
      const plan = await service.plan(cluster, user, { edits: [text('web', 50)] })
      cluster.fail(row.asked, away())
      const body = { hash: plan.hash }
      const error = await service.apply(cluster, user, plan.plan, body).catch((e) => e)
      const { status, detail, code } = error.toProblem()
      assert.deepEqual([status, code], [502, 'cluster/unreachable'])
      assert.equal(detail, 'https://a:1: connection refused. Nothing was applied.')
      assert.equal(weightOf(cluster, 'web'), 80)
      assert.deepEqual(
        (await service.changes(cluster)).map(({ state }) => state),
        row.changes,
      )
      // once it is back the same review still holds
      await service.apply(cluster, user, plan.plan, body)
      assert.equal(weightOf(cluster, 'web'), 50)
    }))

test('read-only refuses to apply and sends no dry run', () =>
  scene(
    async ({ cluster, service }) => {
      const plan = await service.plan(cluster, user, { edits: [text('web', 50)] })
      assert.equal(plan.dryRun.state, 'skipped')
      await assert.rejects(
        service.apply(cluster, user, plan.plan, { hash: plan.hash }),
        isCode('plan/read-only'),
      )
      assert.deepEqual(
        cluster.calls.filter((call) => !call.startsWith('get')),
        [],
      )
    },
    { readOnly: true },
  ))

test('applying twice writes once and answers the same', () =>
  scene(async ({ cluster, service }) => {
    const plan = await service.plan(cluster, user, { edits: [text('web', 50)] })
    const body = { hash: plan.hash }
    const [first, second] = await Promise.all([
      service.apply(cluster, user, plan.plan, body),
      service.apply(cluster, user, plan.plan, body),
    ])
    assert.equal(first.change, second.change)
    assert.equal((await service.apply(cluster, user, plan.plan, body)).change, first.change)
    assert.equal(cluster.calls.filter((call) => call.startsWith('replace')).length, 1)
  }))

test('several objects: the first failure stops, and what was written is taken back', () =>
  scene(async ({ cluster, service }) => {
    cluster.put(object('old', 1, 'Rule'))
    const edits = [
      text('web', 50),
      text('new', 1),
      text('third', 1, 'Rule'),
      { delete: 'Rule/shop/old' },
    ]
    const plan = await service.plan(cluster, user, { edits })
    cluster.fail('create Rule/shop/third', {
      ok: false,
      status: 500,
      reason: 'InternalError',
      message: 'no',
      causes: [],
    })
    const applied = await service.apply(cluster, user, plan.plan, { hash: plan.hash })
    assert.deepEqual(
      applied.results.map((result) => [result.resource, result.outcome]),
      [
        ['Route/shop/web', 'rolled-back'],
        ['Route/shop/new', 'rolled-back'],
        ['Rule/shop/third', 'failed'],
        ['Rule/shop/old', 'not-tried'],
      ],
    )
    assert.equal(weightOf(cluster, 'web'), 80)
    assert.equal(cluster.object('routes', 'shop', 'new'), undefined)
    assert.equal((await service.changes(cluster))[0]?.state, 'rolled-back')
  }))

test('what cannot be taken back is said', () =>
  scene(async ({ cluster, service }) => {
    const plan = await service.plan(cluster, user, { edits: [text('web', 50), text('new', 1)] })
    const no = (message: string) => ({
      ok: false as const,
      status: 500,
      reason: 'InternalError',
      message,
      causes: [],
    })
    cluster.fail('create Route/shop/new', () => {
      cluster.fail('replace Route/shop/web', no('still down'))
      return no('down')
    })
    const applied = await service.apply(cluster, user, plan.plan, { hash: plan.hash })
    assert.deepEqual(
      applied.results.map((result) => result.outcome),
      ['applied', 'failed'],
    )
    assert.match(applied.results[0]?.problem?.detail ?? '', /still down/)
    assert.equal(weightOf(cluster, 'web'), 50)
    assert.equal((await service.changes(cluster))[0]?.state, 'partly-applied')
  }))

test('a lost answer is looked up: what stands there was applied', () =>
  scene(async ({ cluster, service }) => {
    const plan = await service.plan(cluster, user, { edits: [text('web', 50)] })
    cluster.fail('replace', () => {
      cluster.put({ ...object('web', 50) })
      throw new Error('socket hang up')
    })
    const applied = await service.apply(cluster, user, plan.plan, { hash: plan.hash })
    assert.deepEqual(
      applied.results.map((result) => result.outcome),
      ['applied'],
    )
  }))

test('an intent without a result reads as unknown after a crash, and can be reverted', () =>
  scene(async ({ cluster, service, folder }) => {
    const plan = await service.plan(cluster, user, { edits: [text('web', 50)] })
    const { change } = await service.apply(cluster, user, plan.plan, { hash: plan.hash })
    const path = join(folder, 'history', 'fake.jsonl')
    const [intent] = (await readFile(path, 'utf8')).split('\n')
    await writeFile(path, `${intent}\n`)
    const later = createPlanService({ dataFolder: folder, readOnly: false })
    assert.equal((await later.changes(cluster))[0]?.state, 'unknown')
    const back = await later.revert(cluster, user, change)
    assert.match(back.changes[0]?.diff ?? '', /- {2}weight: 50\n\+ {2}weight: 80/)
  }))

test('creation and deletion are reverted by their opposite', () =>
  scene(async ({ cluster, service }) => {
    const plan = await service.plan(cluster, user, {
      edits: [text('new', 1), { delete: 'Route/shop/web' }],
    })
    const { change } = await service.apply(cluster, user, plan.plan, {
      hash: plan.hash,
      confirm: plan.confirm?.phrase,
    })
    assert.deepEqual([weightOf(cluster, 'new'), weightOf(cluster, 'web')], [1, undefined])
    const back = await service.revert(cluster, user, change)
    assert.deepEqual(
      back.changes.map((c) => `${c.op} ${c.resource}`),
      ['create Route/shop/web', 'delete Route/shop/new'],
    )
    await service.apply(cluster, user, back.plan, {
      hash: back.hash,
      confirm: back.confirm?.phrase,
    })
    assert.deepEqual([weightOf(cluster, 'new'), weightOf(cluster, 'web')], [undefined, 80])
  }))

test('an edit without effect is left alone', () =>
  scene(async ({ cluster, service }) => {
    const plan = await service.plan(cluster, user, { edits: [text('web', 80)] })
    const applied = await service.apply(cluster, user, plan.plan, { hash: plan.hash })
    assert.deepEqual(
      applied.results.map((result) => result.outcome),
      ['unchanged'],
    )
    assert.deepEqual(
      cluster.calls.filter((call) => call.startsWith('replace')),
      [],
    )
    const back = await service.revert(cluster, user, applied.change)
    assert.deepEqual(back.changes, [])
    const again = await service.apply(cluster, user, back.plan, { hash: back.hash })
    assert.deepEqual(again.results, [])
  }))

test('a history that cannot be written keeps everything as it is', () =>
  scene(async ({ cluster, folder }) => {
    await writeFile(join(folder, 'file'), '')
    const service = createPlanService({ dataFolder: join(folder, 'file'), readOnly: false })
    const plan = await service.plan(cluster, user, { edits: [text('web', 50)] })
    await assert.rejects(
      service.apply(cluster, user, plan.plan, { hash: plan.hash }),
      isCode('history/unwritable'),
    )
    assert.equal(weightOf(cluster, 'web'), 80)
  }))
