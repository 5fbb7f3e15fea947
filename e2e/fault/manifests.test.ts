import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { endpoints } from '#lib/api/endpoints.ts'
import { type Services, services } from '#server/services.ts'

const TOKEN = 'a-launch-token-for-this-test-only'
const folder = mkdtempSync(join(tmpdir(), 'meshwright-manifests-'))
const good = (name: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec: {ports: [{port: 80}]}\n`
writeFileSync(
  join(folder, 'a.yaml'),
  `${good('one')}---\napiVersion: v1\nkind: Service\nmetadata: name: broken\n---\n${good('two')}`,
)
writeFileSync(join(folder, 'b.yaml'), `- just\n- a list\n---\n${good('three')}`)
writeFileSync(
  join(folder, 'c.yaml'),
  'apiVersion: nobody.example.test/v1\nkind: Unknown\nmetadata: {name: x}\n',
)

let house: Services
before(async () => {
  process.env.MESHWRIGHT_SANDBOX = folder
  process.env.MESHWRIGHT_TOKEN = TOKEN
  process.env.MESHWRIGHT_DATA = join(folder, 'data')
  house = await services()
  await house.opened
  const cluster = house.clusters.current()
  for (let i = 0; i < 1000 && cluster.state().state !== 'live'; i += 1) await sleep(10)
})
after(async () => {
  await house.close()
  rmSync(folder, { recursive: true, force: true })
})

test('manifests that do not parse are told with file and line, and the rest is there', async () => {
  const { GET } = await import('../../app/api/clusters/[cluster]/status/route.ts')
  const { id } = house.clusters.current()
  const request = new Request(`http://127.0.0.1:3000/api/clusters/${id}/status`, {
    headers: { host: '127.0.0.1:3000', authorization: `Bearer ${TOKEN}` },
  })
  const response = await GET(request)
  assert.equal(response.status, 200)
  const status = endpoints.status.answer.parse(await response.json())
  assert.equal(status.state, 'live')
  const places = status.unreadable?.map(({ file, line }) => [file.slice(folder.length + 1), line])
  assert.equal(places?.length, 3, JSON.stringify(status.unreadable))
  assert.deepEqual(
    places.map(([file]) => file),
    ['a.yaml', 'b.yaml', 'c.yaml'],
  )
  for (const { document, line, message } of status.unreadable ?? []) {
    assert.ok(Number.isInteger(document) && line >= 1 && message !== '')
  }
  const [broken] = status.unreadable ?? []
  assert.deepEqual([broken?.document, broken?.line], [1, 8], JSON.stringify(broken))
  const count = status.kinds.find(({ plural }) => plural === 'services')?.objects ?? 0
  assert.equal(count, 3, 'those that can be read are there')
})
