import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Severity } from '#lib/findings/finding.ts'
import { diffFindings } from './finding-diff.ts'
import { textFinding } from './text-finding.ts'

const finding = (code: string, severity: Severity = 'warning', message = '') =>
  textFinding({ code, severity, layer: 'semantic', resource: 'R/a', path: 'spec', message })
const codes = (list: readonly { code: string }[]) => list.map((f) => f.code)

test('what came, what stayed, what went', () => {
  const { added, stayed, removed } = diffFindings(
    [finding('a'), finding('b')],
    [finding('b', 'warning', 'other words'), finding('c')],
  )
  assert.deepEqual([codes(added), codes(stayed), codes(removed)], [['c'], ['b'], ['a']])
})
test('another severity is another finding', () => {
  const { added, removed } = diffFindings([finding('a', 'warning')], [finding('a', 'info')])
  assert.deepEqual(
    [added.map((f) => f.severity), removed.map((f) => f.severity)],
    [['info'], ['warning']],
  )
})
test('the same finding twice is counted', () => {
  assert.deepEqual(codes(diffFindings([finding('a')], [finding('a'), finding('a')]).added), ['a'])
  assert.deepEqual(codes(diffFindings([finding('a'), finding('a')], [finding('a')]).removed), ['a'])
})
