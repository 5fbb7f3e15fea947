import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { answerViews } from './corpus-answers.ts'

/** Views recorded from Istio's own code, beside the project where it is developed. */
const CASES = join(
  import.meta.dirname,
  '../../../../../shared/corpus/istio-effective-config/cases.json',
)
const skip = existsSync(CASES) ? false : `no corpus at ${CASES}`

type View = { readonly id: string; readonly expected: Readonly<Record<string, unknown>> }
type Case = { readonly id: string; readonly views: readonly View[] }

const ORDERED = new Set(['virtualServices', 'virtualServicesByGateway', 'from'])

/** Lists are sorted but where their order is part of the answer. */
function canonical(value: unknown, isOrdered = false): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => canonical(item, isOrdered))
    const text = (item: unknown) => JSON.stringify(item)
    return isOrdered ? items : items.sort((a, b) => (text(a) < text(b) ? -1 : 1))
  }
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(fields.map(([k, v]) => [k, canonical(v, isOrdered || ORDERED.has(k))]))
}

const cases: readonly Case[] = skip ? [] : JSON.parse(readFileSync(CASES, 'utf8'))

/** Without its answers, as `npm run corpus` gets it. */
const stripped = ({ views, ...rest }: Case) => ({
  ...rest,
  views: views.map(({ expected, ...view }) => ({ ...view, ask: Object.keys(expected) })),
})

test('istio-effective-config of the corpus is there', { skip }, () => {
  assert.ok(cases.flatMap((c) => c.views).length >= 75)
})

for (const one of cases)
  test(`effective configuration: ${one.id}`, () => {
    const answers = answerViews(stripped(one))
    for (const { id, expected } of one.views)
      for (const [key, value] of Object.entries(expected)) {
        const found = (answers[id] as Record<string, unknown> | undefined)?.[key]
        const [actual, wanted] = [found, value].map((v) => canonical(v, ORDERED.has(key)))
        assert.deepEqual(actual, wanted, `${id}: ${key}`)
      }
  })
