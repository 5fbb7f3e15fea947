import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Endpoint, endpoints } from '#lib/api/endpoints.ts'
import { ask, openHouse } from './contract.fixture.ts'

/** Reports of set-ups that people wrote, over the whole house: as the contract says, and of one mind. */
const scenarios = join(import.meta.dirname, '../../../shared/scenarios')
const skip = existsSync(scenarios) ? false : 'the acceptance scenarios are not beside the project'

const reports: readonly Endpoint[] = [
  endpoints.topology,
  endpoints.mtls,
  endpoints.findings,
  endpoints.workloads,
  endpoints.services,
  endpoints.gateways,
  endpoints.routes,
  endpoints.access,
]

type Answers = {
  readonly topology: {
    nodes: { id: string; kind: string }[]
    edges: { to: string; via: string[] }[]
  }
  readonly mtls: { rows: { workload: string; port: number; mode: string }[]; trust: unknown[] }
  readonly workloads: {
    workloads: {
      id: string
      inbound: {
        port: number
        mode: string
        decidedBy: string[]
        bypass?: string
        ladder: { by?: string; decides: boolean }[]
      }[]
    }[]
  }
  readonly services: { services: { id: string }[] }
  readonly gateways: { gateways: { id: string; listeners: unknown[] }[] }
  readonly routes: {
    tables: { owner: string; rules: { reachable: boolean; destinations: { to: string }[] }[] }[]
  }
  readonly access: { rows: { to: string }[] }
}

for (const id of [
  'cequence-independent-hairpin',
  'pomerium-nginx-allowed',
  'vt-wordpress-mtls-legacy',
]) {
  test(`${id}: every report is what the contract says, and they agree`, { skip }, async () => {
    const close = await openHouse(join(scenarios, id, 'manifests.yaml'))
    try {
      const all: Record<string, unknown> = {}
      for (const endpoint of reports) all[endpoint.id] = await ask(endpoint)
      agree(all as Answers)
    } finally {
      await close()
    }
  })
}

function agree({ topology, mtls, workloads, gateways, routes, access }: Answers): void {
  const nodes = new Set(topology.nodes.map((node) => node.id))
  // Every workload and gateway is a node, and every such node a workload.
  assert.deepEqual(
    workloads.workloads.map((row) => row.id).sort(),
    topology.nodes
      .filter(({ kind }) => kind === 'workload' || kind === 'gateway')
      .map((node) => node.id)
      .sort(),
  )
  assert.deepEqual(
    gateways.gateways.map((row) => row.id),
    topology.nodes.filter(({ kind }) => kind === 'gateway').map((node) => node.id),
  )
  // Modes are those of the mTLS report, and the ladder leads to them.
  const ports = workloads.workloads.flatMap((row) => row.inbound)
  assert.deepEqual(ports.map(({ mode }) => mode).sort(), mtls.rows.map(({ mode }) => mode).sort())
  for (const { mode, decidedBy, ladder } of ports) {
    const [step] = ladder.filter((s) => s.decides)
    if (mode !== 'n/a' && mode !== 'unknown') assert.deepEqual(decidedBy, [step?.by])
  }
  // What routes lead to is drawn, and what is drawn of routes is led to.
  for (const { owner, rules } of routes.tables)
    for (const { destinations, reachable } of rules)
      for (const { to } of reachable ? destinations : []) {
        assert.ok(to === 'nowhere' || nodes.has(to), to)
        assert.ok(owner === to || topology.edges.some((edge) => edge.to === to), `${owner} ${to}`)
      }
  for (const { to } of access.rows) assert.ok(to === '*' || nodes.has(to), to)
  assert.equal(mtls.trust.length, 1)
}
