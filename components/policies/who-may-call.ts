import type { AccessAnswer, WorkloadsAnswer } from '#components/query/report-hooks.ts'
import type { Ref } from '#lib/resources/reference.ts'

export type AccessRow = AccessAnswer['rows'][number]
export type Workload = WorkloadsAnswer['workloads'][number]
export type Verdict = AccessRow['verdict']

/** Who calls: a service account with a proxy that carries it, or everyone without one. */
export type Caller = {
  /** `ServiceAccount/ns/name` or `anonymous`. */
  readonly id: string
  readonly namespace?: string
  readonly name: string
  readonly principal?: string
  /** Workloads that run as it; none where only a policy names it. */
  readonly workloads: readonly string[]
}

/** What is called: a workload, or a Service that a waypoint answers for. */
export type Target = {
  /** Node id. */
  readonly id: string
  readonly namespace: string
  readonly name: string
  /** Nothing stands before it that could refuse. */
  readonly isUnguarded: boolean
}

/** What holds on one port; without port on all that are not named. */
export type Answer = {
  readonly port?: number
  readonly verdict: Verdict
  readonly because: string
  /** The row that decides; absent for the default. */
  readonly row?: AccessRow
}

export type Cell = { readonly verdict: Verdict; readonly answers: readonly Answer[] }

