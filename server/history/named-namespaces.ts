import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { namespace } from '#lib/api/segments.ts'
import type { NamedNamespaces } from '#server/services.ts'
import { clusterFileName } from './cluster-file-name.ts'

/** At most so many are kept of one cluster: each is watched on its own. */
export const MOST_NAMED = 100

/** Namespaces that people named where not all may be listed: one small file for each cluster. */
export function openNamedNamespaces(dataFolder: string): NamedNamespaces {
  // Files of the data folder are none of the program's: the build is told not to look for them among its own.
  const folder = join(/* turbopackIgnore: true */ dataFolder, 'namespaces')
  const known = new Map<string, readonly string[]>()
  let last: Promise<unknown> = Promise.resolve()
  const of = (cluster: string): readonly string[] => {
    const names =
      known.get(cluster) ?? read(join(/* turbopackIgnore: true */ folder, fileOf(cluster)))
    known.set(cluster, names)
    return names
  }
  return {
    of,
    keep(cluster, names) {
      known.set(cluster, names)
      // One after the other: the file ends as the last one said.
      const written = last.then(() => write(folder, fileOf(cluster), names))
      last = written.catch(() => undefined)
      return written
    },
  }
}

const fileOf = (cluster: string): string => `${clusterFileName(cluster)}.json`

/** What cannot be read is as good as nothing: it can be typed in again. */
function read(path: string): readonly string[] {
  try {
    const names: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (!Array.isArray(names)) return []
    return names.filter((name) => namespace.safeParse(name).success).slice(0, MOST_NAMED)
  } catch {
    return []
  }
}

/** Whole or not at all: a crash leaves the file of before. */
async function write(folder: string, file: string, names: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const draft = join(/* turbopackIgnore: true */ folder, `.${file}.${randomUUID()}`)
  try {
    await writeFile(draft, `${JSON.stringify(names)}\n`, { mode: 0o600, flush: true })
    await rename(draft, join(/* turbopackIgnore: true */ folder, file))
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined)
    throw error
  }
}
