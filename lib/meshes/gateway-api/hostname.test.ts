import assert from 'node:assert/strict'
import { test } from 'node:test'
import { servedHosts } from './hostname.ts'

/** @see gateway-api apis/v1/httproute_types.go, HTTPRouteSpec.Hostnames: the examples of the specification */
const rows: readonly { listener: string; route: readonly string[]; served: readonly string[] }[] = [
  { listener: '*', route: [], served: ['*'] },
  { listener: 'test.example.com', route: [], served: ['test.example.com'] },
  { listener: 'test.example.com', route: ['test.example.com'], served: ['test.example.com'] },
  { listener: 'test.example.com', route: ['*.example.com'], served: ['test.example.com'] },
  { listener: '*.example.com', route: ['test.example.com'], served: ['test.example.com'] },
  { listener: '*.example.com', route: ['foo.test.example.com'], served: ['foo.test.example.com'] },
  { listener: '*.example.com', route: ['example.com'], served: [] },
  { listener: '*.example.com', route: ['test.example.net'], served: [] },
  { listener: '*.example.com', route: ['badexample.com'], served: [] },
  {
    listener: '*.example.com',
    route: ['test.example.com', 'test.example.net'],
    served: ['test.example.com'],
  },
  { listener: '*.example.com', route: ['*.test.example.com'], served: ['*.test.example.com'] },
  { listener: '*.test.example.com', route: ['*.example.com'], served: ['*.test.example.com'] },
  { listener: '*.example.com', route: ['*.example.com'], served: ['*.example.com'] },
  { listener: '*', route: ['a.com', 'b.com'], served: ['a.com', 'b.com'] },
  { listener: 'a.com', route: ['*'], served: ['a.com'] },
]
for (const { listener, route, served } of rows)
  test(`listener ${listener} and route ${route.join(' ') || '(none)'}`, () =>
    assert.deepEqual(servedHosts(listener, route), served))
