import { concat } from '#lib/incremental/concat.ts'
import { SortedEntries } from '#lib/incremental/sorted.ts'
import { keptOf, PROVIDERS } from '#lib/meshes/index.ts'
import type { KeptModel } from '#lib/meshes/kept-model.ts'
import type { Check, Report, Walk } from '#lib/meshes/provider.ts'
import type { MeshModel } from '#lib/model/mesh-model.ts'
import type { Finding } from './finding.ts'

/** Every check of every mesh, in one table. */
export const CHECKS: readonly Check[] = PROVIDERS.flatMap((provider) => provider.checks)

/** Stable for as long as the same thing is wrong in the same place. */
const idOf = (check: Check, { resource, path }: Report) =>
  [check.code, resource, path ?? ''].join(' ')

function findingOf(check: Check, report: Report): Finding {
  const { resource, path, message, fix, mentions, severity } = report
  return {
    id: idOf(check, report),
    code: check.code,
    aliases: check.aliases,
    severity: severity ?? check.severity,
    layer: check.layer,
    resource,
    ...(path === undefined ? {} : { path }),
    message,
    ...(fix === undefined ? {} : { fix }),
    mentions: mentions ?? [],
    docs: check.source,
  }
}

const RANK = { error: 0, warning: 1, info: 2 } as const
const worstFirst = (a: Finding, b: Finding) =>
  RANK[a.severity] - RANK[b.severity] || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

type Kept = {
  readonly all: () => readonly Finding[]
  readonly sorted: SortedEntries<Finding, Finding>
}
const runs = new WeakMap<KeptModel, Kept>()

/**
 * What is wrong with a cluster, worst first. One check says one thing about one place once. What was found before
 * in the same line of models and still is, is the same object.
 *
 * @param previous what was found before, where other models of the line may have been looked at since
 */
export function findingsOf(
  model: MeshModel,
  previous: readonly Finding[] = [],
): readonly Finding[] {
  const kept = keptOf(model)
  const run = runs.get(kept) ?? {
    all: derivations(kept),
    sorted: new SortedEntries<Finding, Finding>(
      (finding) => finding.id,
      (finding) => finding,
      worstFirst,
    ),
  }
  runs.set(kept, run)
  const isContinued = run.sorted.entries === previous
  const { entries } = run.sorted.update(run.all())
  return isContinued ? entries : run.sorted.adopt(previous)
}

/** Of two reports with one id the first counts, in the order of the table. */
function* once(found: Iterable<Finding>): Iterable<Finding> {
  const seen = new Set<string>()
  for (const finding of found) {
    if (seen.has(finding.id)) continue
    seen.add(finding.id)
    yield finding
  }
}

function derivations({ memory, live }: KeptModel): () => readonly Finding[] {
  const whole = CHECKS.filter((check) => !check.each)
  const ran = memory.derivation('check', (at): readonly Finding[] => {
    const check = whole[Number(at)]
    return check && !check.each
      ? [...once([...check.run(live)].map((report) => findingOf(check, report)))]
      : []
  })
  const walks = [...new Set(CHECKS.flatMap((check) => check.each ?? []))].map((walk) =>
    walked({ memory, live }, walk),
  )
  const all = memory.derivation('findings', (): readonly Finding[] =>
    concat([...walks.map((walk) => walk()), ...whole.map((_, at) => ran(String(at))).reverse()]),
  )
  return () => all('')
}

function walked(
  { memory, live }: Pick<KeptModel, 'memory' | 'live'>,
  walk: Walk,
): () => readonly Finding[] {
  const checks = CHECKS.flatMap((check) => (check.each === walk ? [check] : []))
  const about = memory.derivation(`checks of ${walk.name}`, (place): readonly Finding[] => {
    const end = place.indexOf('\n')
    const [group, key] = [place.slice(0, end), place.slice(end + 1)]
    const found = checks.flatMap((check) =>
      [...check.about(live, group, key)].map((report) => findingOf(check, report)),
    )
    return [...once(found)]
  })
  const inGroup = memory.derivation(`checks of ${walk.name} by group`, (group) =>
    concat([...walk.keys(live, group)].map((key) => about(`${group}\n${key}`))),
  )
  const all = memory.derivation(`checks of every ${walk.name}`, () =>
    concat([...walk.groups(live)].map(inGroup)),
  )
  return () => all('')
}
