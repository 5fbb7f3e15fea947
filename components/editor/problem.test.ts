import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Finding } from '#lib/findings/finding.ts'
import { mergeProblems, type TextIssue } from './problem.ts'

const range = (line: number) => ({ line, column: 1, endLine: line, endColumn: 2 })
const issue = (over: Partial<TextIssue>): TextIssue => ({
  code: 'schema.type',
  severity: 'error',
  message: 'must be an integer',
  path: 'spec.weight',
  range: range(4),
  ...over,
})
const finding = (over: Partial<Finding>): Finding => ({
  id: 'f',
  code: 'ref.host-not-found',
  aliases: [],
  severity: 'error',
  layer: 'cross-resource',
  resource: 'VirtualService/shop/web',
  path: 'spec.http[0]',
  range: range(9),
  message: 'No Service is named so.',
  mentions: [],
  docs: '',
  ...over,
})

test('an issue that the live text has too was already there', () => {
  const [problem] = mergeProblems([issue({})], [issue({ range: range(2) })], undefined)
  assert.equal(problem?.origin, 'kept')
})

test('an issue of the draft is added by it, and keeps its own range', () => {
  const [problem] = mergeProblems([issue({})], [], undefined)
  assert.deepEqual([problem?.origin, problem?.range?.line], ['added', 4])
})

test('what the plan repeats of the text stands once', () => {
  const repeated = finding({ code: 'schema.type', layer: 'schema', path: 'spec["weight"]' })
  const problems = mergeProblems([issue({})], [], { added: [repeated], kept: [] })
  assert.deepEqual(
    problems.map((problem) => problem.id),
    ['text:0:schema.type'],
  )
})

test('the worst first, then what the draft adds, then by line', () => {
  const problems = mergeProblems([issue({ range: range(8) })], [], {
    added: [finding({ id: 'w', severity: 'warning' }), finding({ id: 'e', range: range(3) })],
    kept: [finding({ id: 'k', range: range(1) })],
  })
  assert.deepEqual(
    problems.map((problem) => problem.id),
    ['plan:e', 'text:0:schema.type', 'plan:k', 'plan:w'],
  )
})
