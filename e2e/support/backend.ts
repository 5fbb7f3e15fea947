import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { root } from '../run/command.ts'

export type ServerName = 'sandbox' | 'kube-apiserver'

/** A cluster for one test run: the product knows it only by its kubeconfig, as it would know any other. */
export type Backend = {
  name: ServerName
  kubeconfig: string
  /** Runs kubectl as the administrator; throws what it says when it fails. */
  kubectl: (...args: string[]) => string
  stopServer: () => Promise<void>
  startServer: () => Promise<void>
  close: () => Promise<void>
}

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address ? address.port : 0
      probe.close(() => resolve(port))
    })
  })

async function kubectlWith(kubeconfig: string): Promise<Backend['kubectl']> {
  const { kubectlPath } = await import('../tools/kubectl.ts')
  const found = await kubectlPath()
  if (!found.found) throw new Error(`no kubectl: ${found.reason}`)
  return (...args) => {
    const done = spawnSync(found.kubectl, args, {
      encoding: 'utf8',
      env: { PATH: process.env.PATH ?? '', HOME: tmpdir(), KUBECONFIG: kubeconfig },
    })
    if (done.status !== 0)
      throw new Error(`kubectl ${args.join(' ')}: ${done.stderr || done.error}`)
    return done.stdout
  }
}

/** The sandbox in a process of its own, so that it can be stopped and started like any API server. */
async function sandboxBackend(manifests: string): Promise<Backend> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-backend-'))
  const kubeconfig = join(folder, 'kubeconfig')
  writeFileSync(
    kubeconfig,
    stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'e2e', cluster: { server: url } }],
      users: [{ name: 'e2e', user: {} }],
      contexts: [{ name: 'e2e', context: { cluster: 'e2e', user: 'e2e' } }],
      'current-context': 'e2e',
    }),
  )
  let child: ReturnType<typeof spawn> | undefined
  const startServer = async () => {
    child = spawn(process.execPath, ['server/sandbox/main.ts', '--port', String(port), manifests], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const until = Date.now() + 20_000
    while (Date.now() < until) {
      try {
        if ((await fetch(`${url}/version`)).ok) return
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
    throw new Error('the sandbox did not start within 20 s')
  }
  const stopServer = async () => {
    const running = child
    child = undefined
    if (!running || running.exitCode !== null) return
    const gone = new Promise((resolve) => running.once('exit', resolve))
    running.kill('SIGKILL')
    await gone
  }
  await startServer()
  return {
    name: 'sandbox',
    kubeconfig,
    kubectl: await kubectlWith(kubeconfig),
    startServer,
    stopServer,
    close: async () => {
      await stopServer()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function realBackend(manifests: string): Promise<Backend> {
  const { startControlPlane } = await import('../cluster/control-plane.ts')
  const { loadManifests } = await import('../cluster/load.ts')
  const plane = await startControlPlane()
  const { refused } = await loadManifests(plane, [{ file: manifests }], {
    crds: ['istio', 'gateway-api'].map((name) => join(root, 'server/sandbox/crds', name)),
  })
  if (refused.length) throw new Error(`kube-apiserver refused ${JSON.stringify(refused)}`)
  const kubeconfig = plane.kubeconfig('admin')
  return {
    name: 'kube-apiserver',
    kubeconfig,
    kubectl: await kubectlWith(kubeconfig),
    startServer: plane.startServer,
    stopServer: plane.stopServer,
    close: plane.stop,
  }
}

/** @param manifests a file that both servers load */
export const startBackend = (name: ServerName, manifests: string): Promise<Backend> =>
  name === 'sandbox' ? sandboxBackend(manifests) : realBackend(manifests)
