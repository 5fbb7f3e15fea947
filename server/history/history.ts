import { AppError } from '#lib/errors/app-error.ts'
import { openLog } from './log.ts'
import {
  type ChangeRecord,
  detailOf,
  headOf,
  type Intent,
  recordsOf,
  type Settled,
} from './records.ts'

/** The changes of one cluster, as its log tells them. */
export type ClusterHistory = {
  /** Throws `history/unwritable`: what cannot be recorded is not done. */
  intend(intent: Intent): Promise<void>
  settle(result: Settled): Promise<void>
  /** Newest first. */
  list(): ReturnType<typeof headOf>[]
  detail(id: string): ReturnType<typeof detailOf>
  /** Throws `change/unknown`. */
  record(id: string): ChangeRecord
  /** Whether the sandbox was loaded anew with or after this change, so that none of it stands. */
  isDiscarded(id: string): boolean
}

/** Logs are opened at first use and stay open for reading. */
export function openHistory(dataFolder: string): { of(cluster: string): Promise<ClusterHistory> } {
  const open = new Map<string, Promise<ClusterHistory>>()
  return {
    of(cluster) {
      const known = open.get(cluster)
      if (known) return known
      const opening = openCluster(dataFolder, cluster)
      open.set(cluster, opening)
      opening.catch(() => open.delete(cluster))
      return opening
    },
  }
}

async function openCluster(dataFolder: string, cluster: string): Promise<ClusterHistory> {
  const unwritable = (error: unknown): never => {
    throw new AppError(
      'history/unwritable',
      { reason: String((error as Error)?.message ?? error) },
      { cause: error },
    )
  }
  const log = await openLog(dataFolder, cluster).catch(unwritable)
  const running = new Set<string>()
  const record = (id: string): ChangeRecord => {
    const found = recordsOf(log.lines.filter((line) => line.id === id))[0]
    if (!found) throw new AppError('change/unknown', { change: id })
    return found
  }
  return {
    async intend(intent) {
      await log.append(intent).catch(unwritable)
      running.add(intent.id)
    },
    async settle(result) {
      running.delete(result.id)
      try {
        await log.append(result)
      } catch (error) {
        // The write has happened and its intent is on the disk; the change reads "unknown" from here on.
        console.error(`The result of change ${result.id} could not be recorded:`, error)
      }
    },
    list: () =>
      recordsOf(log.lines)
        .map((entry) => headOf(entry, running.has(entry.intent.id)))
        .reverse(),
    detail: (id) => detailOf(record(id), running.has(id)),
    record,
    isDiscarded(id) {
      const records = recordsOf(log.lines)
      const load = records.findLast(
        ({ intent, settled }) => intent.sample !== undefined && settled?.state === 'applied',
      )
      return load !== undefined && record(id).intent.seq <= load.intent.seq
    },
  }
}
