import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { Refusal, root, step } from './report.mjs'

const INPUTS = [
  'app',
  'cli/build',
  'components',
  'lib',
  'server',
  'public',
  'instrumentation.ts',
  'proxy.ts',
  'next.config.ts',
  'postcss.config.mjs',
  'package-lock.json',
  'tsconfig.json',
]
// What never ends in the build; manifests and CRDs are read at run time.
const IGNORED = /\.test\.tsx?$|\/(crds|samples)\/|\.md$/

const output = join(root, '.next')
/**
 * Where builds stay: one for the root, and one for the path that was asked for last, so that switching builds nothing.
 * In the one folder that Next neither empties nor copies into what it builds.
 */
const kept = (basePath) => join(output, 'cache', 'builds', basePath ? 'below-a-path' : 'root')
const STAMP = 'meshwright-build.json'
const lock = join(root, '.meshwright', 'building')

function* filesOf(path) {
  if (!existsSync(path)) return
  let entries
  try {
    entries = readdirSync(path, { withFileTypes: true })
  } catch {
    yield path
    return
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inner = join(path, entry.name)
    if (entry.isDirectory()) yield* filesOf(inner)
    else yield inner
  }
}

/** Digest of all that a build is made from; contents, so that a fresh checkout is as good as a touched one. */
function digestOf(basePath) {
  const hash = createHash('sha256').update(basePath).update('\0')
  for (const input of INPUTS) {
    for (const file of filesOf(join(root, input))) {
      const name = relative(root, file)
      if (!IGNORED.test(`/${name}`)) hash.update(name).update('\0').update(readFileSync(file))
    }
  }
  return hash.digest('hex')
}

const builtIn = (folder) => {
  try {
    return JSON.parse(readFileSync(join(folder, STAMP), 'utf8')).digest
  } catch {
    return undefined
  }
}

/** Two starts at once must not build into one folder: the second waits for the first. */
async function withLock(work) {
  mkdirSync(join(root, '.meshwright'), { recursive: true })
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch {
      const holder = Number(readFileSync(lock, 'utf8').trim() || 0)
      try {
        process.kill(holder, 0)
      } catch {
        rmSync(lock, { force: true }) // its owner is gone
        continue
      }
      await new Promise((resolve) => setTimeout(resolve, 300))
    }
  }
  try {
    return await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

/** Builds the pages when their sources or the path they are served below changed; answers the folder of the server. */
export async function buildStale(node, basePath = '') {
  const server = kept(basePath)
  const staleDigest = () => {
    const digest = digestOf(basePath)
    return builtIn(server) === digest && existsSync(join(server, 'server.js')) ? undefined : digest
  }
  // What is there already does not wait for somebody else's build.
  if (staleDigest() === undefined) return server
  await withLock(async () => {
    const digest = staleDigest()
    if (digest === undefined) return
    const building = step(basePath ? `Building the pages for ${basePath}` : 'Building the pages')
    await next(node, basePath)
    const fresh = join(output, 'standalone')
    // Next leaves these two out of the standalone folder.
    cpSync(join(output, 'static'), join(fresh, '.next', 'static'), { recursive: true })
    if (existsSync(join(root, 'public')))
      cpSync(join(root, 'public'), join(fresh, 'public'), { recursive: true })
    writeFileSync(join(fresh, STAMP), JSON.stringify({ digest, basePath }))
    rmSync(server, { recursive: true, force: true })
    mkdirSync(dirname(server), { recursive: true })
    renameSync(fresh, server)
    building.done()
  })
  return server
}

function next(node, basePath) {
  rmSync(join(output, 'standalone'), { recursive: true, force: true })
  return new Promise((resolve, reject) => {
    const child = spawn(
      node,
      [join(root, 'node_modules', 'next', 'dist', 'bin', 'next'), 'build'],
      {
        cwd: root,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...process.env,
          NODE_ENV: 'production',
          NEXT_TELEMETRY_DISABLED: '1',
          MESHWRIGHT_BASE_PATH: basePath,
        },
      },
    )
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => {
        said = (said + data).slice(-8000)
      })
    child.on('error', reject)
    child.on('exit', (code) => {
      if (code === 0) resolve()
      else
        reject(
          new Refusal(
            `The pages could not be built:\n${said.trim()}`,
            'The lines above name the file.',
          ),
        )
    })
  })
}
