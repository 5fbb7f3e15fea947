import { createTwoFilesPatch } from 'diff'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { Ref } from '#lib/resources/reference.ts'
import { toYaml } from '#lib/yaml/dump.ts'
import { comparable } from './object-body.ts'

/** Beyond this many changed lines a minimal diff is not worth its time: all is shown as replaced. */
const MAX_EDITS = 4_000

/** Unified diff of two objects as YAML, without what the API server keeps for itself; empty when they are equal. */
export function objectDiff(
  ref: Ref,
  before: KubernetesObject | undefined,
  after: KubernetesObject | undefined,
): string {
  const texts = [before, after].map((object) => (object ? toYaml(comparable(object)) : ''))
  return textDiff(ref, texts[0] ?? '', texts[1] ?? '', before !== undefined, after !== undefined)
}

export function textDiff(
  ref: Ref,
  before: string,
  after: string,
  existed = true,
  remains = true,
): string {
  if (before === after) return ''
  const from = existed ? `a/${ref}` : '/dev/null'
  const to = remains ? `b/${ref}` : '/dev/null'
  const patch = createTwoFilesPatch(from, to, before, after, undefined, undefined, {
    context: 3,
    maxEditLength: MAX_EDITS,
  })
  if (patch !== undefined) return patch.slice(patch.indexOf('--- '))
  const lines = (text: string) => text.split('\n').slice(0, -1)
  const [old, fresh] = [lines(before), lines(after)]
  return [
    `--- ${from}`,
    `+++ ${to}`,
    `@@ -1,${old.length} +1,${fresh.length} @@`,
    ...old.map((line) => `-${line}`),
    ...fresh.map((line) => `+${line}`),
    '',
  ].join('\n')
}
