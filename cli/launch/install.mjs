import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal, root, step } from './report.mjs'

const stamp = join(root, 'node_modules', '.meshwright-lock')
const lockFile = join(root, 'package-lock.json')

const digest = () => createHash('sha256').update(readFileSync(lockFile)).digest('hex')

/** True where node_modules is what the lockfile says, by us or by somebody's own `npm ci`. */
function isInstalled() {
  if (existsSync(stamp)) return readFileSync(stamp, 'utf8') === digest()
  const own = join(root, 'node_modules', '.package-lock.json')
  return existsSync(own) && statSync(own).mtimeMs >= statSync(lockFile).mtimeMs
}

/** `npm ci` when node_modules is absent or of another lockfile. No install script is ever run. */
export async function installMissing() {
  if (isInstalled()) return
  const installing = step('Installing packages (npm ci)')
  rmSync(stamp, { force: true })
  // NODE_ENV=production would leave out what the tests need, and a user's npmrc could leave out the pinned Node.
  const result = spawnSync(
    process.platform === 'win32' ? 'npm.cmd' : 'npm',
    [
      'ci',
      '--ignore-scripts',
      '--include=dev',
      '--include=optional',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ],
    { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
  )
  if (result.status !== 0) {
    const said = `${result.error?.message ?? ''}${result.stderr ?? ''}`
      .trim()
      .split('\n')
      .slice(-12)
      .join('\n')
    throw new Refusal(
      `The packages could not be installed in ${root}:\n${said}`,
      'Check that npm reaches its registry, then run the command again.',
    )
  }
  mkdirSync(join(root, 'node_modules'), { recursive: true })
  writeFileSync(stamp, digest())
  installing.done()
}
