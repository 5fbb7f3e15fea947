import type { Match, TextMatch } from '#lib/model/match.ts'
import type { RouteRule } from '#lib/model/route-table.ts'

type PathTest = NonNullable<Match['path']>

/** Prefixes of meshes differ in whether they end at a segment; what both agree on is covered. */
function pathCovers(wide: PathTest | undefined, narrow: PathTest | undefined): boolean {
  if (!wide) return true
  if (!narrow) return false
  if (wide.op === narrow.op && wide.value === narrow.value) return true
  if (wide.op !== 'prefix' || narrow.op === 'regex') return false
  const stem = wide.value.endsWith('/') ? wide.value : `${wide.value}/`
  return narrow.value === wide.value || narrow.value.startsWith(stem)
}

const testCovers = (wide: TextMatch, narrow: TextMatch): boolean => {
  if (wide.name.toLowerCase() !== narrow.name.toLowerCase()) return false
  if (wide.op === narrow.op && wide.value === narrow.value) return true
  if (wide.op === 'present') return narrow.op !== 'absent' && narrow.op !== 'regex'
  return (
    wide.op === 'prefix' &&
    (narrow.op === 'exact' || narrow.op === 'prefix') &&
    (narrow.value ?? '').startsWith(wide.value ?? '')
  )
}

const testsCover = (wide: readonly TextMatch[] = [], narrow: readonly TextMatch[] = []) =>
  wide.every((test) => narrow.some((own) => testCovers(test, own)))

const listCovers = (wide: readonly string[] | undefined, narrow: readonly string[] | undefined) =>
  !wide || (!!narrow && narrow.every((value) => wide.includes(value)))

/** Whether every request that `narrow` takes is one that `wide` takes; false where that is not certain. */
export function matchCovers(wide: Match, narrow: Match): boolean {
  return (
    (wide.port === undefined || wide.port === narrow.port) &&
    listCovers(wide.hosts, narrow.hosts) &&
    listCovers(wide.methods, narrow.methods) &&
    pathCovers(wide.path, narrow.path) &&
    testsCover(wide.headers, narrow.headers) &&
    testsCover(wide.query, narrow.query) &&
    (!wide.claims || JSON.stringify(wide.claims) === JSON.stringify(narrow.claims)) &&
    // All sources of a list must hold together: more of them take less.
    (wide.sources ?? []).every((source) => narrow.sources?.includes(source) ?? false)
  )
}

const NOTHING: readonly Match[] = [{}]

/** Pairs of conditions that one table is worth; in larger ones only rules that take everything are looked for. */
const MOST_PAIRS = 200_000

const takesEverything = ({ match, unless }: RouteRule) => match.length === 0 && unless === undefined

/**
 * For each rule of a table the earlier one that takes all that it asks for, where one alone does.
 * @param rules in the order in which they are tried
 */
export function shadows(rules: readonly RouteRule[]): ReadonlyMap<RouteRule, RouteRule> {
  const found = new Map<RouteRule, RouteRule>()
  const conditions = rules.reduce((sum, rule) => sum + Math.max(1, rule.match.length), 0)
  const isLarge = conditions ** 2 / 2 > MOST_PAIRS
  const earlier: RouteRule[] = []
  for (const rule of rules) {
    const asked = rule.match.length > 0 ? rule.match : NOTHING
    const by = earlier.find((other) =>
      asked.every((narrow) =>
        (other.match.length > 0 ? other.match : NOTHING).some((wide) => matchCovers(wide, narrow)),
      ),
    )
    if (by) found.set(rule, by)
    // What is itself never reached takes nothing, and what has conditions without words may not.
    else if (rule.unless === undefined && !rule.unreachable && (!isLarge || takesEverything(rule)))
      earlier.push(rule)
  }
  return found
}
