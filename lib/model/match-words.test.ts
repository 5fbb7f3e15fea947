import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Match } from './match.ts'
import { matchWords } from './match-words.ts'

const header = { name: 'x-team', op: 'present' } as const
const rows: readonly {
  name: string
  match: readonly Match[]
  follows?: boolean
  unless?: string
  words: string | undefined
}[] = [
  { name: 'nothing tested', match: [], words: undefined },
  { name: 'nothing tested after other rules', match: [], follows: true, words: 'everything else' },
  { name: 'a host that is every host', match: [{ hosts: ['*'] }], words: undefined },
  {
    name: 'host and port',
    match: [{ hosts: ['a.com'], port: 443 }],
    words: 'host a.com, port 443',
  },
  {
    name: 'host and everything else',
    match: [{ hosts: ['a.com'] }],
    follows: true,
    words: 'host a.com, everything else',
  },
  {
    name: 'paths',
    match: [{ path: { op: 'exact', value: '/a' } }, { path: { op: 'prefix', value: '/b' } }],
    words: 'path = /a, or starts with /b',
  },
  {
    name: 'what all share is said once',
    match: [
      { headers: [header], path: { op: 'exact', value: '/a' } },
      { headers: [header], path: { op: 'prefix', value: '/b' } },
    ],
    words: 'header x-team present and (path = /a, or starts with /b)',
  },
  {
    name: 'alternatives of which one tests no more',
    match: [{ headers: [header] }, { headers: [header], path: { op: 'exact', value: '/a' } }],
    words: 'header x-team present',
  },
  { name: 'claims', match: [{ claims: { aud: ['x'] } }], words: 'token with aud x' },
  {
    name: 'what has no words',
    match: [],
    unless: 'a patch takes it',
    words: 'everything, unless a patch takes it',
  },
  {
    name: 'query and method',
    match: [{ methods: ['GET'], query: [{ name: 'q', op: 'exact', value: '1' }] }],
    words: 'method GET, query q = 1',
  },
]
for (const { name, match, follows = false, unless, words } of rows)
  test(name, () => assert.equal(matchWords(match, unless, follows), words))
