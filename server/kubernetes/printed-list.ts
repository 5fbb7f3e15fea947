import { isRecord, list, number, record, text } from '#lib/resources/field.ts'
import type { PrintedColumn, PrintedOf, PrintedPage, PrintedRow } from '#server/services.ts'
import { collectionPath, objectPath, withQuery } from './api-path.ts'
import { noKubernetes, refusal, statusOf } from './failure.ts'
import type { Requester } from './request.ts'

// No other form is accepted: a server that has no tables answers 406, and never with the objects themselves.
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io'
const PAGE_SIZE = 500
/** Namespaces that one page walks through at most, where not all can be listed at once. */
const MOST_WALKED = 25
const MOST_COLUMNS = 40
const LONGEST_CELL = 1000

/** Every kind has these; they are told beside the cells. */
const OWN: ReadonlySet<string> = new Set(['name', 'namespace', 'age', 'created at'])

/**
 * Lines of `kubectl get`, printed by the API server itself, page by page. Objects never come with them: of each
 * only its metadata, and of Secrets not even that, since an annotation may repeat their values. What may not be
 * listed in the whole cluster is listed in each namespace that is known.
 *
 * @throws AppError when nothing of it may be listed
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables
 */
export async function printedPage(requester: Requester, of: PrintedOf): Promise<PrintedPage> {
  const isSecrets = (of.group === '' || of.group === 'core') && of.plural === 'secrets'
  const include = isSecrets ? 'None' : 'Metadata'
  if (of.name !== undefined) {
    const path = objectPath({ ...of, name: of.name })
    return pageOf([await tableAt(requester, withQuery(path, { includeObject: include }), of)], of)
  }
  const place = placeOf(of.continue)
  const isWhole = !of.namespaces && !isSecrets && !place.isWalk
  if (isWhole || of.scope === 'Cluster') {
    try {
      const table = await listAt(requester, of, undefined, place.token, include)
      return { ...pageOf([table], of), continue: table.next && `all:${table.next}` }
    } catch (error) {
      if (of.scope === 'Cluster' || place.token || !isForbidden(error) || !of.known.length)
        throw error
    }
  }
  return walk(requester, of, include, place)
}

const isForbidden = (error: unknown): boolean =>
  isRecord(error) && error.code === 'cluster/forbidden'

type Place = { readonly isWalk: boolean; readonly at: number; readonly token: string | undefined }

/** `all:token` or `3:token`: which namespace comes next, and where in it. */
function placeOf(from: string | undefined): Place {
  if (from === undefined) return { isWalk: false, at: 0, token: undefined }
  const colon = from.indexOf(':')
  const token = from.slice(colon + 1) || undefined
  const at = Number.parseInt(from.slice(0, colon), 10)
  return Number.isNaN(at) ? { isWalk: false, at: 0, token } : { isWalk: true, at, token }
}

async function walk(
  requester: Requester,
  of: PrintedOf,
  include: string,
  place: Place,
): Promise<PrintedPage> {
  const namespaces = of.namespaces ?? of.known
  const tables: Table[] = []
  const refused: { namespace: string; message: string }[] = []
  let { at, token } = place
  let rows = 0
  let first: unknown
  for (let walked = 0; at < namespaces.length; walked++) {
    if (rows >= PAGE_SIZE || walked >= MOST_WALKED) break
    const namespace = namespaces[at] as string
    try {
      const table = await listAt(requester, of, namespace, token, include)
      tables.push(table)
      rows += table.rows.length
      token = table.next
    } catch (error) {
      if (!isForbidden(error)) throw error
      first ??= error
      refused.push({ namespace, message: error instanceof Error ? error.message : '' })
      token = undefined
    }
    if (!token) at++
  }
  // Nothing at all may be read: that is a refusal and no empty list.
  if (first && tables.length === 0 && refused.length === namespaces.length) throw first
  const next = at < namespaces.length ? `${at}:${token ?? ''}` : undefined
  return { ...pageOf(tables, of), refused, continue: next }
}

type Table = {
  readonly namespace: string | undefined
  readonly definitions: readonly unknown[]
  readonly rows: readonly unknown[]
  readonly next: string | undefined
}

const listAt = (
  requester: Requester,
  of: PrintedOf,
  namespace: string | undefined,
  token: string | undefined,
  include: string,
): Promise<Table> =>
  tableAt(
    requester,
    withQuery(collectionPath({ ...of, namespace }), {
      includeObject: include,
      limit: `${PAGE_SIZE}`,
      continue: token,
    }),
    { ...of, namespace },
  )

async function tableAt(
  requester: Requester,
  path: string,
  of: PrintedOf & { readonly namespace?: string | undefined },
): Promise<Table> {
  const answer = await requester.json(path, { accept: TABLE })
  if (answer.status !== 200) {
    const verb = of.name === undefined ? 'list' : 'get'
    const asked = { server: requester.server, verb, resource: of.plural, namespace: of.namespace }
    throw refusal(asked, statusOf(answer.status, answer.body))
  }
  const body = record(answer.body)
  if (body.kind !== 'Table') throw noKubernetes(requester.server, 'a table', answer)
  return {
    namespace: of.namespace,
    definitions: list(body.columnDefinitions),
    rows: list(body.rows),
    next: text(record(body.metadata).continue) || undefined,
  }
}

/** Pages of one kind have the same columns; those of the first count. */
function pageOf(tables: readonly Table[], { name }: PrintedOf): PrintedPage {
  const definitions = list(tables[0]?.definitions)
  const kept = definitions
    .map((entry, at) => ({ column: columnOf(entry), at }))
    .filter(({ column }) => column.name !== '' && !OWN.has(column.name.toLowerCase()))
    .slice(0, MOST_COLUMNS)
  const ageAt = definitions.findIndex((entry) => text(record(entry).name) === 'Age')
  const nameAt = definitions.findIndex((entry) => text(record(entry).name) === 'Name')
  return {
    columns: kept.map(({ column }) => column),
    rows: tables.flatMap((table) =>
      table.rows.flatMap((raw): PrintedRow | [] => {
        const cells = list(record(raw).cells)
        const metadata = record(record(record(raw).object).metadata)
        const own = text(metadata.name) ?? text(cells[nameAt]) ?? name
        if (!own) return []
        const namespace = text(metadata.namespace) ?? table.namespace
        const version = text(metadata.resourceVersion)
        const created = text(metadata.creationTimestamp)
        return {
          ...(namespace ? { namespace } : {}),
          name: own,
          ...(version ? { version } : {}),
          ...(created ? { created } : ageAt >= 0 ? { age: String(cellOf(cells[ageAt])) } : {}),
          cells: kept.map(({ at }) => cellOf(cells[at])),
        }
      }),
    ),
    refused: [],
    continue: undefined,
  }
}

function columnOf(entry: unknown): PrintedColumn {
  const { name, type, priority, description } = record(entry)
  return {
    name: (text(name) ?? '').slice(0, 100),
    ...(type === 'integer' || type === 'number' ? { numeric: true } : {}),
    ...((number(priority) ?? 0) > 0 ? { wide: true } : {}),
    ...(text(description) ? { description: text(description)?.slice(0, 500) } : {}),
  }
}

/** As kubectl writes it; what is no plain value is no cell. */
function cellOf(value: unknown): string | number {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (typeof value === 'string') return value.slice(0, LONGEST_CELL)
  return value === null || value === undefined ? '<none>' : JSON.stringify(value).slice(0, 200)
}
