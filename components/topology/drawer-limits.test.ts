import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drawerWidth } from './drawer-limits.ts'

const rows = [
  { name: 'as wanted', wanted: 420.4, is: 420 },
  { name: 'never narrower', wanted: 12, is: 340 },
  { name: 'never wider', wanted: 4000, is: 640 },
  { name: 'the usual one for what is no number', wanted: Number.NaN, is: 372 },
]
for (const { name, wanted, is } of rows)
  test(`the drawer is ${name}`, () => assert.equal(drawerWidth(wanted), is))
