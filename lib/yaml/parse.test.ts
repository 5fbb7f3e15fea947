import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseYaml } from './parse.ts'

const head = 'apiVersion: v1\nkind: Service\n'
const value = (field: string) =>
  (parseYaml(`${head}x: ${field}\n`).documents[0]?.value as { x: unknown } | undefined)?.x

const scalars: readonly (readonly [string, unknown])[] = [
  ['yes', true],
  ['Off', false],
  ['y', true],
  ['N', false],
  ['on', true],
  ['true', true],
  ['"yes"', 'yes'],
  ['80', 80],
  ['-20', -20],
  ['1_000', 1000],
  ['0777', 511],
  ['0o17', 15],
  ['0x1F', 31],
  ['-0b11', -3],
  ['08', 8],
  ['79.5', 79.5],
  ['50.0', 50],
  ['.5', 0.5],
  ['5.', '5.'],
  ['1e3', '1e3'],
  ['1e+3', 1000],
  ['1:30', '1:30'],
  ['2020-01-01', '2020-01-01'],
  ['1.2.3', '1.2.3'],
  ['~', null],
]
for (const [text, wanted] of scalars)
  test(`reads ${text} as Kubernetes does`, () => assert.deepEqual(value(text), wanted))

type Row = {
  name: string
  text: string
  codes: readonly string[]
  line?: number
  contains?: string
  path?: string
}
const findings: Row[] = [
  { name: 'a plain manifest', text: head, codes: [] },
  { name: 'two documents and a comment', text: `${head}---\n# nothing\n---\n${head}`, codes: [] },
  { name: 'JSON', text: '{"apiVersion": "v1", "kind": "Service"}', codes: [] },
  { name: 'an empty text', text: '\n', codes: [] },
  {
    name: 'a sentence inside',
    text: 'apiVersion: v1\nand then\nkind: Service\n',
    codes: ['yaml.syntax'],
    line: 2,
    contains: 'line 2',
  },
  {
    name: 'a doubled key',
    text: 'apiVersion: v1\nkind: A\nspec:\n  a: 1\n  a: 2\n',
    codes: ['yaml.duplicate-key'],
    line: 5,
    contains: 'line 4',
    path: 'spec.a',
  },
  {
    name: 'keys that become the same text',
    text: `${head}x:\n  true: 1\n  yes: 2\n`,
    codes: ['yaml.duplicate-key'],
    path: 'x.true',
  },
  {
    name: 'a field without value',
    text: `${head}spec:\n  match:\n  to: 1\n`,
    codes: ['yaml.null-field'],
    line: 4,
    path: 'spec.match',
  },
  { name: 'an anchor', text: `${head}a: &x 1\nb: *x\n`, codes: ['yaml.syntax'], line: 3 },
  {
    name: 'an ampersand inside text',
    text: `${head}a: b & c *d\nb: "&x"\nc: |\n  &x\n  *y\n`,
    codes: [],
  },
  { name: 'a merge key', text: `${head}a:\n  <<: {b: 1}\n`, codes: ['yaml.syntax'], line: 4 },
  { name: 'an unknown tag', text: `${head}a: !foo b\n`, codes: ['yaml.syntax'], line: 3 },
  {
    name: 'a key that reaches prototypes',
    text: `${head}__proto__:\n  a: 1\n`,
    codes: ['yaml.syntax'],
    line: 3,
  },
  { name: 'a map as key', text: `${head}? {a: 1}\n: 2\n`, codes: ['yaml.syntax'] },
  {
    name: 'an integer that would be rounded',
    text: `${head}a: 9007199254740993\n`,
    codes: ['yaml.syntax'],
    path: 'a',
  },
  { name: 'infinity', text: `${head}a: .inf\n`, codes: ['yaml.syntax'] },
  {
    name: 'a missing kind',
    text: 'apiVersion: v1\n',
    codes: ['yaml.not-a-resource'],
    contains: 'kind is missing',
  },
  {
    name: 'HCL',
    text: 'Kind = "service-router"\nName = "web"\n',
    codes: ['yaml.not-a-resource'],
    contains: 'HCL',
  },
  {
    name: 'HCL that is no YAML',
    text: 'service {\n  name = "web"\n}\n\tx: [',
    codes: ['yaml.not-a-resource', 'yaml.syntax', 'yaml.syntax'],
  },
  {
    name: 'a printed table',
    text: 'NAME   READY   STATUS\nweb-1  2/2     Running\n',
    codes: ['yaml.not-a-resource'],
    contains: 'table',
  },
  {
    name: 'a command',
    text: '$ kubectl get pods\n',
    codes: ['yaml.not-a-resource'],
    contains: 'commands',
  },
  {
    name: 'a list',
    text: '- apiVersion: v1\n',
    codes: ['yaml.not-a-resource'],
    contains: 'a list',
  },
  {
    name: 'only the second document is broken',
    text: `${head}---\nx: [\n`,
    codes: ['yaml.syntax'],
  },
]
for (const row of findings)
  test(`findings: ${row.name}`, () => {
    const parsed = parseYaml(row.text)
    assert.deepEqual(
      parsed.findings.map((finding) => finding.code),
      row.codes,
    )
    const first = parsed.findings[0]
    if (row.line) assert.equal(first?.range.line, row.line)
    if (row.path) assert.equal(first?.path, row.path)
    if (row.contains) assert.ok(first?.message.includes(row.contains), first?.message)
  })

