import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, rename, rm, stat, utimes } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const HEARTBEAT_MS = 2_000
const STALE_AFTER_MS = 15_000

/**
 * Where files made from `source` are kept between runs: one folder for each content of `source`.
 *
 * @param source text that decides what is made, such as a lockfile
 */
export function cacheFolder(
  kind: string,
  source: string | Buffer,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const configured = env.XDG_CACHE_HOME
  // The XDG specification says to ignore relative paths.
  const base =
    configured !== undefined && isAbsolute(configured)
      ? configured
      : join(env.HOME ?? homedir(), '.cache')
  const digest = createHash('sha256').update(source).digest('hex').slice(0, 16)
  return join(base, 'meshwright', kind, digest)
}

/**
 * Fills `folder` once: `produce` writes into a temporary folder beside it, which then takes the
 * final name in one step, so nobody ever sees half of it. Others that ask meanwhile wait.
 */
export async function produceOnce(
  folder: string,
  produce: (temporary: string) => Promise<void>,
): Promise<void> {
  if (await exists(folder)) return
  await mkdir(dirname(folder), { recursive: true })
  const release = await acquire(`${folder}.lock`, () => exists(folder))
  if (release === undefined) return
  const temporary = `${folder}.${randomBytes(4).toString('hex')}`
  try {
    if (await exists(folder)) return
    await mkdir(temporary)
    await produce(temporary)
    await rename(temporary, folder).catch(async (error: unknown) => {
      if (!(await exists(folder))) throw error
    })
  } finally {
    await rm(temporary, { recursive: true, force: true })
    await release()
  }
}

/** Takes the lock, or returns undefined once `done` says that there is nothing left to do. */
async function acquire(
  lock: string,
  done: () => Promise<boolean>,
): Promise<(() => Promise<void>) | undefined> {
  for (;;) {
    const file = await open(lock, 'wx').catch((error: unknown) => {
      if (!hasCode(error, 'EEXIST')) throw error
    })
    if (file !== undefined) {
      await file.close()
      return holdLock(lock)
    }
    if (await done()) return undefined
    // A holder that was killed stops touching its lock. Should two find that out at once, both do
    // the work and one result is thrown away: slow, never wrong.
    const age = await stat(lock).then(
      (found) => Date.now() - found.mtimeMs,
      () => 0,
    )
    if (age > STALE_AFTER_MS) await rm(lock, { force: true })
    else await sleep(500)
  }
}

function holdLock(lock: string): () => Promise<void> {
  const heartbeat = setInterval(() => {
    const now = new Date()
    utimes(lock, now, now).catch(() => {})
  }, HEARTBEAT_MS)
  heartbeat.unref()
  return async () => {
    clearInterval(heartbeat)
    await rm(lock, { force: true })
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
