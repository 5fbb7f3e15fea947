import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matcher } from './pattern.ts'

const rows: readonly { pattern: string; yes: readonly string[]; no: readonly string[] }[] = [
  { pattern: '^a+$', yes: ['a', 'aaa'], no: ['', 'b', 'ab'] },
  { pattern: 'b', yes: ['abc'], no: ['ac'] },
  {
    pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
    yes: ['a', 'a-b.c', 'x1.y2'],
    no: ['-a', 'a.', 'A', 'a..b'],
  },
  { pattern: '^(\\*\\.)?[a-z]+$', yes: ['*.abc', 'abc'], no: ['*abc', 'a.b'] },
  { pattern: "^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$", yes: ['X-Header', '`'], no: ['magic/', 'a b'] },
  {
    pattern: "^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$",
    yes: ['/a%2F', '/'],
    no: ['/a%2', '/[]', ''],
  },
  {
    pattern: '^([0-9]{1,5}(h|m|s|ms)){1,4}$',
    yes: ['1h', '10ms5s'],
    no: ['', '1', '123456h', '1h1h1h1h1h'],
  },
  { pattern: '^[!-~]+([\\t ]?[!-~]+)*$', yes: ['a b', 'a\tb'], no: ['a  b', ' a'] },
  {
    pattern: '(^$|^[a-f0-9]{64}$)',
    yes: ['', 'a'.repeat(64)],
    no: ['a'.repeat(63), 'g'.repeat(64)],
  },
  { pattern: '^(?i)abc$', yes: ['AbC'], no: ['abd'] },
  { pattern: '^[[:alpha:]]\\d*\\b', yes: ['a12', 'b'], no: ['1', 'a1_'] },
  { pattern: '^[^a-c]$', yes: ['d', '😀'], no: ['a', 'dd'] },
  { pattern: '^a{2}b{1,}$', yes: ['aab', 'aabb'], no: ['ab', 'aa'] },
  { pattern: '^a{0}$', yes: [''], no: ['a'] },
  { pattern: 'a{,2}', yes: ['a{,2}'], no: ['aa'] },
  { pattern: '^(a|ab)(c|bcd)$', yes: ['abcd', 'ac', 'abc'], no: ['abd'] },
  { pattern: '^()*$', yes: [''], no: ['a'] },
  { pattern: '^(a*)*$', yes: ['', 'aaa'], no: ['b'] },
]

for (const row of rows)
  test(row.pattern, () => {
    const matches = matcher(row.pattern)
    assert.ok(matches)
    for (const value of row.yes) assert.equal(matches(value), true, `${value} should match`)
    for (const value of row.no) assert.equal(matches(value), false, `${value} should not match`)
  })

for (const pattern of [
  '(?=a)',
  'a**',
  '(a',
  '[z-a]',
  '(?<!a)b',
  '\\1',
  'a{1001}',
  '((a{1000}){1000}){1000}',
  `${'('.repeat(5000)}${')'.repeat(5000)}`,
])
  test(`${pattern.slice(0, 40)} is not for this engine`, () => {
    assert.equal(matcher(pattern), undefined)
  })

test('a pattern that blows up a backtracking engine takes linear time', () => {
  const matches = matcher('^(a+)+$')
  assert.ok(matches)
  const started = performance.now()
  assert.equal(matches(`${'a'.repeat(20_000)}b`), false)
  assert.ok(performance.now() - started < 30_000) // exponential would take hours; how fast is for the benchmarks
})
