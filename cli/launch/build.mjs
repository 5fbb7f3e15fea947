import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join, relative } from 'node:path'
import { Refusal, root, step } from './report.mjs'

const INPUTS = [
  'app',
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
const stamp = join(output, 'meshwright-build.json')
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
function digestOf(settings) {
  const hash = createHash('sha256').update(JSON.stringify(settings))
  for (const input of INPUTS) {
    for (const file of filesOf(join(root, input))) {
      const name = relative(root, file)
      if (!IGNORED.test(`/${name}`)) hash.update(name).update('\0').update(readFileSync(file))
    }
  }
  return hash.digest('hex')
}

const built = () => {
  try {
    return JSON.parse(readFileSync(stamp, 'utf8')).digest
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

/** Builds the pages when their sources changed; answers the folder of the server. */
export async function buildStale(node, settings = {}) {
  const server = join(output, 'standalone')
  await withLock(async () => {
    const digest = digestOf(settings)
    if (built() === digest && existsSync(join(server, 'server.js'))) return
    const building = step('Building the pages')
    rmSync(stamp, { force: true })
    await next(node)
    // Next leaves these two out of the standalone folder.
    cpSync(join(output, 'static'), join(server, '.next', 'static'), { recursive: true })
    if (existsSync(join(root, 'public')))
      cpSync(join(root, 'public'), join(server, 'public'), { recursive: true })
    writeFileSync(stamp, JSON.stringify({ digest }))
    building.done()
  })
  return server
}

function next(node) {
  rmSync(join(output, 'standalone'), { recursive: true, force: true })
  return new Promise((resolve, reject) => {
    const child = spawn(
      node,
      [join(root, 'node_modules', 'next', 'dist', 'bin', 'next'), 'build'],
      {
        cwd: root,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
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
