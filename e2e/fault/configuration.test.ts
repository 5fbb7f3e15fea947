import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { after, afterEach, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { parse, stringify } from 'yaml'
import { get } from '#lib/snapshot/read.ts'
import { httpProxy, socksProxy, type TestProxy } from '#server/kubernetes/proxies.fixture.ts'
import { ROUTES, Road, servers, until } from './open-road.ts'

for (const { name, skip } of await servers()) {
  describe(`a kubeconfig in use, with ${name}`, { skip }, () => {
    let road: Road
    let proxies: TestProxy[] = []
    before(async () => {
      road = await Road.open(name)
    })
    after(() => road.close())
    afterEach(async () => {
      await road.disconnect()
      for (const proxy of proxies) await proxy.close()
      proxies = []
    })
    const edit = (file: string, change: (config: ReturnType<typeof parse>) => void) => {
      const config = parse(readFileSync(file, 'utf8'))
      change(config)
      writeFileSync(file, stringify(config))
    }

    test('a broken edit: what runs goes on and says so; put right, it says no more', async () => {
      const file = road.kubeconfig()
      const right = readFileSync(file, 'utf8')
      const cluster = await road.live(file)
      writeFileSync(file, `${right}\nusers: [`)
      await until('told', cluster, () => cluster.state().message !== undefined)
      const { state, message = '', fix = '' } = cluster.state()
      assert.equal(state, 'live')
      assert.ok(message.includes(file), message)
      assert.match(message, /line \d+, column \d+.*The connection of before goes on/)
      assert.match(fix, /Correct .*kubectl config view/)
      await road.follows(cluster, 21)
      writeFileSync(file, right)
      await until('whole', cluster, () => cluster.state().message === undefined)
      await road.follows(cluster, 22)
      await road.assertFresh(cluster)
    })

    test('broken from the start: live as soon as it is put right', async () => {
      const file = road.kubeconfig()
      const right = readFileSync(file, 'utf8')
      writeFileSync(file, right.slice(0, right.indexOf('server')))
      const cluster = road.connect(file)
      await until('failed', cluster, () => cluster.state().state === 'failed')
      assert.ok(cluster.state().message?.includes(file))
      assert.ok(cluster.state().fix)
      const started = performance.now()
      writeFileSync(file, right)
      await until('live', cluster, () => cluster.state().state === 'live')
      assert.ok(performance.now() - started < 5000)
      await road.assertFresh(cluster)
    })

    test('another context that leads nowhere, and back', async () => {
      const file = road.kubeconfig()
      const cluster = await road.live(file)
      const before = cluster.server
      edit(file, (config) => {
        config.clusters.push({ name: 'nowhere', cluster: { server: 'http://127.0.0.1:1' } })
        config.contexts.push({ name: 'nowhere', context: { cluster: 'nowhere' } })
        config['current-context'] = 'nowhere'
      })
      await until('failed', cluster, () => cluster.state().state === 'failed')
      assert.match(cluster.state().message ?? '', /127\.0\.0\.1:1: nothing listens there/)
      assert.deepEqual([cluster.name, cluster.server], ['nowhere', 'http://127.0.0.1:1'])
      const shown = get(cluster.view().snapshot, ROUTES, 'shop', 'web')
      assert.equal(shown, undefined, 'nothing of another cluster is shown under this name')
      edit(file, (config) => {
        config['current-context'] = config.contexts[0].name
      })
      await until('live', cluster, () => cluster.state().state === 'live')
      assert.equal(cluster.server, before)
      await road.assertFresh(cluster)
    })

    for (const kind of ['http', 'socks5'] as const) {
      test(`a ${kind} proxy that comes, is gone for a while and comes back`, async () => {
        const proxy = kind === 'http' ? await httpProxy() : await socksProxy()
        proxies.push(proxy)
        const cluster = await road.live(road.kubeconfig({ cluster: { 'proxy-url': proxy.url } }))
        assert.ok(proxy.asked.length > 0)
        await road.follows(cluster, 23)
        // The proxy drops what is idle, again and again.
        for (let i = 0; i < 5; i += 1) {
          road.road.end()
          await sleep(200)
        }
        await road.follows(cluster, 24)
        assert.equal(cluster.state().state, 'live')
        await proxy.close()
        proxies = []
        await until('stale', cluster, () => cluster.state().state === 'stale')
        const { message = '' } = cluster.state()
        assert.ok(message.includes(proxy.url), message)
      })
    }

    if (name !== 'kube-apiserver') return

    test('a token that expired and is renewed in the kubeconfig', async () => {
      const file = road.kubeconfig()
      const cluster = await road.live(file)
      const token = parse(readFileSync(file, 'utf8')).users[0].user.token
      const asUser = (token: string) =>
        edit(file, (config) => {
          for (const { user } of config.users) user.token = token
        })
      asUser('expired')
      await until('refused', cluster, () => cluster.state().message !== undefined)
      assert.equal(cluster.state().state, 'stale')
      assert.match(cluster.state().message ?? '', /answered 401/)
      assert.match(cluster.state().fix ?? '', /Sign in to the cluster again/)
      assert.ok(get(cluster.view().snapshot, ROUTES, 'shop', 'web'), 'what was read stays')
      asUser(token)
      await until('live', cluster, () => cluster.state().state === 'live')
      await road.follows(cluster, 25)
      await road.assertFresh(cluster)
    })

    test('credentials of somebody who may see less: what they may not see goes', async () => {
      const file = road.kubeconfig()
      const cluster = await road.live(file)
      edit(file, (config) => {
        for (const { user } of config.users) user.as = 'nobody-at-all'
      })
      await until('denied', cluster, () => cluster.state().state === 'denied')
      assert.equal(get(cluster.view().snapshot, ROUTES, 'shop', 'web'), undefined)
      assert.match(cluster.state().message ?? '', /may not list/)
    })

    test('a certificate that is not checked is told, and another authority is not trusted', async () => {
      const file = road.kubeconfig()
      const cluster = await road.live(file)
      assert.equal(cluster.insecure, false)
      edit(file, ({ clusters: [{ cluster }] }) => {
        delete cluster['certificate-authority-data']
        cluster['insecure-skip-tls-verify'] = true
      })
      await until('insecure', cluster, () => cluster.insecure === true)
      await until('live', cluster, () => cluster.state().state === 'live')
      edit(file, ({ clusters: [{ cluster }] }) => {
        delete cluster['insecure-skip-tls-verify']
      })
      await until('not trusted', cluster, () => cluster.state().message !== undefined)
      assert.match(cluster.state().message ?? '', /https:\/\/127\.0\.0\.1:\d+: .*certificate/)
      assert.match(cluster.state().fix ?? '', /certificate-authority-data/)
    })
  })
}
