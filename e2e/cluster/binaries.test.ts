import assert from 'node:assert/strict'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { cacheFolder } from '#e2e/tools/cache-folder.ts'
import { findBinaries } from './binaries.ts'

let base = ''
let lines: string[] = []
const progress = (line: string) => void lines.push(line)

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'meshwright-binaries-'))
  lines = []
})
afterEach(() => rm(base, { recursive: true, force: true }))

async function script(path: string, text: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true })
  await writeFile(path, `#!/bin/sh\n${text}\n`)
  await chmod(path, 0o755)
}

async function fakeBinaries(folder: string): Promise<void> {
  await script(join(folder, 'kube-apiserver'), 'exit 0')
  await script(join(folder, 'etcd'), 'exit 0')
}

/** Stands in for Go: notes how it was called and writes what -o names. */
const FAKE_GO = `
[ "$1" = version ] && exit 0
echo "$GOFLAGS|$CGO_ENABLED|$*" >> "$HOME/calls"
while [ "$1" != -o ]; do shift; done
printf built > "$2" && chmod +x "$2"
`

async function environment(go?: string): Promise<Record<string, string>> {
  if (go !== undefined) await script(join(base, 'bin/go'), go)
  const path = `${join(base, 'bin')}:/bin:/usr/bin`
  return { HOME: base, PATH: go === undefined ? join(base, 'bin') : path }
}

const cached = async () =>
  cacheFolder('kube-apiserver', await readFile(join(import.meta.dirname, 'go.sum')), { HOME: base })

test('KUBEBUILDER_ASSETS comes first', async () => {
  await fakeBinaries(join(base, 'assets'))
  await fakeBinaries(await cached())
  const env = { ...(await environment(FAKE_GO)), KUBEBUILDER_ASSETS: join(base, 'assets') }
  assert.deepEqual(await findBinaries({ env, progress }), {
    found: true,
    kubeApiserver: join(base, 'assets/kube-apiserver'),
    etcd: join(base, 'assets/etcd'),
    from: 'KUBEBUILDER_ASSETS',
  })
  assert.deepEqual(lines, [])
})

test('the cache comes next, also when KUBEBUILDER_ASSETS lacks one of them', async () => {
  await script(join(base, 'assets/etcd'), 'exit 0')
  await fakeBinaries(await cached())
  const env = { ...(await environment(FAKE_GO)), KUBEBUILDER_ASSETS: join(base, 'assets') }
  const result = await findBinaries({ env, progress })
  assert.ok(result.found)
  assert.equal(result.from, 'cache')
  assert.match(lines.join('\n'), /does not hold kube-apiserver and etcd/)
})

test('with Go they are built into the cache, once', async () => {
  const env = { ...(await environment(FAKE_GO)), GOFLAGS: '-mod=mod' }
  const first = await findBinaries({ env, progress })
  assert.ok(first.found)
  assert.equal(first.from, 'build')
  assert.equal(first.etcd, join(await cached(), 'etcd'))
  assert.equal(lines.length, 2)
  const second = await findBinaries({ env, progress })
  assert.equal(second.found && second.from, 'cache')

  const calls = (await readFile(join(base, 'calls'), 'utf8')).trimEnd().split('\n')
  assert.equal(calls.length, 2)
  for (const call of calls) {
    assert.match(call, /^\|0\|build -mod=readonly -trimpath .*gitVersion=v1\.36\.3 -o /)
  }
  assert.match(calls[0] ?? '', / go\.etcd\.io\/etcd\/server\/v3$/)
  assert.match(calls[1] ?? '', / \.\/kube-apiserver$/)
})

test('a build that fails is a reason, and leaves nothing behind', async () => {
  const env = await environment('[ "$1" = version ] || { echo no route to proxy >&2; exit 1; }')
  const result = await findBinaries({ env, progress })
  assert.equal(result.found, false)
  assert.match(result.found ? '' : result.reason, /go build of etcd failed: no route to proxy/)
  await script(join(base, 'bin/go'), FAKE_GO)
  assert.ok((await findBinaries({ env, progress })).found)
})

test('without Go there is a reason', async () => {
  const result = await findBinaries({ env: await environment(), progress })
  assert.match(result.found ? '' : result.reason, /no Go \(1\.26 or newer\) to build it/)
})

test('the module asks for one Kubernetes release throughout', async () => {
  const text = await readFile(join(import.meta.dirname, 'go.mod'), 'utf8')
  const replaced = [...text.matchAll(/^\t(k8s\.io\/\S+) => (k8s\.io\/\S+) (\S+)$/gm)]
  assert.equal(replaced.length, 33)
  for (const [, from, to, version] of replaced) assert.deepEqual([to, version], [from, 'v0.36.3'])
  assert.match(text, /^\tk8s\.io\/kubernetes v1\.36\.3$/m)
  assert.match(text, /^\tgo\.etcd\.io\/etcd\/server\/v3 v3\.6\.8\b/m)
})
