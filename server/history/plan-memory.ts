/** Things that are kept for a while: at most so many, at most so long. The oldest goes first. */
export class PlanMemory<T> {
  readonly #entries = new Map<string, { readonly value: T; readonly until: number }>()
  readonly #limits: { readonly count: number; readonly ms: number }
  readonly #now: () => number

  constructor(limits: { readonly count: number; readonly ms: number }, now: () => number) {
    this.#limits = limits
    this.#now = now
  }

  put(id: string, value: T): void {
    this.#forget()
    this.#entries.set(id, { value, until: this.#now() + this.#limits.ms })
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#limits.count) break
      this.#entries.delete(oldest)
    }
  }

  get(id: string): T | undefined {
    this.#forget()
    return this.#entries.get(id)?.value
  }

  #forget(): void {
    for (const [id, { until }] of this.#entries) {
      if (until > this.#now()) break // in order of time
      this.#entries.delete(id)
    }
  }
}
