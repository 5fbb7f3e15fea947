import assert from 'node:assert/strict'
import { test } from 'node:test'
import { security } from '#lib/fixtures/istio-objects.ts'
import { PeerAuthentications, readPeerAuthentications } from './peer-authentication.ts'

const mesh = security('PeerAuthentication', 'istio-system/default', {
  mtls: { mode: 'PERMISSIVE' },
})
const ns = security('PeerAuthentication', 'shop/default', { mtls: { mode: 'STRICT' } })
const nsLater = security('PeerAuthentication', 'shop/later', { mtls: { mode: 'DISABLE' } })
const nsUnset = security('PeerAuthentication', 'shop/unset', { mtls: { mode: 'UNSET' } })
const own = security('PeerAuthentication', 'shop/web', {
  selector: { matchLabels: { app: 'web' } },
  mtls: { mode: 'DISABLE' },
  portLevelMtls: { 8080: { mode: 'STRICT' }, 9090: { mode: 'UNSET' } },
})
const ownOnlyPorts = security('PeerAuthentication', 'shop/ports', {
  selector: { matchLabels: { app: 'web' } },
  portLevelMtls: { 8080: { mode: 'PERMISSIVE' } },
})
const rootSelector = security('PeerAuthentication', 'istio-system/web', {
  selector: { matchLabels: { app: 'web' } },
  mtls: { mode: 'STRICT' },
})
const emptySelector = security('PeerAuthentication', 'shop/empty', {
  selector: { matchLabels: {} },
  mtls: { mode: 'STRICT' },
})

// @see istio/istio pilot/pkg/security/authn/policy_applier.go, ComposePeerAuthentication
const rows = [
  {
    name: 'no policy: permissive',
    policies: [],
    port: undefined,
    mode: 'PERMISSIVE',
    by: 'default',
  },
  {
    name: 'the mesh policy',
    policies: [mesh],
    port: undefined,
    mode: 'PERMISSIVE',
    by: 'PeerAuthentication/istio-system/default',
  },
  {
    name: 'a namespace policy beats the mesh one',
    policies: [ns, mesh],
    port: undefined,
    mode: 'STRICT',
    by: 'PeerAuthentication/shop/default',
  },
  {
    name: 'a workload policy beats the namespace',
    policies: [mesh, ns, own],
    port: undefined,
    mode: 'DISABLE',
    by: 'PeerAuthentication/shop/web',
  },
  {
    name: 'a port beats the workload',
    policies: [ns, own],
    port: 8080,
    mode: 'STRICT',
    by: 'PeerAuthentication/shop/web',
  },
  {
    name: 'an unset port has the mode of the workload',
    policies: [ns, own],
    port: 9090,
    mode: 'DISABLE',
    by: 'PeerAuthentication/shop/web',
  },
  {
    name: 'an unset mode leaves the wider scope in force',
    policies: [mesh, nsUnset],
    port: undefined,
    mode: 'PERMISSIVE',
    by: 'PeerAuthentication/istio-system/default',
  },
  {
    name: 'ports alone leave the namespace mode for the others',
    policies: [ns, ownOnlyPorts],
    port: 9090,
    mode: 'STRICT',
    by: 'PeerAuthentication/shop/default',
  },
  {
    name: 'of two in one scope the older counts',
    policies: [nsLater, ns],
    port: undefined,
    mode: 'STRICT',
    by: 'PeerAuthentication/shop/default',
  },
  {
    name: 'a selector in the root namespace does nothing',
    policies: [rootSelector],
    port: undefined,
    mode: 'PERMISSIVE',
    by: 'default',
  },
  {
    name: 'an empty selector is none',
    policies: [emptySelector],
    port: undefined,
    mode: 'STRICT',
    by: 'PeerAuthentication/shop/empty',
  },
] as const

for (const { name, policies, port, mode, by } of rows)
  test(name, () => {
    const all = new PeerAuthentications(readPeerAuthentications(policies), 'istio-system')
    const decision = all.decide('shop', new Map([['app', 'web']]), port)
    assert.deepEqual({ mode: decision.mode, by: decision.by }, { mode, by })
  })
