import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, afterEach, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { parse } from 'yaml'
import { get } from '#lib/snapshot/read.ts'
import { type Instead, Middlebox } from './middlebox.ts'
import { ROUTES, Road, servers, until, weightOf } from './open-road.ts'

const REFUSALS: {
  name: string
  instead: Instead
  state: string
  says: RegExp
  fix: RegExp
}[] = [
  {
    name: 'an expired token',
    instead: { status: 401, body: { kind: 'Status', code: 401, message: 'Unauthorized' } },
    state: 'denied',
    says: /http:\/\/127\.0\.0\.1:\d+ answered 401: Unauthorized/,
    fix: /Sign in to the cluster again/,
  },
  {
    name: 'throttling',
    instead: {
      status: 429,
      headers: { 'retry-after': '1' },
      body: { kind: 'Status', code: 429, message: 'too many requests' },
    },
    state: 'failed',
    says: /http:\/\/127\.0\.0\.1:\d+ answered 429: it wants 1 s of rest/,
    fix: /waits that long/,
  },
  {
    name: 'a gateway without anybody behind it',
    instead: { status: 503, body: '<html>no healthy upstream</html>' },
    state: 'failed',
    says: /http:\/\/127\.0\.0\.1:\d+ answered 503: .*no healthy upstream/,
    fix: /log of the API server/,
  },
  {
    name: 'a portal that wants a password',
    instead: { status: 200, body: '<!doctype html><form>Who are you?</form>' },
    state: 'failed',
    says: /http:\/\/127\.0\.0\.1:\d+: What answers is no Kubernetes API.*a web page/,
    fix: /kubeconfig points to it/,
  },
]

for (const { name, skip } of await servers()) {
  describe(`a middlebox before ${name}`, { skip }, () => {
    let road: Road
    let box: Middlebox
    before(async () => {
      road = await Road.open(name)
      const config = parse(readFileSync(road.backend.kubeconfig, 'utf8'))
      box = await new Middlebox(config.clusters[0].cluster.server).open()
    })
    after(async () => {
      await road.close()
      await box.close()
    })
    afterEach(async () => {
      await road.disconnect()
      box.calm()
      assert.deepEqual(
        box.asked.filter(({ path }) => /\/secrets\/?$/.test(path)),
        [],
        'Secrets are never listed',
      )
      box.asked.length = 0
    })
    const through = () =>
      road.kubeconfig({ cluster: { server: box.url, 'certificate-authority-data': undefined } })

    for (const { name, instead, state, says, fix } of REFUSALS) {
      test(`from the start: ${name}`, async () => {
        box.rule = () => instead
        const cluster = road.connect(through())
        await until(state, cluster, () => cluster.state().state === state)
        assert.match(cluster.state().message ?? '', says)
        assert.match(cluster.state().fix ?? '', fix)
        box.calm()
        cluster.retry()
        await until('live', cluster, () => cluster.state().state === 'live')
        await road.assertFresh(cluster)
      })

      test(`while it runs: ${name}; what was read stays`, async () => {
        const cluster = await road.live(through())
        await road.follows(cluster, 31)
        box.rule = () => instead
        box.cutWatches()
        await until('stale', cluster, () => cluster.state().state === 'stale')
        const { message = '', fix = '' } = cluster.state()
        assert.match(message, /http:\/\/127\.0\.0\.1:\d+/)
        assert.ok(fix)
        if (instead.status === 401) assert.match(fix, /Sign in/)
        assert.ok(get(cluster.view().snapshot, ROUTES, 'shop', 'web'))
        assert.equal(cluster.view().freshness.state, 'stale')
        road.setWeight(32)
        box.calm()
        await until('live', cluster, () => cluster.state().state === 'live')
        await until('what changed', cluster, () => weightOf(cluster) === 32)
        await road.assertFresh(cluster)
      })
    }

    test('Retry-After is kept to by every kind', async () => {
      const cluster = await road.live(through())
      box.asked.length = 0
      const refused: { path: string; at: number }[] = []
      box.rule = (asked) => {
        if (!asked.isWatch) return undefined
        refused.push(asked)
        return { status: 429, headers: { 'retry-after': '1' }, body: { kind: 'Status', code: 429 } }
      }
      box.cutWatches()
      await sleep(3500)
      box.calm()
      const byPath = Map.groupBy(refused, ({ path }) => path)
      assert.ok(byPath.size > 10, `${byPath.size} kinds`)
      for (const [path, all] of byPath) {
        const gaps = all.slice(1).map(({ at }, i) => at - (all[i]?.at ?? 0))
        assert.ok(gaps.length > 0, `${path} is tried again`)
        assert.ok(
          gaps.every((gap) => gap >= 950),
          `${path} after ${gaps.map(Math.round)} ms`,
        )
      }
      await until('live', cluster, () => cluster.state().state === 'live')
      await road.assertFresh(cluster)
    })

    test('every watch is cut after a second: live all the time, and nothing is missed', async () => {
      box.watchMs = 1000
      const cluster = await road.live(through())
      const seen = new Set<string>()
      cluster.subscribe(() => seen.add(cluster.state().state))
      for (let first = 50; first < 58; first += 1) {
        await road.follows(cluster, first)
        await sleep(400)
      }
      assert.deepEqual([...seen], ['live'])
      const routes = box.asked.filter(({ path }) => path.endsWith('/virtualservices'))
      assert.ok(routes.length >= 3 && routes.length < 40, `${routes.length} requests in 5 s`)
      await road.assertFresh(cluster)
    })

    test('one kind fails: it is a gap, and the rest is live', async () => {
      box.rule = ({ path }) =>
        path.endsWith('/virtualservices')
          ? {
              status: 500,
              body: { kind: 'Status', code: 500, message: 'conversion webhook failed' },
            }
          : undefined
      const cluster = await road.live(through())
      const gap = cluster.view().partial.find(({ plural }) => plural === 'virtualservices')
      assert.equal(gap?.reason, 'failed')
      assert.match(gap?.message ?? '', /answered 500: conversion webhook failed/)
      assert.ok(get(cluster.view().snapshot, 'core/services', 'shop', 'web'))
      box.calm()
      cluster.retry()
      await until('the route', cluster, () => weightOf(cluster) !== undefined)
      await road.assertFresh(cluster)
    })
  })
}