export const ANONYMOUS: Caller = { id: 'anonymous', name: 'no identity', workloads: [] }

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Everyone who may appear as a caller: by what runs, and by what policies name. Those without identity come last. */
export function callersOf(
  workloads: readonly Workload[],
  rows: readonly AccessRow[],
): readonly Caller[] {
  const found = new Map<
    string,
    { namespace: string; name: string; principal?: string; workloads: string[] }
  >()
  for (const { identity, namespace, id } of workloads) {
    if (!identity.principal) continue
    const key = `ServiceAccount/${namespace}/${identity.serviceAccount}`
    const known = found.get(key)
    if (known) known.workloads.push(id)
    else
      found.set(key, {
        namespace,
        name: identity.serviceAccount,
        principal: identity.principal.replace(/^spiffe:\/\//, ''),
        workloads: [id],
      })
  }
  for (const { from } of rows) {
    const [kind, namespace, name] = from.split('/')
    if (kind === 'ServiceAccount' && namespace && name && !found.has(from))
      found.set(from, { namespace, name, workloads: [] })
  }
  return [
    ...[...found]
      .map(([id, caller]): Caller => ({ id, ...caller }))
      .sort((a, b) => compare(a.id, b.id)),
    ANONYMOUS,
  ]
}

/** Everything in a mesh that can be called, and what policies name besides. */
export function targetsOf(
  workloads: readonly Workload[],
  rows: readonly AccessRow[],
): readonly Target[] {
  const found = new Map<string, Target>()
  const named = new Set(rows.map((r) => r.to))
  for (const { id, namespace, name, inMesh } of workloads) {
    const isUnguarded = inMesh === 'none'
    if (!isUnguarded || named.has(id)) found.set(id, { id, namespace, name, isUnguarded })
  }
  for (const to of named) {
    if (to === '*' || found.has(to)) continue
    const [namespace = '', ...rest] = to.slice(to.indexOf(':') + 1).split('/')
    found.set(to, { id: to, namespace, name: rest.at(-1) ?? to, isUnguarded: false })
  }
  return [...found.values()].sort(
    (a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name) || compare(a.id, b.id),
  )
}

/** One star, at the start or at the end, as policies write patterns. */
function fits(pattern: string, value: string): boolean {
  if (pattern === '*') return value !== ''
  if (pattern.startsWith('*')) return value.endsWith(pattern.slice(1))
  if (pattern.endsWith('*')) return value.startsWith(pattern.slice(0, -1))
  return pattern === value
}

/** Whom a row names, as a whole or among others. */
function speaksOf(from: string, caller: Caller): boolean {
  if (caller.id === 'anonymous') return from === 'anonymous'
  if (from.startsWith('principal:'))
    return fits(
      from.slice(10),
      caller.principal ?? `cluster.local/ns/${caller.namespace}/sa/${caller.name}`,
    )
  if (from.startsWith('namespace:')) return fits(from.slice(10), caller.namespace ?? '')
  return from === `Namespace/${caller.namespace}`
}

/** Where two rows name a caller both hold: what goes first decides, and between equals who lets in. */
const RANK: Record<Verdict, number> = { allow: 0, unknown: 1, conditional: 2, deny: 3 }
const stronger = (a: AccessRow, b: AccessRow): AccessRow => {
  const [first, second] = [a.precedence ?? 0, b.precedence ?? 0]
  if (first !== second) return first > second ? a : b
  return RANK[a.verdict] <= RANK[b.verdict] ? a : b
}

/** Rows of a target that hold for a caller: of its account alone, else of all that name it, else of everyone. */
function rowsFor(rows: readonly AccessRow[], caller: Caller): readonly (readonly AccessRow[])[] {
  const bySubject = new Map<string, AccessRow[]>()
  for (const row of rows) {
    const list = bySubject.get(row.from)
    if (list) list.push(row)
    else bySubject.set(row.from, [row])
  }
  const own = bySubject.get(caller.id)
  if (own) return [own]
  const among = [...bySubject].filter(([from]) => speaksOf(from, caller)).map(([, list]) => list)
  if (among.length > 0) return among
  const everyone = bySubject.get('*')
  return everyone ? [everyone] : []
}

const NO_PROXY = 'The pods have no proxy, so nothing enforces policies there.'
const NO_POLICY = 'No policy selects it: everyone in the mesh may call it.'

/** Rows by target, so that a cell need not read them all. */
export function rowsByTarget(
  rows: readonly AccessRow[],
): ReadonlyMap<string, readonly AccessRow[]> {
  const found = new Map<string, AccessRow[]>()
  for (const row of rows) {
    const list = found.get(row.to)
    if (list) list.push(row)
    else found.set(row.to, [row])
  }
  return found
}

/** Whether a caller may call a target, by port where ports differ. */
export function mayCall(
  byTarget: ReadonlyMap<string, readonly AccessRow[]>,
  byDefault: AccessAnswer['default'],
  caller: Caller,
  target: Target,
): Cell {
  const own = byTarget.get(target.id)
  if (!own && target.isUnguarded)
    return { verdict: 'allow', answers: [{ verdict: 'allow', because: NO_PROXY }] }
  const subjects = rowsFor(own ?? byTarget.get('*') ?? [], caller)
  if (subjects.length === 0) {
    const because =
      byDefault.verdict === 'allow'
        ? NO_POLICY
        : 'No row names it, so the default of the mesh holds.'
    return { verdict: byDefault.verdict, answers: [{ verdict: byDefault.verdict, because }] }
  }
  const ports = new Set(subjects.flat().map((r) => r.port))
  ports.add(undefined)
  // Named ports in order; what holds for all others comes last.
  const answers = [...ports]
    .sort((a, b) => (a ?? Infinity) - (b ?? Infinity))
    .flatMap((port): Answer[] => {
      const held = subjects.flatMap(
        (list) => list.find((r) => r.port === port) ?? list.find((r) => r.port === undefined) ?? [],
      )
      const [first, ...others] = held
      if (!first) return []
      const row = others.reduce(stronger, first)
      const { verdict, because } = row
      return [{ ...(port === undefined ? {} : { port }), verdict, because, row }]
    })
  const verdicts = new Set(answers.map((a) => a.verdict))
  const [only] = verdicts
  return { verdict: verdicts.size === 1 && only ? only : 'conditional', answers }
}

/** Who decides a cell: the objects, each once. */
export const decidersOf = ({ answers }: Cell): readonly Ref[] => [
  ...new Set(answers.flatMap((a) => a.row?.by ?? [])),
]

/** `ServiceAccount/shop/web` → "service account shop/web". */
export function fromWords(from: string): string {
  if (from === '*') return 'any identity'
  if (from === 'anonymous') return 'no identity'
  if (from.startsWith('ServiceAccount/')) return from.slice(15)
  if (from.startsWith('Namespace/')) return `namespace ${from.slice(10)}`
  return from.replace(':', ' ')
}
