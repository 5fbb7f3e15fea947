import assert from 'node:assert/strict'
import { test } from 'node:test'
import { foreignSender } from './origin.ts'

const host = '127.0.0.1:3000'
const rows = [
  { origin: 'http://127.0.0.1:3000', fetchSite: 'same-origin', proof: true, foreign: undefined },
  { origin: 'https://127.0.0.1:3000', fetchSite: null, proof: true, foreign: undefined },
  { origin: null, fetchSite: 'same-origin', proof: true, foreign: undefined },
  { origin: null, fetchSite: null, proof: false, foreign: undefined },
  { origin: null, fetchSite: null, proof: true, foreign: 'none' },
  { origin: 'http://evil.test', fetchSite: null, proof: false, foreign: 'http://evil.test' },
  {
    origin: 'http://evil.test',
    fetchSite: 'cross-site',
    proof: false,
    foreign: 'http://evil.test',
  },
  {
    origin: 'http://127.0.0.1:3001',
    fetchSite: 'same-site',
    proof: true,
    foreign: 'http://127.0.0.1:3001',
  },
  {
    origin: 'http://127.0.0.1:3000',
    fetchSite: 'cross-site',
    proof: true,
    foreign: 'http://127.0.0.1:3000',
  },
  { origin: 'null', fetchSite: null, proof: false, foreign: 'null' },
  {
    origin: 'http://127.0.0.1:3000.evil.test',
    fetchSite: null,
    proof: false,
    foreign: 'http://127.0.0.1:3000.evil.test',
  },
  { origin: null, fetchSite: 'none', proof: true, foreign: 'none' },
]

test('the page of a proxy in front is an own page where its address was given', () => {
  const origin = 'https://tools.example'
  const proved = { proof: true }
  const sender = { host, origin, fetchSite: 'same-origin' }
  assert.equal(foreignSender({ ...sender, publicUrl: origin }, proved), undefined)
  assert.equal(foreignSender(sender, proved), origin)
  assert.equal(foreignSender({ ...sender, publicUrl: 'https://x.example' }, proved), origin)
})

for (const { origin, fetchSite, proof, foreign } of rows) {
  test(`Origin ${origin}, Sec-Fetch-Site ${fetchSite}${proof ? ', by cookie' : ''}: ${foreign ?? 'own'}`, () => {
    assert.equal(foreignSender({ host, origin, fetchSite }, { proof }), foreign)
  })
}
