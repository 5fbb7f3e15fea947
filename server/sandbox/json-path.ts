import { isRecord } from '#lib/resources/field.ts'

type Step =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'all' }
  | {
      readonly kind: 'filter'
      readonly path: readonly Step[]
      readonly isNot: boolean
      readonly value: string
    }

/**
 * Values at a JSONPath of a printer column: `.a.b`, `['a.b']`, `\.` in a key, `[0]`, `[*]` and
 * `[?(@.type=="Ready")]`. Empty for a path that this reader does not know.
 */
export function jsonPathValues(root: unknown, path: string): readonly unknown[] {
  const steps = parseSteps(path)
  if (!steps) return []
  return steps.reduce<readonly unknown[]>(
    (values, step) => values.flatMap((value) => take(value, step)),
    [root],
  )
}

function take(value: unknown, step: Step): readonly unknown[] {
  if (step.kind === 'key')
    return isRecord(value) && Object.hasOwn(value, step.key) ? [value[step.key]] : []
  if (step.kind === 'all')
    return Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : []
  if (!Array.isArray(value)) return []
  if (step.kind === 'index') {
    const index = step.index < 0 ? value.length + step.index : step.index
    return index in value ? [value[index]] : []
  }
  return value.filter((entry) => {
    const [found] = step.path.reduce<readonly unknown[]>(
      (all, one) => all.flatMap((each) => take(each, one)),
      [entry],
    )
    return (found !== undefined && String(found) === step.value) !== step.isNot
  })
}

function parseSteps(path: string): readonly Step[] | undefined {
  const steps: Step[] = []
  let rest = path.replace(/^\{(.*)\}$/, '$1').replace(/^\$/, '')
  while (rest !== '') {
    const key = /^\.((?:[^.[\]\\]|\\.)+)/.exec(rest)
    const quoted = /^\[(?:'([^']*)'|"([^"]*)")\]/.exec(rest)
    const index = /^\[(-?\d{1,9})\]/.exec(rest)
    const all = /^(?:\.\*|\[\*\])/.exec(rest)
    const filter =
      /^\[\?\(\s*@((?:\.[\w-]+)+)\s*(==|!=)\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*\)\]/.exec(rest)
    const match = all ?? key ?? quoted ?? index ?? filter
    if (!match) return undefined
    if (all) steps.push({ kind: 'all' })
    else if (key) steps.push({ kind: 'key', key: (key[1] ?? '').replaceAll(/\\(.)/g, '$1') })
    else if (quoted) steps.push({ kind: 'key', key: quoted[1] ?? quoted[2] ?? '' })
    else if (index) steps.push({ kind: 'index', index: Number(index[1]) })
    else if (filter) {
      const inner = parseSteps(filter[1] ?? '')
      if (!inner) return undefined
      const value = filter[3] ?? filter[4] ?? filter[5] ?? ''
      steps.push({ kind: 'filter', path: inner, isNot: filter[2] === '!=', value })
    }
    rest = rest.slice(match[0].length)
  }
  return steps
}
