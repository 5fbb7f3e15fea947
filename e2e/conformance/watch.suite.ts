import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { assertStatus, CONFIG_MAPS, configMap, GADGETS, gadget } from './stage.ts'
import type { Target, WatchEvent } from './target.ts'

const seen = (events: readonly WatchEvent[]) =>
  events.map(({ type, object }) => `${type} ${object.metadata.name ?? ''}`.trim())
const INITIAL =
  'watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true'

export function watchSuite(target: Target): void {
  const create = async (name: string, labels: object = {}) => {
    const made = await target.call('POST', CONFIG_MAPS, {
      body: configMap(name, {}, { labels: { suite: 'watch', ...labels } }),
    })
    assertStatus(made, 201)
    return made.body
  }
  const label = (name: string, labels: object) =>
    target.call('PATCH', `${CONFIG_MAPS}/${name}`, { body: { metadata: { labels } } })
  const remove = (name: string) => target.call('DELETE', `${CONFIG_MAPS}/${name}`)
  const version = async () => (await target.call('GET', CONFIG_MAPS)).body.metadata.resourceVersion

  describe('watching', () => {
    test('initial events end with a bookmark that says so', async () => {
      await create('watch-a')
      await create('watch-b')
      const events = await target.watch(
        `${CONFIG_MAPS}?${INITIAL}&labelSelector=suite%3Dwatch`,
        4,
        () => create('watch-c'),
      )
      assert.deepEqual(seen(events), [
        'ADDED watch-a',
        'ADDED watch-b',
        'BOOKMARK',
        'ADDED watch-c',
      ])
      const bookmark = events[2]?.object
      assert.equal(bookmark.metadata.annotations['k8s.io/initial-events-end'], 'true')
      assert.equal(bookmark.kind, 'ConfigMap')
      assert.ok(Number(bookmark.metadata.resourceVersion) > 0)
      for (const name of ['watch-a', 'watch-b', 'watch-c']) await remove(name)
    })

    test('initial events of a kind without objects', async () => {
      const events = await target.watch(`${GADGETS}?${INITIAL}&labelSelector=nobody`, 1)
      assert.deepEqual(seen(events), ['BOOKMARK'])
    })

    test('from a version: everything after it, and nothing twice', async () => {
      const from = await version()
      await create('watch-r')
      await label('watch-r', { x: '1' })
      const events = await target.watch(
        `${CONFIG_MAPS}?watch=true&resourceVersion=${from}`,
        3,
        () => remove('watch-r'),
      )
      assert.deepEqual(seen(events), ['ADDED watch-r', 'MODIFIED watch-r', 'DELETED watch-r'])
      const versions = events.map(({ object }) => Number(object.metadata.resourceVersion))
      assert.ok((versions[0] ?? 0) < (versions[1] ?? 0) && (versions[1] ?? 0) < (versions[2] ?? 0))
      const resumed = await target.watch(
        `${CONFIG_MAPS}?watch=true&resourceVersion=${versions[0]}`,
        2,
      )
      assert.deepEqual(seen(resumed), ['MODIFIED watch-r', 'DELETED watch-r'])
    })

    test('an object that comes into a selector is added, one that leaves it deleted', async () => {
      const from = await version()
      const path = `${CONFIG_MAPS}?watch=true&resourceVersion=${from}&labelSelector=in%3Dyes`
      const events = await target.watch(path, 3, async () => {
        await create('watch-s')
        await label('watch-s', { in: 'yes' })
        await label('watch-s', { more: '1' })
        await label('watch-s', { in: 'no' })
      })
      assert.deepEqual(seen(events), ['ADDED watch-s', 'MODIFIED watch-s', 'DELETED watch-s'])
      await remove('watch-s')
    })

    test('one object by name', async () => {
      await create('watch-one')
      const path = `${CONFIG_MAPS}?watch=true&fieldSelector=metadata.name%3Dwatch-one`
      const events = await target.watch(path, 2, () => label('watch-one', { x: '1' }))
      assert.deepEqual(seen(events), ['ADDED watch-one', 'MODIFIED watch-one'])
      await remove('watch-one')
    })

    test('the time limit ends a watch', async () => {
      const from = await version()
      const started = performance.now()
      await target.watch(`${CONFIG_MAPS}?watch=true&resourceVersion=${from}&timeoutSeconds=1`, 99)
      assert.ok(performance.now() - started < 10_000)
    })

    test('a watch in another version of the definition', async () => {
      const path = GADGETS.replace('/v1/', '/v1beta1/')
      const from = (await target.call('GET', GADGETS)).body.metadata.resourceVersion
      const events = await target.watch(`${path}?watch=true&resourceVersion=${from}`, 1, () =>
        target.call('POST', GADGETS, { body: gadget('watched') }),
      )
      assert.equal(events[0]?.object.apiVersion, 'conformance.test/v1beta1')
      await target.call('DELETE', `${GADGETS}/watched`)
    })

    test('a match without initial events is refused', async () => {
      const answer = await target.call(
        'GET',
        `${CONFIG_MAPS}?watch=true&resourceVersionMatch=NotOlderThan&resourceVersion=1`,
      )
      assert.equal(answer.status, 422)
      assert.equal(answer.body.reason, 'Invalid')
    })
  })
}
