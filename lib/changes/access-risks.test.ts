import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { GraphEdge, GraphNode, NodeKind } from '#lib/graph/graph.ts'
import { accessRisks, type Side } from './access-risks.ts'
import { textFinding } from './text-finding.ts'

const node = (id: string): GraphNode => ({
  id,
  kind: id.slice(0, id.indexOf(':')) as NodeKind,
  name: id.slice(id.lastIndexOf('/') + 1),
  findings: { error: 0, warning: 0, info: 0 },
  resources: [],
})
/** `from to verdict kind when` */
const edge = (line: string): GraphEdge => {
  const [from = '', to = '', verdict = '-', kind = 'route', when] = line.split(' ')
  return {
    id: line,
    from,
    to,
    kind: kind as GraphEdge['kind'],
    via: [],
    ...(verdict === '-' ? {} : { verdict: verdict as GraphEdge['verdict'] }),
    ...(when ? { when } : {}),
  }
}
const side = (lines: readonly string[], codes: readonly string[] = []): Side => {
  const edges = lines.map(edge)
  return {
    graph: {
      edges,
      nodes: [...new Set(NODES.concat(edges.flatMap((e) => [e.from, e.to])))].map(node),
    },
    findings: codes.map((code) => {
      const [name = '', resource] = code.split(' ')
      return textFinding({
        code: name,
        severity: 'warning',
        layer: 'semantic',
        resource,
        message: '',
      })
    }),
  }
}
const NODES = ['service:s/web', 'service:s/api', 'service:s/db']
const WEB_API = 'service:s/web service:s/api'

type Row = {
  name: string
  before: readonly string[]
  after: readonly string[]
  findings?: readonly [readonly string[], readonly string[]]
  op?: 'create' | 'replace'
  phrases: readonly string[]
}
const rows: Row[] = [
  {
    name: 'denied becomes allowed',
    before: [`${WEB_API} deny`],
    after: [`${WEB_API} allow`],
    phrases: ['open api'],
  },
  {
    name: 'denied becomes conditional',
    before: [`${WEB_API} deny`],
    after: [`${WEB_API} conditional`],
    phrases: [],
  },
  {
    name: 'a condition falls away',
    before: [`${WEB_API} conditional`],
    after: [WEB_API],
    phrases: ['open api'],
  },
  {
    name: 'a condition becomes unknown',
    before: [`${WEB_API} conditional`],
    after: [`${WEB_API} unknown`],
    phrases: [],
  },
  {
    name: 'what was open stays open',
    before: [`${WEB_API} allow`, `${WEB_API} deny`],
    after: [WEB_API],
    phrases: [],
  },
  {
    name: 'a denial by intention falls away, the default allows',
    before: [`${WEB_API} deny intention`],
    after: [],
    findings: [[], ['consul.default-allow mesh']],
    phrases: ['open api'],
  },
  {
    name: 'a denial by intention falls away, the default denies',
    before: [`${WEB_API} deny intention`],
    after: [],
    phrases: [],
  },
  {
    name: 'nobody is let in any more',
    before: [`${WEB_API} conditional`],
    after: [`${WEB_API} deny`],
    phrases: ['cut off api'],
  },
  {
    name: 'one of two callers stays',
    before: [WEB_API, 'service:s/db service:s/api'],
    after: [`${WEB_API} deny`, 'service:s/db service:s/api'],
    phrases: [],
  },
  {
    name: 'an intention turns to deny where others are let in by default',
    before: [`${WEB_API} allow intention`],
    after: [`${WEB_API} deny intention`],
    findings: [['consul.default-allow mesh'], ['consul.default-allow mesh']],
    phrases: [],
  },
  {
    name: 'requests no longer go through an inspector',
    before: [
      'gateway:s/gw service:s/guard',
      'service:s/guard workload:s/guard - selects',
      'workload:s/guard gateway:s/gw',
      'gateway:s/gw service:s/web - route header',
    ],
    after: [
      'service:s/guard workload:s/guard - selects',
      'workload:s/guard gateway:s/gw',
      'gateway:s/gw service:s/web',
    ],
    phrases: ['bypass guard'],
  },
  {
    name: 'a target that sends nothing back is only a route',
    before: ['gateway:s/gw service:s/api', 'gateway:s/gw service:s/web'],
    after: ['gateway:s/gw service:s/web'],
    phrases: [],
  },
  {
    name: 'a selector loses its workloads',
    before: [],
    after: [],
    findings: [[], ['policy.no-workload P/s/lock']],
    phrases: ['unprotect lock'],
  },
  {
    name: 'a new policy that selects nothing protected nothing',
    before: [],
    after: [],
    findings: [[], ['policy.no-workload P/s/lock']],
    op: 'create',
    phrases: [],
  },
  {
    name: 'a selector that never matched',
    before: [],
    after: [],
    findings: [['policy.no-workload P/s/lock'], ['policy.no-workload P/s/lock']],
    phrases: [],
  },
  {
    name: 'guesses and measurements are no access',
    before: [`${WEB_API} deny observed`],
    after: [`${WEB_API} allow observed`],
    phrases: [],
  },
]
for (const row of rows)
  test(`access: ${row.name}`, () => {
    const risks = accessRisks(
      side(row.before, row.findings?.[0]),
      side(row.after, row.findings?.[1]),
      [{ op: row.op ?? 'replace', resource: 'P/s/lock' }],
    )
    assert.deepEqual(
      risks.map((risk) => risk.phrase),
      row.phrases,
    )
  })

const marked = (to: string, op: 'absent' | 'present' | undefined): GraphEdge => ({
  ...edge(`gateway:s/gw ${to}`),
  ...(op ? { match: [{ headers: [{ name: 'x-seen', op }] }] } : {}),
})
const marks = [
  {
    name: 'the mark of an inspector is no longer asked for',
    after: [marked('service:s/web', undefined)],
    phrases: ['bypass guard'],
  },
  { name: 'the mark is still asked for', after: [marked('service:s/web', 'present')], phrases: [] },
  {
    name: 'the inspector stays',
    after: [marked('service:s/guard', 'absent'), marked('service:s/web', undefined)],
    phrases: [],
  },
]
for (const row of marks)
  test(`inspection: ${row.name}`, () => {
    const of = (edges: readonly GraphEdge[]): Side => ({
      graph: { edges, nodes: ['gateway:s/gw', 'service:s/guard', 'service:s/web'].map(node) },
      findings: [],
    })
    const before = [marked('service:s/guard', 'absent'), marked('service:s/web', 'present')]
    assert.deepEqual(
      accessRisks(of(before), of(row.after), []).map((risk) => risk.phrase),
      row.phrases,
    )
  })
