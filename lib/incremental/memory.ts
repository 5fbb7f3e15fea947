import { isSame, shared } from './same.ts'

/** A derived value for one key, worked out again only when something that it read has changed. */
export type Derivation<T> = (key: string) => T

/** The same of arguments: other ones for a known key are a change. Keys tell apart those that are asked side by side. */
export type DerivationOf<A, T> = (key: string, given: A) => T

/** Something that comes from outside, by key: reading it in a derivation makes that depend on it. */
export type Source = {
  readonly read: (key: string) => void
  readonly changed: (key: string) => void
  /** All keys that something depends on. */
  readonly keys: () => Iterable<string>
}

const CLEAN = 0
/** Something further down changed; whether what this read comes out different is not known yet. */
const MAYBE = 1
const DIRTY = 2

type Table<C> = Map<string, C>

/** So many users are a list: a set of ten takes five times its memory. */
const MOST_LISTED = 16

/** Something that is read, most often by one or a few. */
class Cell {
  users: Unit | readonly Unit[] | Set<Unit> | undefined = undefined
  /** The user that read it last: it is mostly the same again. */
  last: Unit | undefined = undefined
  isForgotten = false
  readonly key: string
  /** The table that it is in; another one may take its place there later. */
  readonly table: Table<Cell>

  constructor(key: string, table: Table<Cell>) {
    this.key = key
    this.table = table
  }
}

/** What the derivations of one name have in common. */
type Rule = {
  readonly name: string
  readonly derive: (given: unknown, key: string) => unknown
  /** Where pinned ones wait to be settled. */
  readonly unsettled: Set<Unit> | undefined
  runs: number
}

class Unit extends Cell {
  state: typeof CLEAN | typeof MAYBE | typeof DIRTY = DIRTY
  value: unknown = undefined
  reads: readonly Cell[] = NOTHING
  given: unknown = undefined
  readonly rule: Rule

  constructor(key: string, table: Table<Cell>, rule: Rule) {
    super(key, table)
    this.rule = rule
  }
}

const NOTHING: readonly Cell[] = []

/** Says that a derivation was interrupted; never seen outside of `Memory`. */
const INTERRUPTED: unique symbol = Symbol('interrupted')

/**
 * What was derived, and from what. A derivation that runs is watched: whatever it reads, sources and other
 * derivations alike, it depends on, so that no list of dependencies can be wrong. When a source changes, only
 * what depends on it is looked at again, and a derivation that comes out the same as before keeps its old value,
 * so that nothing further up runs. Derivations must be pure but for what they read here.
 *
 * The same idea: Acar, Blelloch and Harper, "Adaptive functional programming" (2002); the two marks are those of
 * the "red-green" algorithm of rustc's query system.
 */
export class Memory {
  #running: Unit | undefined
  /** What the running one has read so far. */
  #reads: Cell[] = []
  readonly #rules: Rule[] = []
  readonly #unsettled = new Set<Unit>()
  /** Whether whoever asks has waited long enough. */
  #isOver: (() => boolean) | undefined
  /** How many came to their end since somebody began to wait. */
  #ended = 0

  /**
   * Values by key that much depends on and that seldom come out different. What depends on them is not even looked
   * at before `settle` has found that they did: so a change that might reach everything costs nothing where it does
   * not.
   */
  pinned<T>(name: string, derive: (key: string) => T): Derivation<T> {
    const of = this.#derivation<undefined, T>(name, (_, key) => derive(key), this.#unsettled)
    return (key) => of(key, undefined)
  }

  /** Works out the pinned values that a change may have reached. To be called after each round of changes. */
  settle(): void {
    for (const unit of this.#unsettled) {
      if (!unit.isForgotten) this.#settle(unit)
      this.#unsettled.delete(unit)
    }
  }

