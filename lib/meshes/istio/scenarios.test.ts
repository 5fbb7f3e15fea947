import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { parseAllDocuments } from 'yaml'
import { derive } from '#lib/changes/derive.ts'
import { ALL_KINDS } from '#lib/meshes/index.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { snapshotFromObjects } from '#lib/snapshot/from-objects.ts'

const shared = fileURLToPath(new URL('../../../../shared/', import.meta.url))
const scenarios = join(shared, 'scenarios')
const judge = join(shared, 'judge', 'compare.mjs')

type Answer = { readonly misses: readonly string[] }
type Compare = Record<
  'compareNodes' | 'compareEdges' | 'compareForbidden' | 'compareEvidence' | 'comparePosture',
  (a: unknown, b: unknown) => Answer
>

/** Objects of a file, one second apart: the order of the documents is the order of creation. */
function objectsOf(text: string): readonly KubernetesObject[] {
  return parseAllDocuments(text).flatMap((document, i) => {
    const value = document.toJS() as KubernetesObject | null
    if (!value) return []
    const creationTimestamp = new Date(Date.UTC(2025, 0, 1) + i * 1000).toISOString()
    return [{ ...value, metadata: { creationTimestamp, ...value.metadata } }]
  })
}

const skip =
  existsSync(scenarios) && existsSync(judge)
    ? false
    : 'the acceptance scenarios are not beside the project'

test('Istio scenarios: nodes, edges, forbidden, evidence and posture are exact', {
  skip,
}, async (t) => {
  const compare = (await import(judge)) as Compare
  for (const id of readdirSync(scenarios).sort()) {
    const folder = join(scenarios, id)
    if (!existsSync(join(folder, 'expect.json'))) continue
    const expect = JSON.parse(readFileSync(join(folder, 'expect.json'), 'utf8')) as {
      mesh: string
      posture?: unknown
    }
    if (expect.mesh !== 'istio') continue
    await t.test(id, () => {
      const manifests = readFileSync(join(folder, 'manifests.yaml'), 'utf8')
      const { graph, mtls } = derive(snapshotFromObjects(ALL_KINDS, objectsOf(manifests)))
      const misses = [
        compare.compareNodes(expect, graph),
        compare.compareEdges(expect, graph),
        compare.compareForbidden(expect, graph),
        compare.compareEvidence(graph, manifests),
        ...(expect.posture ? [compare.comparePosture(expect, mtls)] : []),
      ].flatMap((answer) => answer.misses)
      assert.deepEqual(misses, [])
    })
  }
})
