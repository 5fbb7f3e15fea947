import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { ALL_KINDS } from '#lib/meshes/index.ts'
import { parseApiVersion } from '#lib/resources/kind.ts'

export type ServedCluster = {
  readonly url: string
  readonly pid: number
  readonly objects: number
  readonly podBytes: number
  /** Making the objects and putting them into the store. */
  readonly loadMs: number
  /** Paths of the collections that the product reads. */
  readonly paths: readonly string[]
  stop(): Promise<void>
}

/**
 * A generated cluster behind the sandbox's server in a process of its own.
 *
 * @param calls whether Services are routed on to others, so that there is something to draw
 */
export async function serveCluster(pods: number, calls = false): Promise<ServedCluster> {
  const file = join(import.meta.dirname, 'serve-large.ts')
  const child = spawn(
    process.execPath,
    ['--max-old-space-size=6144', file, `${pods}`, ...(calls ? ['calls'] : [])],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const [line] = await Promise.race([
    once(child.stdout, 'data') as Promise<[Buffer]>,
    once(child, 'exit').then(() => {
      throw new Error('The server ended before it answered.')
    }),
  ])
  const said = JSON.parse(String(line)) as Omit<ServedCluster, 'pid' | 'paths' | 'stop'>
  return {
    ...said,
    pid: child.pid ?? 0,
    paths: await pathsOf(said.url),
    async stop() {
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      await exited
    },
  }
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
