import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const INSTALL = 'apt-get update && apt-get install -y --no-install-recommends chromium'

/** Path of Debian's Chromium, installed when absent and permitted; else the reason why not. */
export function findChromium(): { path: string } | { reason: string } {
  const known = [process.env.CHROMIUM, '/usr/bin/chromium'].find((path) => path && existsSync(path))
  if (known) return { path: known }
  if (process.getuid?.() !== 0) return { reason: `Chromium is not installed. As root: ${INSTALL}` }
  console.log('  Installing Chromium (apt-get) …')
  const result = spawnSync('sh', ['-c', INSTALL], {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  return existsSync('/usr/bin/chromium')
    ? { path: '/usr/bin/chromium' }
    : {
        reason: `Chromium could not be installed (${INSTALL}): ${(result.stderr ?? '').trim().slice(-400)}`,
      }
}
