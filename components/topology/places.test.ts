import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPlaces, writePlaces } from './places.ts'

test('places survive their way through text', () => {
  const moves = new Map([
    ['service:a/b', { x: 12, y: -8 }],
    ['__proto__', { x: 1, y: 2 }],
  ])
  assert.deepEqual(readPlaces(writePlaces(moves)), moves)
})

const rows: { name: string; text: string | null; ids: string[] }[] = [
  { name: 'nothing stored', text: null, ids: [] },
  { name: 'no JSON', text: '{', ids: [] },
  { name: 'no list', text: '{"a":1}', ids: [] },
  {
    name: 'rows that are no places',
    text: '[["a",1,2],["b","1",2],[3,1,2],null,["c",null,1],["d",3,4]]',
    ids: ['a', 'd'],
  },
]
for (const row of rows)
  test(`read: ${row.name}`, () => assert.deepEqual([...readPlaces(row.text).keys()], row.ids))