  /**
   * Runs something for as long as one is willing to wait, and then stops between two derivations. What came to its
   * end is kept, so that the next try goes on from there; each gets further than the one before. What is run must
   * be able to begin anew: it may change nothing but what is kept here.
   *
   * @param isOver asked before each derivation
   * @returns undefined when it was interrupted
   */
  within<T>(isOver: () => boolean, run: () => T): { readonly value: T } | undefined {
    this.#isOver = isOver
    this.#ended = 0
    try {
      return { value: run() }
    } catch (error) {
      if (error === INTERRUPTED) return undefined
      throw error
    } finally {
      this.#isOver = undefined
    }
  }

  /**
   * A good moment to be interrupted, for what is worked out outside of derivations and kept by whoever does it: each
   * call says that something came to its end.
   */
  pause(): void {
    if (this.#isOver?.() && this.#ended > 0) throw INTERRUPTED
    this.#ended += 1
  }

  /** Values by key. The function gets at everything that may change through sources and derivations only. */
  derivation<T>(name: string, derive: (key: string) => T): Derivation<T> {
    const of = this.derivationOf<undefined, T>(name, (_, key) => derive(key))
    return (key) => of(key, undefined)
  }

  derivationOf<A, T>(name: string, derive: (given: A, key: string) => T): DerivationOf<A, T> {
    return this.#derivation(name, derive, undefined)
  }

  #derivation<A, T>(
    name: string,
    derive: (given: A, key: string) => T,
    unsettled: Set<Unit> | undefined,
  ): DerivationOf<A, T> {
    const units: Table<Unit> = new Map()
    const rule: Rule = { name, derive: (given, key) => derive(given as A, key), unsettled, runs: 0 }
    this.#rules.push(rule)
    const ask = (key: string, given: A): T => {
      let unit = units.get(key)
      if (!unit) {
        unit = new Unit(key, units, rule)
        units.set(key, unit)
      }
      if (unit.state !== DIRTY && !isSame(unit.given, given)) {
        unit.state = DIRTY
        markUsers(unit, MAYBE)
      }
      unit.given = given
      // Settled first: a value that is new to a running derivation is no reason to run that again.
      if (unit.state !== CLEAN) this.#settle(unit)
      // On the way there it may have been forgotten for want of users.
      if (unit.isForgotten) return ask(key, given)
      if (this.#running) this.#use(unit, this.#running)
      return unit.value as T
    }
    return ask
  }

  source(): Source {
    const cells: Table<Cell> = new Map()
    return {
      read: (key) => {
        if (!this.#running) return
        let cell = cells.get(key)
        if (!cell) {
          cell = new Cell(key, cells)
          cells.set(key, cell)
        }
        this.#use(cell, this.#running)
      },
      changed: (key) => {
        const cell = cells.get(key)
        if (cell) markUsers(cell, DIRTY)
      },
      keys: () => cells.keys(),
    }
  }

  /**
   * Runs something without noting what it reads: for whoever has read by itself all that the answer hangs on, at a
   * finer grain than what is asked here.
   */
  unwatched<T>(run: () => T): T {
    const outer = this.#running
    this.#running = undefined
    try {
      return run()
    } finally {
      this.#running = outer
    }
  }

  /** How often derivations ran since this was last asked, by name. */
  takeRuns(): ReadonlyMap<string, number> {
    const runs = new Map<string, number>()
    for (const rule of this.#rules) {
      if (rule.runs > 0) runs.set(rule.name, (runs.get(rule.name) ?? 0) + rule.runs)
      rule.runs = 0
    }
    return runs
  }

  #use(cell: Cell, user: Unit): void {
    if (addUser(cell, user)) this.#reads.push(cell)
  }

  /**
   * Again where a unit was marked while it ran: something that it had read already turned out to be older than
   * what it read later.
   */
  #settle(unit: Unit): void {
    while (unit.state !== CLEAN) {
      if (unit.state === MAYBE && !this.#isReached(unit)) return
      this.#run(unit)
    }
  }

  /** Whether something that a unit read has come out different; it is clean if not. */
  #isReached(unit: Unit): boolean {
    // In the order in which they were read: what an earlier one made it read may be gone by now.
    for (const read of unit.reads) {
      if (read instanceof Unit) this.#settle(read)
      // Set by `markUsers` if what was read came out different.
      if ((unit.state as number) === DIRTY) return true
    }
    // A later one may have brought news to one that was clean when it was looked at.
    if (unit.reads.some((read) => read instanceof Unit && read.state !== CLEAN))
      return this.#isReached(unit)
    unit.state = CLEAN
    return false
  }

