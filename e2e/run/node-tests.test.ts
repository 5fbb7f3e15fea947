import assert from 'node:assert/strict'
import { test } from 'node:test'
import { read } from './node-tests.ts'

const rows = [
  {
    name: 'counts are the closing lines',
    tap: '# pass 3\n# fail 0\n# cancelled 0\n',
    code: 0,
    passed: 3,
    failed: 0,
    skipped: 0,
  },
  {
    name: 'cancelled tests have failed',
    tap: '# pass 1\n# fail 1\n# cancelled 2\n',
    code: 1,
    passed: 1,
    failed: 3,
    skipped: 0,
  },
  { name: 'a runner that died is a failure', tap: '', code: 1, passed: 0, failed: 1, skipped: 0 },
  {
    name: 'a skipped test is named',
    tap: 'ok 1 - watch # SKIP no binary\n# pass 0\n# fail 0\n',
    code: 0,
    passed: 0,
    failed: 0,
    skipped: 1,
  },
]
for (const { name, tap, code, ...expected } of rows) {
  test(name, () => {
    const { passed, failed, skipped } = read(tap, code)
    assert.deepEqual({ passed, failed, skipped: skipped.length }, expected)
  })
}
