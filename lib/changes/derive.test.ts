import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ALL_KINDS } from '#lib/meshes/index.ts'
import { kindId } from '#lib/resources/kind.ts'
import { emptySnapshot, reduce } from '#lib/snapshot/reduce.ts'
import type { Snapshot, SnapshotEvent } from '#lib/snapshot/snapshot.ts'
import { type Derived, derive, inSteps } from './derive.ts'
import { planted, type Random, randomEvent, randomFrom } from './random-cluster.fixture.ts'

const PARTS = ['graph', 'findings', 'mtls'] as const
const WATCHED = ALL_KINDS.filter((kind) => kind.watch).map(kindId)

/** Now and then how far a kind is read changes too. */
function nextEvents(random: Random): readonly SnapshotEvent[] {
  const events: SnapshotEvent[] = Array.from({ length: 1 + random.below(2) }, () =>
    randomEvent(random),
  )
  if (random.below(15) > 0) return events
  const state = random.of([
    { state: 'synced' as const },
    { state: 'syncing' as const },
    { state: 'not-permitted' as const, message: 'no', namespaces: ['shop'] },
  ])
  return [...events, { type: 'status', kind: random.of(WATCHED), status: state }]
}

function started(random: Random): Snapshot {
  const ready = WATCHED.map((kind) => ({
    type: 'status' as const,
    kind,
    status: { state: 'synced' as const },
  }))
  return reduce(emptySnapshot(ALL_KINDS), [...ready, ...planted(random)])
}

/** Contents only: functions and what is worked out late are for who asks. */
const contributed = ({ model }: Derived) =>
  [...model.contributions].map(([id, c]) => [
    id,
    c.tables,
    c.gateways,
    c.entries,
    c.ingresses,
    c.edges,
    c.services,
    c.workloads,
  ])

const SEEDS = Number(process.env.SEEDS ?? 12)
const FIRST = Number(process.env.SEED ?? 1)
const STEPS = 60

for (let seed = FIRST; seed < FIRST + SEEDS; seed++)
  test(`random events give what a full rebuild gives, seed ${seed}`, () => {
    const random = randomFrom(seed * 7919)
    let snapshot = started(random)
    let kept = derive(snapshot)
    for (let step = 0; step < STEPS; step++) {
      const events = nextEvents(random)
      snapshot = reduce(snapshot, events)
      // A preview looks at another snapshot in between, from the same model.
      if (random.below(6) === 0) derive(reduce(snapshot, nextEvents(random)), kept)
      const before = kept
      kept = derive(snapshot, before)
      const fresh = derive(snapshot)
      const told = `SEED=${seed}, step ${step}, after ${events.map((e) => JSON.stringify(e).slice(0, 600)).join('\n')}`
      for (const part of PARTS) assert.deepEqual(kept[part], fresh[part], `${part}: ${told}`)
      assert.deepEqual(contributed(kept), contributed(fresh), `contributions: ${told}`)
      for (const part of PARTS) assertKept(before[part], kept[part], `${part}: ${told}`)
    }
  })

/** One derivation at a time, with looks at other snapshots in between. */
function bitByBit(random: Random, snapshot: Snapshot, previous?: Derived): Derived {
  const work = inSteps(snapshot, previous)
  for (let bits = 0; bits < 100_000; bits++) {
    const done = work.proceed(() => random.below(4) > 0)
    if (done) return done
    if (previous && random.below(40) === 0) derive(reduce(snapshot, nextEvents(random)), previous)
  }
  throw new Error('It gets no further.')
}

for (let seed = FIRST; seed < FIRST + Math.min(SEEDS, 4); seed++)
  test(`what is derived bit by bit is what is derived at once, seed ${seed}`, () => {
    const random = randomFrom(seed * 6007)
    let snapshot = started(random)
    let kept = bitByBit(random, snapshot)
    for (let step = 0; step < 20; step++) {
      const fresh = derive(snapshot)
      for (const part of PARTS)
        assert.deepEqual(kept[part], fresh[part], `${part}: SEED=${seed}, step ${step}`)
      assert.deepEqual(contributed(kept), contributed(fresh), `SEED=${seed}, step ${step}`)
      snapshot = reduce(snapshot, nextEvents(random))
      kept = bitByBit(random, snapshot, kept)
    }
  })

/** What says the same is the same object, from the whole down to the entries of lists. */
function assertKept(
  before: Derived[(typeof PARTS)[number]],
  now: typeof before,
  told: string,
): void {
  if (before === now) return
  assert.notDeepEqual(before, now, `the same said anew: ${told}`)
  const lists = (value: object) =>
    (Array.isArray(value) ? [value] : Object.values(value)) as object[][]
  for (const [i, list] of lists(now).entries()) {
    const known = new Map((lists(before)[i] ?? []).map((entry) => [JSON.stringify(entry), entry]))
    for (const entry of list) {
      const old = known.get(JSON.stringify(entry))
      if (old && 'id' in entry) assert.equal(entry, old, `made anew: ${told}`)
    }
  }
}
