import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unreadWords } from './unread-words.ts'

const at = (file: string, document: number) => ({ file, document, line: 1, message: 'no' })
const rows = [
  {
    places: [at('a', 0), at('a', 1), at('b', 0)],
    of: 41,
    says: '3 of 41 documents were not read:',
  },
  { places: [at('a', 0), at('a', 0)], of: 41, says: '1 of 41 documents was not read:' },
  { places: [at('a', 0)], of: 1, says: '1 of 1 document was not read:' },
  { places: [at('a', 0)], of: undefined, says: '1 document was not read:' },
  { places: [at('a', 0), at('b', 0)], of: 1, says: '2 documents were not read:' },
]
for (const { places, of, says } of rows)
  test(says, () => assert.equal(unreadWords(places, of), says))
