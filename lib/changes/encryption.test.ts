import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EdgeMtls, GraphEdge } from '#lib/graph/graph.ts'
import type { MtlsReport, PostureRow } from '#lib/model/mtls-report.ts'
import { isHopLowered, postureChanges } from './encryption.ts'
import type { Hop } from './hops.ts'

const hop = (...states: readonly string[]): Hop => ({
  from: 'a',
  to: 'b',
  edges: states.map((text, index): GraphEdge => {
    const [state, enforced] = text.split('!')
    const mtls = {
      state,
      enforced: enforced !== undefined,
      because: '',
      decidedBy: [],
    } as unknown as EdgeMtls
    return { id: String(index), from: 'a', to: 'b', via: [], mtls }
  }),
})
const hops = [
  { name: 'enforced to not enforced', before: hop('mtls!'), after: hop('mtls'), lowered: true },
  { name: 'mutual to plaintext', before: hop('mtls'), after: hop('plaintext'), lowered: true },
  { name: 'mutual to unknown', before: hop('mtls'), after: hop('unknown'), lowered: true },
  { name: 'one-way to raw TCP', before: hop('tls'), after: hop('opaque'), lowered: true },
  {
    name: 'one of two rules',
    before: hop('mtls', 'mtls'),
    after: hop('mtls', 'plaintext'),
    lowered: true,
  },
  { name: 'unknown to mutual', before: hop('unknown'), after: hop('mtls'), lowered: false },
  { name: 'plaintext to enforced', before: hop('plaintext'), after: hop('mtls!'), lowered: false },
  {
    name: 'ended TLS to passed TLS',
    before: hop('tls'),
    after: hop('passthrough'),
    lowered: false,
  },
  {
    name: 'to a conflict, which is an error of its own',
    before: hop('mtls'),
    after: hop('conflict'),
    lowered: false,
  },
  { name: 'a new call', before: undefined, after: hop('plaintext'), lowered: false },
  { name: 'a call that is gone', before: hop('mtls'), after: undefined, lowered: false },
]
for (const row of hops)
  test(`encryption of a call: ${row.name}`, () =>
    assert.equal(isHopLowered(row.before, row.after), row.lowered))

const report = (...rows: readonly string[]): MtlsReport => ({
  posture: rows.map((text) => {
    const [on = '', inbound, state, port] = text.split(' ')
    return {
      on,
      inbound: inbound as PostureRow['inbound'],
      decidedBy: [],
      because: '',
      clients: { state: state as PostureRow['clients']['state'], decidedBy: [] },
      ...(port ? { port: Number(port) } : {}),
    }
  }),
  rows: [],
  summary: [],
  edge: [],
  trust: [],
})
const postures = [
  {
    name: 'equal',
    before: report('S/a STRICT mtls'),
    after: report('S/a STRICT mtls'),
    wanted: [],
  },
  {
    name: 'raised',
    before: report('S/a PERMISSIVE mtls'),
    after: report('S/a STRICT mtls'),
    wanted: ['S/a  raised'],
  },
  {
    name: 'lowered',
    before: report('S/a STRICT mtls'),
    after: report('S/a DISABLE mtls'),
    wanted: ['S/a  lowered'],
  },
  {
    name: 'one port lowered',
    before: report('S/a STRICT mtls'),
    after: report('S/a STRICT mtls', 'S/a PERMISSIVE mtls 80'),
    wanted: ['S/a 80 lowered'],
  },
  {
    name: 'an exception of a port is gone',
    before: report('S/a STRICT mtls', 'S/a PERMISSIVE mtls 80'),
    after: report('S/a STRICT mtls'),
    wanted: ['S/a 80 raised'],
  },
  {
    name: 'clients told to send plaintext',
    before: report('S/a PERMISSIVE mtls'),
    after: report('S/a PERMISSIVE plaintext'),
    wanted: ['S/a  lowered'],
  },
  {
    name: 'a Service that is gone',
    before: report('S/a STRICT mtls'),
    after: report(),
    wanted: [],
  },
  {
    name: 'to unknown',
    before: report('S/a STRICT mtls'),
    after: report('S/a unknown mtls'),
    wanted: ['S/a  raised'],
  },
]
for (const row of postures)
  test(`posture: ${row.name}`, () =>
    assert.deepEqual(
      postureChanges(row.before, row.after).map(
        ({ after, isLowered }) =>
          `${after.on} ${after.port ?? ''} ${isLowered ? 'lowered' : 'raised'}`,
      ),
      row.wanted,
    ))
