import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Fit, fitOf, fold, merged } from './fit.ts'

const rows: { name: string; text: string; word: string; fit: Fit | undefined }[] = [
  {
    name: 'the whole text',
    text: 'reviews',
    word: 'reviews',
    fit: { how: 'whole', ranges: [[0, 7]] },
  },
  {
    name: 'its beginning',
    text: 'Reviews-v1',
    word: 'rev',
    fit: { how: 'prefix', ranges: [[0, 3]] },
  },
  {
    name: 'the beginning of a word goes before an earlier place inside of one',
    text: 'preview-review',
    word: 'rev',
    fit: { how: 'word', ranges: [[8, 11]] },
  },
  {
    name: 'a capital begins a word',
    text: 'VirtualService',
    word: 'serv',
    fit: { how: 'word', ranges: [[7, 11]] },
  },
  {
    name: 'capitals in a row are one word',
    text: 'HTTPRoute',
    word: 'ttp',
    fit: { how: 'inside', ranges: [[1, 4]] },
  },
  {
    name: 'inside of a word',
    text: 'productpage',
    word: 'page',
    fit: { how: 'inside', ranges: [[7, 11]] },
  },
  {
    name: 'beginnings of words in order',
    text: 'istio-ingressgateway-canary',
    word: 'iinc',
    fit: {
      how: 'initials',
      ranges: [
        [0, 1],
        [6, 8],
        [21, 22],
      ],
    },
  },
  {
    name: 'letters that begin no word are none',
    text: 'productpage-v1',
    word: 'pg',
    fit: undefined,
  },
  { name: 'another order is none', text: 'a-b', word: 'ba', fit: undefined },
  { name: 'what is a pattern elsewhere is text', text: 'a.c', word: '.*', fit: undefined },
  {
    name: 'brackets and stars are found as they are',
    text: 'x (a+)+$ y',
    word: '(a+)+$',
    fit: { how: 'inside', ranges: [[2, 8]] },
  },
  {
    name: 'marks keep their places behind letters that get longer',
    text: 'İ-web',
    word: 'web',
    fit: { how: 'word', ranges: [[2, 5]] },
  },
]
for (const { name, text, word, fit } of rows) {
  test(name, () => assert.deepEqual(fitOf(text, fold(text), word), fit))
}

test('ranges that touch or overlap become one', () => {
  assert.deepEqual(
    merged([
      [5, 7],
      [0, 2],
      [2, 3],
      [1, 2],
    ]),
    [
      [0, 3],
      [5, 7],
    ],
  )
})

test('a long text of one letter is searched in one pass', () => {
  const text = 'a'.repeat(200_000)
  assert.equal(fitOf(text, text, `${'a'.repeat(100)}b`), undefined)
})
