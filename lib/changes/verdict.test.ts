import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Layer, Severity } from '#lib/findings/finding.ts'
import type { Verdict } from './plan.ts'
import { textFinding } from './text-finding.ts'
import { type VerdictInput, verdictOf } from './verdict.ts'

const finding = (severity: Severity, layer: Layer) =>
  textFinding({ code: 'a.b', severity, layer, resource: 'R/shop/web', message: 'It breaks.' })
const risk = {
  kind: 'opened',
  phrase: 'open web',
  summary: 'web becomes open.',
  affected: [],
} as const
const none: VerdictInput = {
  added: [],
  kept: [],
  risks: [],
  isEncryptionLowered: false,
  unnamedServices: [],
}

const rows: { name: string; input: Partial<VerdictInput>; verdict: Verdict; phrase?: string }[] = [
  { name: 'nothing', input: {}, verdict: 'ok' },
  { name: 'added infos', input: { added: [finding('info', 'semantic')] }, verdict: 'ok' },
  { name: 'an added warning', input: { added: [finding('warning', 'yaml')] }, verdict: 'warn' },
  {
    name: 'a warning that stays',
    input: { kept: [finding('warning', 'semantic')] },
    verdict: 'warn',
  },
  { name: 'an info that stays', input: { kept: [finding('info', 'semantic')] }, verdict: 'ok' },
  { name: 'lowered encryption', input: { isEncryptionLowered: true }, verdict: 'warn' },
  {
    name: 'services that are not named',
    input: { unnamedServices: ['service:a/b'] },
    verdict: 'warn',
  },
  {
    name: 'an added error across resources',
    input: { added: [finding('error', 'cross-resource')] },
    verdict: 'confirm',
    phrase: 'break web',
  },
  {
    name: 'an added error in meaning',
    input: { added: [finding('error', 'semantic')] },
    verdict: 'confirm',
    phrase: 'break web',
  },
  {
    name: 'opened access',
    input: { risks: [risk], added: [finding('error', 'semantic')] },
    verdict: 'confirm',
    phrase: 'open web',
  },
  ...(['yaml', 'schema', 'cel', 'admission'] as const).map((layer) => ({
    name: `an added error of layer ${layer}, whatever else there is`,
    input: { added: [finding('error', 'semantic'), finding('error', layer)], risks: [risk] },
    verdict: 'block' as const,
  })),
]
for (const row of rows)
  test(`verdict: ${row.name}`, () => {
    const { verdict, confirm } = verdictOf({ ...none, ...row.input })
    assert.equal(verdict, row.verdict)
    assert.equal(confirm?.phrase, row.phrase)
    if (confirm) assert.match(confirm.because, /breaks|open/)
  })
