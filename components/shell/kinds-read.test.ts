import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PartialKind } from '#components/query/answers.ts'
import { kindsRead } from './kinds-read.ts'

const gap = (
  plural: string,
  reason: PartialKind['reason'],
  namespace?: string,
  group = '',
): PartialKind => ({
  group,
  version: 'v1',
  plural,
  reason,
  message: 'no',
  ...(namespace === undefined ? {} : { namespace }),
})
const rows = [
  { name: 'all', partial: [], read: '45 of 45 kinds read', unread: undefined },
  {
    name: 'what is not served lacks nothing',
    partial: [gap('meshes', 'not-served')],
    read: '45 of 45 kinds read',
    unread: undefined,
  },
  {
    name: 'some are refused',
    partial: [gap('pods', 'not-permitted'), gap('services', 'not-permitted')],
    read: '43 of 45 kinds read',
    unread: '2 not permitted',
  },
  {
    name: 'a kind that is refused in several namespaces is one kind',
    partial: [
      gap('pods', 'not-permitted'),
      gap('pods', 'not-permitted', 'a'),
      gap('pods', 'not-permitted', 'b'),
    ],
    read: '44 of 45 kinds read',
    unread: '1 in part or not permitted',
  },
  {
    name: 'namespaces are read one by one',
    partial: [gap('pods', 'not-permitted')],
    namespaces: ['shop'],
    read: '44 of 45 kinds read',
    unread: '1 in part or not permitted',
  },
  {
    name: 'one name in two groups is two kinds',
    partial: [gap('gateways', 'failed', undefined, 'a'), gap('gateways', 'not-permitted')],
    read: '43 of 45 kinds read',
    unread: '2 not read',
  },
  {
    name: 'never below none',
    synced: 1,
    partial: [gap('pods', 'failed'), gap('services', 'failed')],
    read: '0 of 45 kinds read',
    unread: '2 not read',
  },
]
for (const { name, synced = 45, partial, namespaces, read, unread } of rows)
  test(`kinds read: ${name}`, () =>
    assert.deepEqual(kindsRead({ synced, of: 45, partial, namespaces }), { read, unread }))
