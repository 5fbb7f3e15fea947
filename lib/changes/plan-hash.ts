import { isRecord } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { Ref } from '#lib/resources/reference.ts'
import type { Edit, Verdict } from './plan.ts'

/** JSON with sorted keys and no spaces: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value))
    return `[${value.map((entry) => canonicalJson(entry ?? null)).join(',')}]`
  if (!isRecord(value)) return JSON.stringify(value ?? null) ?? 'null'
  const keys = Object.keys(value).filter((key) => value[key] !== undefined)
  return `{${keys
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`)
    .join(',')}}`
}

export type HashedStep = {
  readonly op: string
  readonly resource: Ref
  readonly group: string
  readonly base: { readonly uid: string; readonly resourceVersion: string } | null
  /** What is sent. */
  readonly body?: KubernetesObject
  /** What was shown. */
  readonly after?: KubernetesObject
}

/** Ties what was typed, shown and judged to what is written. `sha256` answers hexadecimal digits. */
export const planHash = (
  cluster: string,
  edits: readonly Edit[],
  steps: readonly HashedStep[],
  verdict: Verdict,
  sha256: (text: string) => string,
): string => `sha256:${sha256(canonicalJson({ cluster, edits, steps, verdict }))}`
