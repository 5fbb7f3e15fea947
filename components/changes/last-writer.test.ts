import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lastWriter } from './last-writer.ts'

const written = (...managedFields: unknown[]) => ({ metadata: { managedFields } })
const rows: readonly { name: string; object: unknown; is: string | undefined }[] = [
  {
    name: 'the newest entry counts',
    object: written(
      { manager: 'helm', time: '2026-11-01T10:00:00Z' },
      { manager: 'kubectl-edit', time: '2026-11-02T10:00:00Z' },
      { manager: 'meshwright', time: '2026-10-02T10:00:00Z' },
    ),
    is: 'kubectl-edit',
  },
  {
    name: 'a controller that writes status is not meant',
    object: written(
      { manager: 'helm', time: '2026-11-01T10:00:00Z' },
      { manager: 'istiod', time: '2026-11-03T10:00:00Z', subresource: 'status' },
    ),
    is: 'helm',
  },
  { name: 'entries of another shape', object: written(null, { manager: 1 }, 'x'), is: undefined },
  { name: 'no metadata', object: null, is: undefined },
]
for (const row of rows) test(row.name, () => assert.equal(lastWriter(row.object), row.is))
