import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { openTarget, type Target } from './target.ts'

const ROOT = join(import.meta.dirname, '../..')

export type StartedTarget =
  | { readonly target: Target }
  | { readonly name: string; readonly skip: string }

/** The sandbox as everything else sees it: a process and a URL. */
export async function startSandboxTarget(): Promise<Target> {
  const child = spawn(process.execPath, [join(ROOT, 'server/sandbox/main.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [url] = await once(createInterface({ input: child.stdout }), 'line')
  return openTarget('sandbox', String(url), {}, async () => {
    child.kill()
    await once(child, 'exit')
  })
}

/** The real one, where it can be had. */
export async function startKubeApiserverTarget(): Promise<StartedTarget> {
  const name = 'kube-apiserver'
  const { findBinaries } = await import('#e2e/cluster/binaries.ts')
  const binaries = await findBinaries()
  if (!binaries.found) return { name, skip: binaries.reason }
  const { startControlPlane } = await import('#e2e/cluster/control-plane.ts')
  const plane = await startControlPlane({ binaries })
  const headers = { authorization: `Bearer ${plane.tokens.admin}` }
  return { target: openTarget(name, plane.url, { headers, ca: plane.ca }, plane.stop) }
}
