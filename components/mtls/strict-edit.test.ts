import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askedOf, askFor, strictEdit } from './strict-edit.ts'

const policy = (name: string, created: string, spec: object, namespace = 'shop') => ({
  apiVersion: 'security.istio.io/v1',
  kind: 'PeerAuthentication',
  metadata: { name, namespace, creationTimestamp: created },
  spec: spec as Record<string, unknown>,
})
const edited = (policies: Parameters<typeof strictEdit>[0]) => {
  const { text, ...rest } = strictEdit(policies, 'shop', 'security.istio.io/v1')
  return { ...rest, object: JSON.parse(text) as { metadata: object; spec: object } }
}

test('where nobody speaks for the namespace, a policy is written', () => {
  const { object, ref, isNew } = edited([
    policy('other', '1', {}, 'else'),
    policy('some', '1', { selector: { matchLabels: { app: 'a' } } }),
  ])
  assert.deepEqual([ref, isNew], ['PeerAuthentication/shop/default', true])
  assert.deepEqual(object.spec, { mtls: { mode: 'STRICT' } })
})

test('the oldest that speaks for all of it is changed, and keeps what else it says', () => {
  const { object, ref, isNew } = edited([
    policy('younger', '2026-02-01T00:00:00Z', {}),
    policy('older', '2026-01-01T00:00:00Z', {
      mtls: { mode: 'PERMISSIVE' },
      selector: { matchLabels: {} },
    }),
  ])
  assert.deepEqual([ref, isNew], ['PeerAuthentication/shop/older', false])
  assert.deepEqual(object.spec, { mtls: { mode: 'STRICT' }, selector: { matchLabels: {} } })
})

for (const [value, asked] of [
  ['strict:shop', { namespace: 'shop' }],
  [askFor(undefined), { namespace: undefined }],
  [askFor('mesh'), { namespace: 'mesh' }],
  ['strict:', undefined],
  ['loose:shop', undefined],
  [undefined, undefined],
] as const)
  test(`${value} asks about ${JSON.stringify(asked)}`, () =>
    assert.deepEqual(askedOf(value), asked))
