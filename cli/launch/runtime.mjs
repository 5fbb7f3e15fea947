import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal, root } from './report.mjs'

// Same as "engines" in package.json: the first Node that runs TypeScript as it stands and that undici 8 accepts.
const OLDEST = [22, 19]

export const isNewEnough = (version) => {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])
}

/** Path of the Node that runs the product: the machine's own where it is new enough, else the pinned one. */
export function pickRuntime() {
  if (isNewEnough(process.version)) {
    console.log(`  Node ${process.version} (this machine's)`)
    return process.execPath
  }
  const pinned = join(
    root,
    'node_modules',
    `node-${process.platform}-${process.arch}`,
    'bin',
    'node',
  )
  const why = `This machine's Node is ${process.version}; Meshwright needs ${OLDEST.join('.')} or newer.`
  if (existsSync(pinned)) {
    const asked = spawnSync(pinned, ['--version'], { encoding: 'utf8' })
    if (asked.status === 0) {
      console.log(
        `  Node ${asked.stdout.trim()} (pinned, since this machine has ${process.version})`,
      )
      return pinned
    }
    throw new Refusal(
      `${why} The pinned one does not run here: ${asked.error?.message ?? asked.stderr}`,
      'Install Node 24.',
    )
  }
  throw new Refusal(
    `${why} None is pinned for ${process.platform} on ${process.arch}.`,
    'Install Node 24 and run the command again.',
  )
}
