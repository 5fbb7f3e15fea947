import { readFileSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import { parseDocument } from 'yaml'
import { AppError } from '#lib/errors/app-error.ts'
import { isRecord, record, records, text } from '#lib/resources/field.ts'

type Entry = { readonly name: string } & Readonly<Record<string, unknown>>

/** Several kubeconfig files as one, as kubectl sees them; paths are absolute. */
export type Kubeconfig = {
  readonly files: readonly string[]
  readonly clusters: readonly Entry[]
  readonly contexts: readonly Entry[]
  readonly users: readonly Entry[]
  readonly currentContext: string | undefined
}

const CLUSTER_PATHS = ['certificate-authority']
const USER_PATHS = ['client-certificate', 'client-key', 'tokenFile']

/**
 * Reads a list of kubeconfig files the way kubectl does: a missing one is passed over, the first that names
 * an entry or the current context wins, relative paths start at the file that holds them.
 *
 * @throws AppError `config/kubeconfig`, with the file and the place in it; never with its text
 * @see kubernetes/client-go tools/clientcmd/loader.go, ClientConfigLoadingRules.Load
 */
export function readKubeconfigs(files: readonly string[], isRequired: boolean): Kubeconfig {
  const merged = {
    clusters: new Map<string, Entry>(),
    contexts: new Map<string, Entry>(),
    users: new Map<string, Entry>(),
  }
  let currentContext: string | undefined
  for (const file of files) {
    const content = readConfig(file, isRequired)
    if (!content) continue
    currentContext ||= text(content['current-context']) || undefined
    for (const part of ['clusters', 'contexts', 'users'] as const) {
      for (const entry of entries(content[part], file)) {
        if (!merged[part].has(entry.name)) merged[part].set(entry.name, entry)
      }
    }
  }
  return {
    files,
    clusters: [...merged.clusters.values()],
    contexts: [...merged.contexts.values()],
    users: [...merged.users.values()],
    currentContext,
  }
}

function readConfig(file: string, isRequired: boolean): Record<string, unknown> | undefined {
  let source: string
  try {
    source = readFileSync(file, 'utf8')
  } catch (error) {
    const code = isRecord(error) ? error.code : undefined
    if (code === 'ENOENT' && !isRequired) return undefined
    throw broken(
      file,
      code === 'ENOENT' ? 'There is no such file.' : `It cannot be read (${code}).`,
      error,
    )
  }
  // Messages of the parser quote the text, which holds credentials: only the place is told.
  const document = parseDocument(source, { prettyErrors: false, logLevel: 'silent' })
  const fault = document.errors[0]
  if (fault) {
    const before = source.slice(0, fault.pos[0]).split('\n')
    const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`
    throw broken(
      file,
      `It is no valid YAML at ${place} (${fault.code.toLowerCase().replaceAll('_', ' ')}).`,
    )
  }
  const content: unknown = document.toJS({ maxAliasCount: 100 })
  // An empty file is an empty configuration.
  if (content === null || content === undefined) return {}
  if (!isRecord(content)) throw broken(file, 'It holds no map of clusters, contexts and users.')
  return content
}

function entries(list: unknown, file: string): Entry[] {
  const root = dirname(file)
  return records(list).flatMap(({ value }) => {
    const name = text(value.name)
    if (!name) return []
    const cluster = isRecord(value.cluster)
      ? { cluster: withAbsolute(value.cluster, CLUSTER_PATHS, root) }
      : {}
    const user = isRecord(value.user) ? { user: withAbsoluteUser(value.user, root) } : {}
    return [{ ...value, name, ...cluster, ...user }]
  })
}

function withAbsoluteUser(user: Readonly<Record<string, unknown>>, root: string) {
  const out = withAbsolute(user, USER_PATHS, root)
  const command = text(record(user.exec).command)
  // A command with a slash is a path beside the file; one without is looked up in PATH.
  if (!command || isAbsolute(command) || !command.includes('/')) return out
  return { ...out, exec: { ...record(user.exec), command: join(root, command) } }
}

function withAbsolute(
  value: Readonly<Record<string, unknown>>,
  fields: readonly string[],
  root: string,
): Record<string, unknown> {
  const out: Record<string, unknown> = { ...value }
  for (const field of fields) {
    const path = text(value[field])
    if (path && !isAbsolute(path)) out[field] = join(root, path)
  }
  return out
}

const broken = (file: string, reason: string, cause?: unknown) =>
  new AppError('config/kubeconfig', { file, reason }, { cause })
