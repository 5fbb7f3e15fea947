import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { largeMesh } from '#lib/fixtures/large-mesh.ts'
import { ALL_KINDS } from '#lib/meshes/index.ts'
import { parseApiVersion } from '#lib/resources/kind.ts'

export type ServedCluster = {
  readonly url: string
  readonly pid: number
  readonly objects: number
  readonly podBytes: number
  readonly writeMs: number
  /** From the start of the sandbox to its first answer: reading and checking the manifests. */
  readonly loadMs: number
  /** Paths of the collections that the product reads. */
  readonly paths: readonly string[]
  stop(): Promise<void>
}

const OBJECTS_PER_FILE = 1000

/** A generated cluster behind a sandbox in a process of its own. */
export async function serveCluster(pods: number): Promise<ServedCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-bench-'))
  try {
    const started = performance.now()
    const written = writeManifests(folder, pods)
    const wrote = performance.now()
    const { url, child } = await startSandbox(folder)
    const loaded = performance.now()
    return {
      url,
      pid: child.pid ?? 0,
      ...written,
      writeMs: wrote - started,
      loadMs: loaded - wrote,
      paths: await pathsOf(url),
      async stop() {
        const exited = once(child, 'exit')
        child.kill('SIGTERM')
        await exited
      },
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function writeManifests(folder: string, pods: number) {
  let lines: string[] = []
  let objects = 0
  let podCount = 0
  let podCharacters = 0
  const flush = () => {
    const file = `${String(objects).padStart(8, '0')}.json`
    writeFileSync(join(folder, file), `{"apiVersion":"v1","kind":"List","items":[${lines}]}`)
    lines = []
  }
  for (const object of largeMesh({ pods })) {
    const line = JSON.stringify(object)
    if (object.kind === 'Pod') {
      podCount += 1
      podCharacters += line.length
    }
    lines.push(line)
    objects += 1
    if (lines.length >= OBJECTS_PER_FILE) flush()
  }
  if (lines.length > 0) flush()
  return { objects, podBytes: Math.round(podCharacters / podCount) }
}

async function startSandbox(folder: string): Promise<{ url: string; child: ChildProcess }> {
  const main = join(import.meta.dirname, '../../../server/sandbox/main.ts')
  const child = spawn(process.execPath, ['--max-old-space-size=6144', main, folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let unreadable = 0
  let first = ''
  child.stderr.on('data', (data: Buffer) => {
    first ||= String(data)
    unreadable += String(data).split('\n').length - 1
  })
  const [line] = await Promise.race([
    once(child.stdout, 'data') as Promise<[Buffer]>,
    once(child, 'exit').then(() => {
      throw new Error(`The sandbox ended before it answered. ${first}`)
    }),
  ])
  // A cluster of which some objects were refused is not the one that was to be measured.
  if (unreadable > 0) {
    child.kill()
    throw new Error(`The sandbox refused ${unreadable} generated objects, first: ${first}`)
  }
  return { url: String(line).trim(), child }
}

/** The collections that the product watches and this server serves, in the version that it would choose. */
async function pathsOf(url: string): Promise<readonly string[]> {
  const groups = (await (await fetch(`${url}/apis`)).json()) as {
    groups: { name: string; versions: { groupVersion: string }[] }[]
  }
  const versions = ['v1', ...groups.groups.flatMap((g) => g.versions.map((v) => v.groupVersion))]
  const served = new Map<string, ReadonlySet<string>>()
  for (const one of versions) {
    const root = one === 'v1' ? '/api/v1' : `/apis/${one}`
    const { resources } = (await (await fetch(url + root)).json()) as {
      resources: { name: string }[]
    }
    served.set(one, new Set(resources.map(({ name }) => name)))
  }
  return ALL_KINDS.filter(({ watch }) => watch).flatMap(({ group, plural, versions: wanted }) => {
    const version = wanted.find((v) => served.get(group ? `${group}/${v}` : v)?.has(plural))
    if (!version) return []
    return [`${group ? `/apis/${group}/` : '/api/'}${version}/${plural}`]
  })
}

/** Path of one object of this cluster. */
export function pathOf(
  url: string,
  apiVersion: string,
  plural: string,
  namespace: string,
  name: string,
): string {
  const { group, version } = parseApiVersion(apiVersion)
  const root = group ? `/apis/${group}/${version}` : `/api/${version}`
  return `${url}${root}/namespaces/${namespace}/${plural}/${name}`
}
