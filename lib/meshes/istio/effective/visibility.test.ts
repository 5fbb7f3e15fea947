import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ByReach, reachOf } from './visibility.ts'

const rows = [
  {
    name: 'nothing written, nothing configured: everybody',
    exportTo: [],
    byDefault: [],
    sees: ['shop', 'books'],
  },
  { name: 'a default of everybody', exportTo: [], byDefault: ['*'], sees: ['shop', 'books'] },
  { name: 'a private default', exportTo: [], byDefault: ['.'], sees: ['shop'] },
  {
    name: 'private wins in a default that says both',
    exportTo: [],
    byDefault: ['*', '.'],
    sees: ['shop'],
  },
  { name: 'names in a default are not honoured', exportTo: [], byDefault: ['books'], sees: [] },
  { name: 'the dot is the own namespace', exportTo: ['.'], byDefault: ['*'], sees: ['shop'] },
  {
    name: 'a name instead of the own namespace',
    exportTo: ['books'],
    byDefault: [],
    sees: ['books'],
  },
  {
    name: 'own namespace and a name',
    exportTo: ['.', 'books'],
    byDefault: [],
    sees: ['shop', 'books'],
  },
  {
    name: 'the star beats all others',
    exportTo: ['~', '.', '*'],
    byDefault: [],
    sees: ['shop', 'books'],
  },
  { name: 'the tilde beats names', exportTo: ['~', 'books', '.'], byDefault: [], sees: [] },
]

for (const { name, exportTo, byDefault, sees } of rows)
  test(`exportTo: ${name}`, () => {
    const shelf = new ByReach<string>()
    shelf.add('it', reachOf(exportTo, 'shop', byDefault), 'shop')
    assert.deepEqual(
      ['shop', 'books'].filter((client) => shelf.visibleTo(client).length > 0),
      sees,
    )
  })

test('private ones come before those exported by name, and both before public ones', () => {
  const shelf = new ByReach<string>()
  const add = (item: string, own: string, exportTo: readonly string[]) =>
    shelf.add(item, reachOf(exportTo, own, []), own)
  add('old and public', 'data', ['*'])
  add('exported', 'books', ['shop'])
  add('private', 'shop', ['.'])
  add('own by name', 'shop', ['shop'])
  assert.deepEqual(shelf.visibleTo('shop'), [
    'private',
    'own by name',
    'exported',
    'old and public',
  ])
  assert.deepEqual(shelf.visibleTo('elsewhere'), ['old and public'])
})
