import assert from 'node:assert/strict'
import { test } from 'node:test'
import { object } from '#lib/fixtures/istio-objects.ts'
import { CORE_KINDS } from '#lib/resources/core-kinds.ts'
import { snapshotFromObjects } from '#lib/snapshot/from-objects.ts'
import { withRoots } from './trust-roots.ts'

// Two self-signed certificates, made for this test with `openssl req -x509 -days 36500`; their keys are gone.
const FIRST = `-----BEGIN CERTIFICATE-----
MIIBsTCCAVegAwIBAgIULpfNke94oWiI1yS/Z7XJD2IKifYwCgYIKoZIzj0EAwIw
LTEWMBQGA1UECgwNY2x1c3Rlci5sb2NhbDETMBEGA1UEAwwKZmlyc3Qgcm9vdDAg
Fw0yNjExMjMwMTM4MzBaGA8yMTI2MTAzMDAxMzgzMFowLTEWMBQGA1UECgwNY2x1
c3Rlci5sb2NhbDETMBEGA1UEAwwKZmlyc3Qgcm9vdDBZMBMGByqGSM49AgEGCCqG
SM49AwEHA0IABDOAMrWcctQqsOsC5KdBD05mZkQHo1LQKHgayOUzEPAwHjM7xc4A
ncqnHB3NZ0plFj7eFnbRF23aiGtEMkUVnZejUzBRMB0GA1UdDgQWBBQP7OTY/0j9
TEJlmALRFss5K0DamDAfBgNVHSMEGDAWgBQP7OTY/0j9TEJlmALRFss5K0DamDAP
BgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQCl+X0YXwG/5JJlOt3x
j0fupTaBqxXIkX9z03pVM6a+KwIgd4kAS13CNgCbSv4BVVXCQOAbMPCfAKc8y60I
cgt2EwM=
-----END CERTIFICATE-----
`
const SECOND = `-----BEGIN CERTIFICATE-----
MIIBiDCCAS2gAwIBAgIUfQlwpsXbwkcrbyhZ+mXuk8Dlrz0wCgYIKoZIzj0EAwIw
GDEWMBQGA1UECgwNY2x1c3Rlci5sb2NhbDAgFw0yNjExMjMwMTM4MzBaGA8yMTI2
MTAzMDAxMzgzMFowGDEWMBQGA1UECgwNY2x1c3Rlci5sb2NhbDBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABJ/ftgN5YaPemD6QaY7bH3I8Dhgk73Bs3ikDCnYu6mxG
slVAxGGnsN2WkhzGBtlBol/nFNkhDcgx3lmz+ao7snGjUzBRMB0GA1UdDgQWBBTJ
4Rq6SzioerWp1EkyjnLJfqwM2jAfBgNVHSMEGDAWgBTJ4Rq6SzioerWp1EkyjnLJ
fqwM2jAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQDyy7iZvtPL
L6UdISd2KKDPRBBGHoka4x+xrT5AVWlcHwIhAJTkeKXWbBd8lQVX/aQ1wB0R0Vnb
lS8RzxOvPHUJBs2U
-----END CERTIFICATE-----
`

const copy = (namespace: string, pem: unknown) =>
  object('v1', 'ConfigMap', `${namespace}/istio-ca-root-cert`, { data: { 'root-cert.pem': pem } })
const trust = (...namespaces: string[]) =>
  namespaces.map((namespace) => ({
    installation: `istio:${namespace}/default`,
    trustDomain: 'cluster.local',
    roots: [],
  }))
const subjects = (installations: string[], ...objects: ReturnType<typeof copy>[]) =>
  withRoots(trust(...installations), snapshotFromObjects(CORE_KINDS, objects)).map(({ roots }) =>
    roots.map(({ subject, from }) => `${subject} from ${from}`),
  )

test('roots: subject, end and where it was read, each certificate once', () => {
  const [row] = withRoots(
    trust('istio-system'),
    snapshotFromObjects(CORE_KINDS, [copy('a', FIRST), copy('istio-system', FIRST)]),
  )
  assert.deepEqual(row?.roots, [
    {
      subject: 'O=cluster.local, CN=first root',
      notAfter: '2126-10-30T01:38:30.000Z',
      from: 'ConfigMap/istio-system/istio-ca-root-cert',
    },
  ])
})

test('roots: a bundle has several, and a copy that differs says where it stands', () => {
  assert.deepEqual(
    subjects(['istio-system'], copy('istio-system', FIRST + SECOND), copy('b', SECOND)),
    [
      [
        'O=cluster.local, CN=first root from ConfigMap/istio-system/istio-ca-root-cert',
        'O=cluster.local from ConfigMap/istio-system/istio-ca-root-cert',
      ],
    ],
  )
  assert.deepEqual(subjects(['istio-system'], copy('istio-system', FIRST), copy('b', SECOND)), [
    [
      'O=cluster.local, CN=first root from ConfigMap/istio-system/istio-ca-root-cert',
      'O=cluster.local from ConfigMap/b/istio-ca-root-cert',
    ],
  ])
})

test('roots: of two control planes each has what stands in its own namespace', () => {
  assert.deepEqual(
    subjects(['one', 'two'], copy('one', FIRST), copy('two', SECOND), copy('c', FIRST)),
    [
      ['O=cluster.local, CN=first root from ConfigMap/one/istio-ca-root-cert'],
      ['O=cluster.local from ConfigMap/two/istio-ca-root-cert'],
    ],
  )
})

for (const pem of [
  '',
  7,
  null,
  'no certificate',
  FIRST.slice(0, 200),
  FIRST.replace('MII', 'AAA'),
]) {
  test(`roots: ${JSON.stringify(pem)?.slice(0, 40)} is no certificate and never throws`, () => {
    assert.deepEqual(subjects(['istio-system'], copy('istio-system', pem)), [[]])
  })
}
