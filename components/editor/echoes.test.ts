import assert from 'node:assert/strict'
import { test } from 'node:test'
import { echoes } from './echoes.ts'

test('texts that were sent come back as echoes, late ones too', () => {
  const text = echoes('a')
  assert.ok(text.isNew('ab'))
  assert.ok(text.isNew('abc'))
  assert.ok(text.isEcho('ab'))
  assert.ok(text.isEcho('abc'))
})

test('a text from elsewhere is none', () => {
  const text = echoes('a')
  text.isNew('ab')
  assert.equal(text.isEcho('discarded'), false)
})

test('the text of before is from elsewhere once a later one came back', () => {
  const text = echoes('live')
  text.isNew('draft')
  assert.ok(text.isEcho('draft'))
  assert.equal(text.isEcho('live'), false)
})

test('the same text is not sent twice', () => {
  const text = echoes('a')
  assert.equal(text.isNew('a'), false)
  assert.ok(text.isNew('b'))
  assert.ok(text.isNew('a'))
})
