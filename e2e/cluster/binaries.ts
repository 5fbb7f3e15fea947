import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheFolder, produceOnce } from '#e2e/tools/cache-folder.ts'
import { lastLines, runCommand } from '#e2e/tools/run-command.ts'

const MODULE = import.meta.dirname
const KUBERNETES_VERSION = 'v1.36.3'
/** A build of two binaries without debug data; the version is what the server answers. */
const BUILD_FLAGS = [
  '-mod=readonly',
  '-trimpath',
  '-buildvcs=false',
  '-ldflags',
  `-s -w -X k8s.io/component-base/version.gitVersion=${KUBERNETES_VERSION}`,
]
const PACKAGES = [
  { name: 'etcd', path: 'go.etcd.io/etcd/server/v3' },
  { name: 'kube-apiserver', path: './kube-apiserver' },
] as const

type Environment = Readonly<Record<string, string | undefined>>

export type Binaries = {
  found: true
  kubeApiserver: string
  etcd: string
  from: 'KUBEBUILDER_ASSETS' | 'cache' | 'build'
}

/** Why there are none, as the end of a sentence: "no kube-apiserver: …". */
export type NoBinaries = { found: false; reason: string }

/**
 * Finds kube-apiserver and etcd: in the folder that KUBEBUILDER_ASSETS names, in the user's cache
 * folder, or by building them with Go, which takes minutes once for each go.sum.
 *
 * @param options.progress gets one line before a build and one after it
 */
export async function findBinaries(
  options: { env?: Environment; progress?: (line: string) => void } = {},
): Promise<Binaries | NoBinaries> {
  const env = options.env ?? process.env
  const progress = options.progress ?? ((line) => console.error(line))

  const assets = env.KUBEBUILDER_ASSETS
  if (assets !== undefined && assets !== '') {
    const given = await binariesIn(assets, 'KUBEBUILDER_ASSETS')
    if (given !== undefined) return given
    progress(`KUBEBUILDER_ASSETS (${assets}) does not hold kube-apiserver and etcd, looking on`)
  }

  const folder = cacheFolder('kube-apiserver', await readFile(join(MODULE, 'go.sum')), env)
  const cached = await binariesIn(folder, 'cache')
  if (cached !== undefined) return cached

  const go = await runCommand('go', ['version'], { cwd: MODULE, env })
  if (go.code !== 0) {
    return {
      found: false,
      reason: `none in KUBEBUILDER_ASSETS or ${folder}, and no Go (1.26 or newer) to build it`,
    }
  }
  try {
    await produceOnce(folder, (temporary) => build(temporary, env, progress))
  } catch (error) {
    return { found: false, reason: error instanceof Error ? error.message : String(error) }
  }
  return (
    (await binariesIn(folder, 'build')) ?? { found: false, reason: `${folder} is not as built` }
  )
}

async function build(folder: string, env: Environment, progress: (line: string) => void) {
  const started = Date.now()
  progress(`Building kube-apiserver ${KUBERNETES_VERSION} and etcd with Go, some minutes, once …`)
  for (const { name, path } of PACKAGES) {
    const result = await runCommand(
      'go',
      ['build', ...BUILD_FLAGS, '-o', join(folder, name), path],
      {
        cwd: MODULE,
        // Flags and workspaces of the person's own must not change what is built.
        env: { ...env, CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off' },
      },
    )
    if (result.code !== 0)
      throw new Error(`go build of ${name} failed: ${lastLines(result.stderr)}`)
  }
  progress(`Built kube-apiserver and etcd in ${Math.round((Date.now() - started) / 1000)} s`)
}

async function binariesIn(folder: string, from: Binaries['from']): Promise<Binaries | undefined> {
  const kubeApiserver = join(folder, 'kube-apiserver')
  const etcd = join(folder, 'etcd')
  for (const path of [kubeApiserver, etcd]) {
    const found = await stat(path).catch(() => undefined)
    if (found === undefined || !found.isFile() || (found.mode & 0o111) === 0) return undefined
  }
  return { found: true, kubeApiserver, etcd, from }
}

if (process.argv[1] === import.meta.filename) {
  const result = await findBinaries()
  console.log(result.found ? `${result.kubeApiserver}\n${result.etcd}` : result.reason)
  if (!result.found) process.exitCode = 1
}
