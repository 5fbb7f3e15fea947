import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { parseAllDocuments } from 'yaml'
import type { Target } from './target.ts'

const FILE = join(import.meta.dirname, '../../server/sandbox/samples/bookinfo/manifests.yaml')

type Sample = {
  apiVersion: string
  kind: string
  metadata: { name: string; namespace?: string; ownerReferences?: object[] }
}

/** The plural by discovery, as a client finds it. */
async function pathOf(target: Target, { apiVersion, kind, metadata }: Sample): Promise<string> {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
  const { body } = await target.call('GET', root)
  const resource = body.resources?.find(
    (one: { kind: string; name: string }) => one.kind === kind && !one.name.includes('/'),
  )
  assert.ok(resource, `${kind} of ${apiVersion} is not served`)
  const place = metadata.namespace ? `/namespaces/${metadata.namespace}` : ''
  return `${root}${place}/${resource.name}`
}

/** The sample is in order for a strict server: for an object that is there already, that is found out first. */
export function sampleSuite(target: Target): void {
  const samples: Sample[] = parseAllDocuments(readFileSync(FILE, 'utf8')).flatMap((document) => {
    const value = document.toJS()
    return value ? [value] : []
  })
  const definitions = new Set(
    samples.map(({ apiVersion }) => apiVersion).filter((one) => one.includes('istio.io')),
  )

  describe('the sample', () => {
    before(async () => {
      for (const body of samples.filter(({ kind }) => kind === 'Namespace'))
        assert.ok(
          [201, 409].includes((await target.call('POST', '/api/v1/namespaces', { body })).status),
        )
    })

    test('it holds Istio objects of both groups', () => {
      assert.deepEqual([...definitions].sort(), ['networking.istio.io/v1', 'security.istio.io/v1'])
    })

    for (const sample of samples)
      test(`${sample.kind} ${sample.metadata.name}`, async () => {
        const path = await pathOf(target, sample)
        const answer = await target.call('POST', `${path}?dryRun=All&fieldValidation=Strict`, {
          body: sample,
        })
        assert.ok([201, 409].includes(answer.status), JSON.stringify(answer.body))
      })
  })
}
