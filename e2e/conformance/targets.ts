import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { newTokens, PEOPLE, PERSONS, type Tokens } from '#e2e/cluster/people.ts'
import { kubectlPath } from '#e2e/tools/kubectl.ts'
import { runCommand } from '#e2e/tools/run-command.ts'
import { KUBECTL_NAMESPACE } from './stage.ts'
import { type Kubectl, openTarget, type Target } from './target.ts'

const ROOT = join(import.meta.dirname, '../..')

export type StartedTarget =
  | { readonly target: Target }
  | { readonly name: string; readonly skip: string }

/** Which servers this run is about. */
export function isWanted(name: string): boolean {
  const named = process.env.MESHWRIGHT_TEST_SERVERS?.split(',')
  return !named || named.includes(name)
}

/** kubectl with nothing of the person's own: neither its configuration nor its caches. */
async function kubectlFor(folder: string, access: readonly string[]): Promise<Kubectl> {
  const found = await kubectlPath()
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    KUBECONFIG: '/dev/null',
    KUBE_EDITOR: 'sed -i s/before-edit/after-edit/',
  }
  return async (args, input) => {
    if (!found.found) throw new Error(`no kubectl: ${found.reason}`)
    const all = [...access, '--namespace', KUBECTL_NAMESPACE, ...args]
    return await runCommand(found.kubectl, all, { env, ...(input ? { input } : {}) })
  }
}

async function startSandboxProcess(args: readonly string[]) {
  const child = spawn(process.execPath, [join(ROOT, 'server/sandbox/main.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [url] = await once(createInterface({ input: child.stdout }), 'line')
  const stop = async () => {
    child.kill()
    await once(child, 'exit')
  }
  return { url: String(url), stop }
}

/**
 * The sandbox as everything else sees it: a process and a URL. kubectl gets one of its own where nobody
 * signs in, because it sends tokens to HTTPS only.
 */
export async function startSandboxTarget(): Promise<Target> {
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-conformance-'))
  const tokens: Tokens = newTokens()
  const people = PERSONS.map((person) => {
    const { user, groups } = PEOPLE[person]
    return { token: tokens[person], user, uid: user, groups }
  })
  writeFileSync(join(folder, 'people.json'), JSON.stringify(people), { mode: 0o600 })
  const [signedIn, open] = await Promise.all([
    startSandboxProcess(['--people', join(folder, 'people.json')]),
    startSandboxProcess([]),
  ])
  const kubectl = await kubectlFor(folder, ['--server', open.url])
  return openTarget('sandbox', signedIn.url, { tokens, kubectl }, async () => {
    await Promise.all([signedIn.stop(), open.stop()])
    rmSync(folder, { recursive: true, force: true })
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
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-conformance-'))
  const kubectl = await kubectlFor(folder, ['--kubeconfig', plane.kubeconfig('admin')])
  const access = { tokens: plane.tokens, ca: plane.ca, kubectl }
  return {
    target: openTarget(name, plane.url, access, async () => {
      await plane.stop()
      rmSync(folder, { recursive: true, force: true })
    }),
  }
}
