import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toYaml, withoutManagedFields } from './dump.ts'
import { parseYaml } from './parse.ts'

test('the envelope comes first, status last, the rest sorted', () => {
  const text = toYaml({
    status: { ok: true },
    spec: { b: 1, a: [{ z: 1, x: 2 }] },
    metadata: { uid: 'u', namespace: 'shop', name: 'web', labels: { 'a.b/c': 'true' } },
    kind: 'X',
    apiVersion: 'v1',
  })
  assert.equal(
    text,
    [
      'apiVersion: v1',
      'kind: X',
      'metadata:',
      '  name: web',
      '  namespace: shop',
      '  labels:',
      '    a.b/c: "true"',
      '  uid: u',
      'spec:',
      '  a:',
      '  - x: 2',
      '    z: 1',
      '  b: 1',
      'status:',
      '  ok: true',
      '',
    ].join('\n'),
  )
})

test('what is written is read back as the same value', () => {
  const object = {
    apiVersion: 'v1',
    kind: 'X',
    data: {
      a: 'yes',
      b: '0777',
      c: '1e3',
      d: '08',
      e: '1:30',
      f: '2020-01-01',
      g: 'null',
      h: '',
      i: 'a\nb\n',
      j: '1e+3',
      k: '.5',
      l: '0o17',
      m: '- x',
      n: '~',
      o: 'y',
      p: '*a',
      q: '&a',
      r: '# no',
      s: '0x1F',
      '80': 1,
      yes: 2,
      null: 3,
      '': 4,
      t: '1_000',
      u: '-0b11',
      v: '+.inf',
      w: '!x',
      z: ' lead',
      aa: 'tab\t',
      ab: '\u2028',
      ac: '---',
      ad: '{',
      ae: 'a: b',
      af: 'x\r\ny',
    },
    list: [[], {}, null, true, -0.5, 'long '.repeat(60)],
  }
  const { documents, findings } = parseYaml(toYaml(object))
  assert.deepEqual(
    findings.filter((finding) => finding.severity === 'error'),
    [],
  )
  assert.deepEqual(documents[0]?.value, object)
})

test('managed fields are left out and nothing else', () => {
  const object = { apiVersion: 'v1', kind: 'X', metadata: { name: 'a', managedFields: [{}] } }
  assert.deepEqual(withoutManagedFields(object), {
    apiVersion: 'v1',
    kind: 'X',
    metadata: { name: 'a' },
  })
})
