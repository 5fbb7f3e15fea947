import { setTimeout as sleep } from 'node:timers/promises'
import type { ApiAnswer, ApiClient } from './api-client.ts'
import type { Discovery } from './discovery.ts'
import type { Manifest } from './manifests.ts'

const ESTABLISHED_WITHIN_MS = 30_000
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'

/** Waits until the server serves the kinds of these definitions in every version. */
export async function untilEstablished(
  client: ApiClient,
  discovery: Discovery,
  definitions: readonly Manifest[],
): Promise<void> {
  const deadline = Date.now() + ESTABLISHED_WITHIN_MS
  for (const { metadata, spec } of definitions) {
    while (!isEstablished(await client.request('GET', `${DEFINITIONS}/${metadata.name}`))) {
      if (Date.now() > deadline) throw new Error(`${metadata.name} was not established in time`)
      await sleep(50)
    }
    const { group, names, versions } = spec as DefinitionSpec
    for (const { name, served } of versions) {
      if (served) await discovery.awaitResource(`${group}/${name}`, names.kind)
    }
  }
}

type DefinitionSpec = {
  group: string
  names: { kind: string }
  versions: { name: string; served: boolean }[]
}

function isEstablished({ body }: ApiAnswer): boolean {
  const { status } = body as { status?: { conditions?: { type: string; status: string }[] } }
  return (status?.conditions ?? []).some(
    (condition) => condition.type === 'Established' && condition.status === 'True',
  )
}