  #run(unit: Unit): void {
    // One at least has come to its end: every try gets further.
    if (this.#isOver && this.#ended > 0 && this.#isOver()) throw INTERRUPTED
    const [outer, outerReads, before] = [this.#running, this.#reads, unit.reads]
    unit.reads = NOTHING
    for (const read of before) removeUser(read, unit)
    const reads: Cell[] = []
    this.#running = unit
    this.#reads = reads
    unit.state = CLEAN
    try {
      const { rule } = unit
      rule.runs += 1
      const value = rule.derive(unit.given, unit.key)
      if (!isSame(unit.value, value)) {
        unit.value = shared(unit.value, value)
        markUsers(unit, DIRTY)
      }
      this.#ended += 1
    } catch (error) {
      unit.state = DIRTY
      // It did not get to reading these again; they are wanted when it runs once more.
      for (const read of before) if (addUser(read, unit)) reads.push(read)
      throw error
    } finally {
      this.#running = outer
      this.#reads = outerReads
      // A copy: what has grown keeps room for more.
      unit.reads = reads.length > 0 ? reads.slice() : NOTHING
      // Only now: what is read again must not be forgotten on the way.
      for (const read of before) forgetUnused(read)
    }
  }
}

/** Whether it is a user that was not known. */
function addUser(cell: Cell, user: Unit): boolean {
  if (cell.last === user) return false
  cell.last = user
  const { users } = cell
  if (users === undefined) cell.users = user
  else if (users instanceof Unit) {
    if (users === user) return false
    cell.users = [users, user]
  } else if (users instanceof Set) {
    if (users.has(user)) return false
    users.add(user)
  } else {
    if (users.includes(user)) return false
    // A list with room for just these: one that is pushed to keeps seventeen places.
    cell.users = users.length < MOST_LISTED ? users.concat(user) : new Set(users).add(user)
  }
  return true
}

function removeUser(cell: Cell, user: Unit): void {
  if (cell.last === user) cell.last = undefined
  const { users } = cell
  if (users === user) cell.users = undefined
  else if (users instanceof Set) users.delete(user)
  else if (Array.isArray(users)) {
    const left = users.filter((one) => one !== user)
    cell.users = left.length > 0 ? left : undefined
  }
}

const isUnused = ({ users }: Cell) =>
  users === undefined || (users instanceof Set && users.size === 0)

type Mark = typeof MAYBE | typeof DIRTY

function markUsers(cell: Cell, mark: Mark): void {
  const { users } = cell
  if (users instanceof Unit) markUser(users, mark)
  else if (users) for (const user of users) markUser(user, mark)
}

function markUser(user: Unit, mark: Mark): void {
  const known = user.state
  if (known >= mark) return
  user.state = mark
  if (known !== CLEAN) return
  const { unsettled } = user.rule
  if (unsettled) unsettled.add(user)
  else markUsers(user, MAYBE)
}

/** What nothing reads any more is dropped, and with it what only it read. */
function forgetUnused(cell: Cell): void {
  if (cell.isForgotten || !isUnused(cell)) return
  cell.isForgotten = true
  cell.table.delete(cell.key)
  if (!(cell instanceof Unit)) return
  const { reads } = cell
  cell.reads = NOTHING
  for (const read of reads) {
    removeUser(read, cell)
    forgetUnused(read)
  }
}
