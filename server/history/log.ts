import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { mkdir, open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson } from '#lib/changes/plan-hash.ts'
import { isRecord } from '#lib/resources/field.ts'
import { clusterFileName } from './cluster-file-name.ts'

/** One line of the log. `mac` seals the line and the one before it. */
export type LogLine = Readonly<Record<string, unknown>> & {
  readonly type: string
  readonly id: string
  readonly seq: number
  readonly mac: string
}

/** The history of one cluster: lines are added and never changed. */
export type HistoryLog = {
  readonly lines: readonly LogLine[]
  /** Resolves once the line is on the disk; rejects when it is not. */
  append(line: { readonly type: string; readonly id: string } & object): Promise<LogLine>
}

/**
 * Opens `history/<cluster>.jsonl`. A line that a crash left half written is skipped, as is any other that is no
 * JSON: a log that cannot be read whole is still read.
 */
export async function openLog(dataFolder: string, cluster: string): Promise<HistoryLog> {
  // Not among the program's own files, where the build would look for it.
  const folder = join(/* turbopackIgnore: true */ dataFolder, 'history')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const key = await keyOf(folder)
  const path = join(/* turbopackIgnore: true */ folder, `${clusterFileName(cluster)}.jsonl`)
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const lines = text.split('\n').flatMap(parseLine)
  let isTorn = text !== '' && !text.endsWith('\n')
  let last: Promise<unknown> = Promise.resolve()

  async function write(entry: { readonly type: string; readonly id: string }): Promise<LogLine> {
    const before = lines.at(-1)
    const sealed = { ...entry, seq: (before?.seq ?? 0) + 1 }
    const line: LogLine = { ...sealed, mac: macOf(key, before?.mac, sealed) }
    const file = await open(path, 'a', 0o600)
    try {
      await file.appendFile(`${isTorn ? '\n' : ''}${JSON.stringify(line)}\n`)
      await file.datasync()
    } catch (error) {
      isTorn = true // part of the line may stand there
      throw error
    } finally {
      await file.close()
    }
    isTorn = false
    lines.push(line)
    return line
  }

  return {
    lines,
    append: (entry) => {
      const written = last.then(() => write(entry))
      last = written.catch(() => undefined)
      return written
    },
  }
}

/** Sequence number of the first line that is missing, changed or out of order; `undefined` when all are sound. */
export async function firstBrokenLine(
  dataFolder: string,
  cluster: string,
): Promise<number | undefined> {
  const key = await keyOf(join(/* turbopackIgnore: true */ dataFolder, 'history'))
  const { lines } = await openLog(dataFolder, cluster)
  let before: LogLine | undefined
  for (const line of lines) {
    const { mac, ...sealed } = line
    const wanted = Buffer.from(macOf(key, before?.mac, sealed))
    const given = Buffer.from(String(mac))
    const isSound = wanted.length === given.length && timingSafeEqual(wanted, given)
    if (!isSound || line.seq !== (before?.seq ?? 0) + 1) return (before?.seq ?? 0) + 1
    before = line
  }
  return undefined
}

const macOf = (key: Buffer, previous: string | undefined, line: object): string =>
  createHmac('sha256', key)
    .update(previous ?? '')
    .update('\n')
    // through JSON, since that is what will be read back
    .update(canonicalJson(JSON.parse(JSON.stringify(line))))
    .digest('hex')

async function keyOf(folder: string): Promise<Buffer> {
  const path = join(/* turbopackIgnore: true */ folder, 'key')
  try {
    await writeFile(path, randomBytes(32).toString('hex'), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return Buffer.from(await readFile(path, 'utf8'), 'hex')
}

function parseLine(text: string): LogLine[] {
  if (text === '') return []
  try {
    const line: unknown = JSON.parse(text)
    return isRecord(line) && typeof line.type === 'string' && typeof line.id === 'string'
      ? [{ ...line, type: line.type, id: line.id, seq: Number(line.seq), mac: String(line.mac) }]
      : []
  } catch {
    return []
  }
}
