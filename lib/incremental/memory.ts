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

class Cell {
  users: Set<Unit> | undefined = undefined
  isForgotten = false
  /** Takes it out of the table that it is in; another one may take its place later. */
  readonly forget: () => void

  constructor(forget: () => void) {
    this.forget = forget
  }
}

class Unit extends Cell {
  state: typeof CLEAN | typeof MAYBE | typeof DIRTY = DIRTY
  value: unknown = undefined
  reads: Cell[] = []
  given: unknown = undefined
  readonly derive: (given: unknown) => unknown

  /** Where a pinned one waits to be settled. */
  readonly unsettled: Set<Unit> | undefined

  constructor(
    forget: () => void,
    derive: (given: unknown) => unknown,
    unsettled: Set<Unit> | undefined,
  ) {
    super(forget)
    this.derive = derive
    this.unsettled = unsettled
  }
}

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
  readonly #runs = new Map<string, number>()

  readonly #unsettled = new Set<Unit>()

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
      this.#unsettled.delete(unit)
      if (!unit.isForgotten) this.#settle(unit)
    }
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
    const units = new Map<string, Unit>()
    const ask = (key: string, given: A): T => {
      let unit = units.get(key)
      if (!unit) {
        unit = new Unit(
          () => units.delete(key),
          (asked) => {
            this.#runs.set(name, (this.#runs.get(name) ?? 0) + 1)
            return derive(asked as A, key)
          },
          unsettled,
        )
        units.set(key, unit)
      }
      if (unit.state !== DIRTY && !isSame(unit.given, given)) {
        unit.state = DIRTY
        markUsers(unit, MAYBE)
      }
      unit.given = given
      // Settled first: a value that is new to a running derivation is no reason to run that again.
      this.#settle(unit)
      // On the way there it may have been forgotten for want of users.
      if (unit.isForgotten) return ask(key, given)
      this.#use(unit)
      return unit.value as T
    }
    return ask
  }

  source(): Source {
    const cells = new Map<string, Cell>()
    return {
      read: (key) => {
        if (!this.#running) return
        let cell = cells.get(key)
        if (!cell) {
          cell = new Cell(() => cells.delete(key))
          cells.set(key, cell)
        }
        this.#use(cell)
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
    const runs = new Map(this.#runs)
    this.#runs.clear()
    return runs
  }

  #use(cell: Cell): void {
    const user = this.#running
    if (!user) return
    cell.users ??= new Set()
    if (cell.users.has(user)) return
    cell.users.add(user)
    user.reads.push(cell)
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
    const outer = this.#running
    const before = unit.reads
    unit.reads = []
    for (const read of before) read.users?.delete(unit)
    this.#running = unit
    unit.state = CLEAN
    try {
      const value = unit.derive(unit.given)
      if (!isSame(unit.value, value)) {
        unit.value = shared(unit.value, value)
        markUsers(unit, DIRTY)
      }
    } catch (error) {
      unit.state = DIRTY
      throw error
    } finally {
      this.#running = outer
      // Only now: what is read again must not be forgotten on the way.
      for (const read of before) forgetUnused(read)
    }
  }
}

function markUsers(cell: Cell, mark: typeof MAYBE | typeof DIRTY): void {
  for (const user of cell.users ?? []) {
    const known = user.state
    if (known >= mark) continue
    user.state = mark
    if (known !== CLEAN) continue
    if (user.unsettled) user.unsettled.add(user)
    else markUsers(user, MAYBE)
  }
}

/** What nothing reads any more is dropped, and with it what only it read. */
function forgetUnused(cell: Cell): void {
  if (cell.isForgotten || (cell.users && cell.users.size > 0)) return
  cell.isForgotten = true
  cell.forget()
  if (!(cell instanceof Unit)) return
  const { reads } = cell
  cell.reads = []
  for (const read of reads) {
    read.users?.delete(cell)
    forgetUnused(read)
  }
}
