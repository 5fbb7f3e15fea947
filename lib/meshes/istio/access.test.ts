import assert from 'node:assert/strict'
import { test } from 'node:test'
import { security } from '#lib/fixtures/istio-objects.ts'
import { decideAccess, type RequestFacts, valueMatches } from './access.ts'
import { readAuthorizationPolicies } from './authorization-policy.ts'

let count = 0
const policy = (action: string, rules: readonly unknown[] | undefined, annotations = {}) => {
  const made = security('AuthorizationPolicy', `shop/p${count++}`, {
    action,
    ...(rules ? { rules } : {}),
  })
  return { ...made, metadata: { ...made.metadata, annotations } }
}
const from = (source: object) => ({ from: [{ source }] })
const to = (operation: object) => ({ to: [{ operation }] })
const when = (key: string, values: readonly string[]) => ({ when: [{ key, values }] })

const facts: RequestFacts = {
  protocol: 'http',
  principal: 'cluster.local/ns/web/sa/front',
  port: 8080,
  hosts: ['shop.example.com'],
  paths: [{ op: 'exact', value: '/cart' }],
  claims: null,
}
const plaintext = { ...facts, principal: null }
const tcp = { ...facts, protocol: 'tcp' as const }
const token = { ...facts, claims: new Map([['aud', ['shop.example.com']]]) }

// @see istio/istio pilot/pkg/security/authz/builder/builder.go
const rows = [
  { name: 'no policy allows', policies: [], facts, verdict: 'allow' },
  {
    name: 'ALLOW without rules denies everything',
    policies: [policy('ALLOW', undefined)],
    facts,
    verdict: 'deny',
  },
  {
    name: 'an empty rule matches everything',
    policies: [policy('ALLOW', [{}])],
    facts,
    verdict: 'allow',
  },
  {
    name: 'the caller is named',
    policies: [policy('ALLOW', [from({ principals: ['cluster.local/ns/web/sa/front'] })])],
    facts,
    verdict: 'allow',
  },
  {
    name: 'spiffe:// is left out of account',
    policies: [policy('ALLOW', [from({ principals: ['spiffe://cluster.local/ns/web/sa/*'] })])],
    facts,
    verdict: 'allow',
  },
  {
    name: 'another caller is named',
    policies: [policy('ALLOW', [from({ namespaces: ['books'] })])],
    facts,
    verdict: 'deny',
  },
  {
    name: 'over plaintext nobody is named',
    policies: [policy('ALLOW', [from({ namespaces: ['*'] })])],
    facts: plaintext,
    verdict: 'deny',
  },
  {
    name: 'and not-fields hold',
    policies: [policy('DENY', [from({ notNamespaces: ['web'] })])],
    facts: plaintext,
    verdict: 'deny',
  },
  {
    name: 'DENY before ALLOW',
    policies: [policy('ALLOW', [{}]), policy('DENY', [to({ ports: ['8080'] })])],
    facts,
    verdict: 'deny',
  },
  {
    name: 'a DENY that may match',
    policies: [policy('DENY', [to({ methods: ['POST'] })])],
    facts,
    verdict: 'conditional',
  },
  {
    name: 'from and to must both hold',
    policies: [policy('ALLOW', [{ ...from({ namespaces: ['web'] }), ...to({ ports: ['9090'] }) }])],
    facts,
    verdict: 'deny',
  },
  {
    name: 'paths of the route decide',
    policies: [policy('ALLOW', [to({ paths: ['/cart', '/pay*'] })])],
    facts,
    verdict: 'allow',
  },
  {
    name: 'hosts regardless of case',
    policies: [policy('ALLOW', [to({ hosts: ['SHOP.example.com'] })])],
    facts,
    verdict: 'allow',
  },
  {
    name: 'a claim without a valid token',
    policies: [policy('ALLOW', [when('request.auth.claims[aud]', ['shop.example.com'])])],
    facts,
    verdict: 'deny',
  },
  {
    name: 'a claim that the token has',
    policies: [policy('ALLOW', [when('request.auth.claims[aud]', ['shop.example.com'])])],
    facts: token,
    verdict: 'conditional',
  },
  {
    name: 'a claim that the token has otherwise',
    policies: [policy('ALLOW', [when('request.auth.claims[aud]', ['other'])])],
    facts: token,
    verdict: 'deny',
  },
  {
    name: 'CUSTOM makes it conditional',
    policies: [policy('CUSTOM', [{}])],
    facts,
    verdict: 'conditional',
  },
  { name: 'AUDIT only logs', policies: [policy('AUDIT', [{}])], facts, verdict: 'allow' },
  {
    name: 'a dry run is not enforced',
    policies: [policy('DENY', [{}], { 'istio.io/dry-run': 'true' })],
    facts,
    verdict: 'allow',
  },
  {
    name: 'TCP: ALLOW with HTTP fields never matches',
    policies: [policy('ALLOW', [to({ methods: ['GET'] })])],
    facts: tcp,
    verdict: 'deny',
  },
  {
    name: 'TCP: DENY loses its HTTP fields',
    policies: [policy('DENY', [to({ methods: ['GET'] })])],
    facts: tcp,
    verdict: 'deny',
  },
]
for (const { name, policies, facts: known, verdict } of rows)
  test(name, () => {
    assert.equal(decideAccess(readAuthorizationPolicies(policies), known).verdict, verdict)
  })

test('a conditional answer names the claims that it takes', () => {
  const asks = policy('ALLOW', [when('request.auth.claims[aud]', ['shop.example.com', 'other'])])
  const { claims } = decideAccess(readAuthorizationPolicies([asks]), token)
  assert.deepEqual({ ...claims }, { aud: ['shop.example.com'] })
})

const values = [
  { pattern: '*', value: '', holds: false },
  { pattern: '/api*', value: '/apiary', holds: true },
  { pattern: '*.com', value: 'a.com', holds: true },
  { pattern: '*/ns/books/*', value: 'td/ns/books/sa/x', holds: false },
]
for (const { pattern, value, holds } of values)
  test(`${pattern} ${holds ? 'takes' : 'does not take'} "${value}"`, () => {
    assert.equal(valueMatches(pattern, value), holds)
  })
