import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { command, root } from '../run/command.ts'
import { freePort } from './backend.ts'

/** Meshwright, started as a user would. */
export type Product = {
  /** Where it is served, with the base path that it was started with. */
  url: string
  port: number
  token: string
  /** What it printed so far. */
  log: () => string
  /** A JSON answer of its API, as a script would ask; throws on a problem. */
  ask: (path: string, init?: RequestInit) => Promise<unknown>
  stop: () => Promise<void>
}

/**
 * Builds what is stale of the pages, so that no test's time counts a build, which takes as long as the machine needs.
 */
export async function buildPages(basePath = ''): Promise<void> {
  const path = basePath ? ['--base-path', basePath] : []
  const code = await command(process.execPath, ['cli/launch/main.mjs', 'build', ...path])
  if (code !== 0) throw new Error('The pages could not be built.')
}

export async function startProduct(
  args: readonly string[],
  { basePath = '' }: { readonly basePath?: string } = {},
): Promise<Product> {
  const port = await freePort()
  const token = randomBytes(32).toString('base64url')
  const data = mkdtempSync(join(tmpdir(), 'meshwright-data-'))
  const url = `http://127.0.0.1:${port}${basePath}`
  const child = spawn(
    process.execPath,
    [
      ...['cli/launch/main.mjs', 'start', '--no-open', '--port', String(port)],
      ...(basePath ? ['--base-path', basePath] : []),
      ...args,
    ],
    {
      cwd: root,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        MESHWRIGHT_TOKEN: token,
        MESHWRIGHT_DATA: data,
        MESHWRIGHT_GALLERY: '1',
      },
    },
  )
  let log = ''
  let ended = false
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      log = (log + text).slice(-8000)
    })
  child.on('exit', () => {
    ended = true
  })
  const stop = async () => {
    if (!ended && child.pid) {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      process.kill(-child.pid, 'SIGTERM')
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 5000))])
      try {
        process.kill(-child.pid, 'SIGKILL')
      } catch {
        // already gone
      }
    }
    rmSync(data, { recursive: true, force: true })
  }
  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(url + path, {
      ...init,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        accept: 'application/json',
      },
    })
    const body: unknown = await response.json()
    if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(body)}`)
    return body
  }
  // A build of its own takes its time where others build too.
  const until = Date.now() + (basePath ? 400_000 : 180_000)
  for (;;) {
    if (ended || Date.now() > until) {
      await stop()
      throw new Error(`Meshwright did not start:\n${log}`)
    }
    try {
      if ((await fetch(`${url}/api/ready`)).status === 200) break
    } catch {
      // not listening yet
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return {
    url,
    port,
    token,
    log: () => log,
    ask,
    stop,
  }
}
