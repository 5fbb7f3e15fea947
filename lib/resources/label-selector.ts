import { at, isRecord, records, text, textMap, texts } from './field.ts'

export type Labels = ReadonlyMap<string, string>

type Requirement = {
  readonly key: string
  readonly operator: string
  readonly values: readonly string[]
}

/** `matchLabels` and `matchExpressions` as Kubernetes reads them; all must hold. */
export type LabelSelector = {
  readonly labels: Labels
  readonly requirements: readonly Requirement[]
}

/** A LabelSelector field. Absent and `null` are `undefined`; an empty one selects everything. */
export function parseLabelSelector(value: unknown): LabelSelector | undefined {
  if (!isRecord(value)) return undefined
  return {
    labels: textMap(at(value, 'matchLabels')),
    requirements: records(at(value, 'matchExpressions')).map(({ value: entry }) => ({
      key: text(entry.key) ?? '',
      operator: text(entry.operator) ?? '',
      values: texts(entry.values),
    })),
  }
}

/** Whether every wanted label is there with that value. */
export function hasLabels(labels: Labels, wanted: Labels): boolean {
  for (const [key, value] of wanted) if (labels.get(key) !== value) return false
  return true
}

/** @see kubernetes/apimachinery pkg/labels/selector.go, Requirement.Matches */
export function selects(selector: LabelSelector, labels: Labels): boolean {
  return (
    hasLabels(labels, selector.labels) &&
    selector.requirements.every(({ key, operator, values }) => {
      const value = labels.get(key)
      switch (operator) {
        case 'In':
          return value !== undefined && values.includes(value)
        case 'NotIn':
          return value === undefined || !values.includes(value)
        case 'Exists':
          return value !== undefined
        case 'DoesNotExist':
          return value === undefined
        default:
          return false
      }
    })
  )
}

const pair = (key: string, value: string) => `${key}\n${value}`

/** Things with labels, found by selector without looking at each: the rarest wanted label is looked up. */
export class LabelIndex<T> {
  readonly #all: readonly T[]
  readonly #labels: (item: T) => Labels
  readonly #byLabel = new Map<string, T[]>()

  constructor(items: Iterable<T>, labels: (item: T) => Labels) {
    this.#all = [...items]
    this.#labels = labels
    for (const item of this.#all) {
      for (const [key, value] of labels(item)) {
        const at = pair(key, value)
        const found = this.#byLabel.get(at)
        if (found) found.push(item)
        else this.#byLabel.set(at, [item])
      }
    }
    // What has grown keeps room for more.
    for (const [at, found] of this.#byLabel)
      if (found.length > 1) this.#byLabel.set(at, found.slice())
  }

  /** Everything that carries all wanted labels; an empty selector finds all. */
  select(wanted: Labels): readonly T[] {
    let rarest: readonly T[] | undefined
    for (const [key, value] of wanted) {
      const found = this.#byLabel.get(pair(key, value)) ?? []
      if (!rarest || found.length < rarest.length) rarest = found
    }
    if (!rarest) return this.#all
    return wanted.size === 1 ? rarest : rarest.filter((i) => hasLabels(this.#labels(i), wanted))
  }
}

/** The other way round: selectors, found by the labels of a thing. Keeps the order they were given in. */
export class SelectorIndex<T> {
  readonly #any: { item: T; place: number }[] = []
  #anyItems: readonly T[] | undefined
  readonly #byLabel = new Map<string, { item: T; wanted: Labels; place: number }[]>()

  constructor(items: Iterable<T>, selector: (item: T) => Labels | undefined) {
    let place = 0
    for (const item of items) {
      const wanted = selector(item)
      const first = wanted && [...wanted][0]
      if (wanted && first) {
        const at = pair(...first)
        const entry = { item, wanted, place }
        const found = this.#byLabel.get(at)
        if (found) found.push(entry)
        else this.#byLabel.set(at, [entry])
      } else this.#any.push({ item, place })
      place++
    }
  }

  /** Items whose selector holds for these labels, those without a selector among them. */
  matching(labels: Labels): readonly T[] {
    let found: { item: T; place: number }[] | undefined
    if (this.#byLabel.size > 0)
      for (const [key, value] of labels) {
        const entries = this.#byLabel.get(pair(key, value))
        if (!entries) continue
        for (const entry of entries)
          if (hasLabels(labels, entry.wanted)) {
            found ??= [...this.#any]
            found.push(entry)
          }
      }
    if (!found) {
      this.#anyItems ??= this.#any.map(({ item }) => item)
      return this.#anyItems
    }
    return found.sort((a, b) => a.place - b.place).map(({ item }) => item)
  }
}
