import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { storedChoice } from './preferences.ts'

const dataset: Record<string, string> = {}
let stored: Map<string, string>
let refuses = false
const put = (name: string, value: unknown) =>
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })

beforeEach(() => {
  stored = new Map()
  refuses = false
  for (const key of Object.keys(dataset)) delete dataset[key]
  const guard = () => {
    if (refuses) throw new Error('storage is off')
  }
  put('document', { documentElement: { dataset } })
  put('localStorage', {
    getItem: (key: string) => {
      guard()
      return stored.get(key) ?? null
    },
    setItem: (key: string, value: string) => {
      guard()
      stored.set(key, value)
    },
    removeItem: (key: string) => {
      guard()
      stored.delete(key)
    },
  })
})
afterEach(() => put('document', undefined))

test('what is usual is not stored; what is chosen is, and stands on the document', () => {
  const choice = storedChoice('k', ['auto', 'roomy', 'compact'], 'density')
  assert.equal(choice.get(), 'auto')
  choice.set('roomy')
  assert.deepEqual([choice.get(), stored.get('k'), dataset.density], ['roomy', 'roomy', 'roomy'])
  choice.set('auto')
  assert.deepEqual([choice.get(), stored.has('k'), 'density' in dataset], ['auto', false, false])
})

test('what somebody else wrote there is no choice', () => {
  stored.set('k', '<b>dark</b>')
  assert.equal(storedChoice('k', ['system', 'dark']).get(), 'system')
})

test('without storage a choice holds as long as the page', () => {
  refuses = true
  const choice = storedChoice('k', ['on', 'off'])
  assert.equal(choice.get(), 'on')
  choice.set('off')
  assert.equal(choice.get(), 'off')
})