test('a broken document does not hide the other ones', () => {
  const { documents } = parseYaml(`${head}---\nx: [\n---\n${head}`)
  assert.equal(documents.length, 3)
  assert.equal(documents[1]?.value, undefined)
  assert.deepEqual(documents[2]?.value, { apiVersion: 'v1', kind: 'Service' })
})

const bombs: readonly { name: string; text: string; contains: string }[] = [
  { name: 'brackets', text: '['.repeat(100_000), contains: '64 levels' },
  { name: 'braces', text: '{a: '.repeat(50_000), contains: '64 levels' },
  { name: 'dashes', text: '- '.repeat(50_000), contains: '64 levels' },
  {
    name: 'indentation',
    text: Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
    contains: '64 levels',
  },
  {
    name: 'keys',
    text: Array.from({ length: 9_000 }, (_, i) => `k${i}: 1`).join('\n'),
    contains: '2000 keys',
  },
  { name: 'lines', text: '\n'.repeat(20_000), contains: '10000 lines' },
  { name: 'length', text: 'x'.repeat(300_000), contains: '256 KiB' },
  { name: 'documents', text: '---\na: 1\n'.repeat(500), contains: '200 documents' },
  { name: 'a long number', text: `a: ${'1'.repeat(200_000)}x`, contains: 'no Kubernetes resource' },
  {
    name: 'aliases',
    text: `a: &a [x]\n${Array.from({ length: 5_000 }, () => '- *a').join('\n')}`,
    contains: 'Anchors',
  },
]
for (const row of bombs)
  test(`limits: ${row.name}`, () => {
    const before = performance.now()
    const { findings: found } = parseYaml(row.text)
    assert.ok(found[0]?.message.includes(row.contains), found[0]?.message)
    assert.ok(performance.now() - before < 30_000) // quadratic would take minutes; how fast is for the benchmarks
  })

test('paths become ranges of key and value, absent ones the key above', () => {
  const [document] = parseYaml('spec:\n  http:\n  - route:\n    - weight: 79.5\n').documents
  assert.deepEqual(document?.pathToRange('spec.http[0].route[0].weight'), {
    line: 4,
    column: 7,
    endLine: 4,
    endColumn: 19,
  })
  assert.deepEqual(document?.pathToRange('spec.hosts'), {
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 5,
  })
})
