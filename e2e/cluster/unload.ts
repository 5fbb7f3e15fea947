import type { ApiAnswer, ApiClient } from './api-client.ts'
import type { LoadResult } from './load.ts'

/**
 * Takes away what `loadManifests` made, last first; definitions and what was there before stay.
 * Namespaces go too, although no controller runs here that would finish their deletion.
 */
export async function unloadManifests(
  controlPlane: { as: (person: 'admin') => ApiClient },
  { loaded }: LoadResult,
): Promise<void> {
  const client = controlPlane.as('admin')
  for (const { path, kind, created } of loaded.toReversed()) {
    if (!created || kind === 'CustomResourceDefinition') continue
    const answer = await client.request('DELETE', path, {
      body: { gracePeriodSeconds: 0, propagationPolicy: 'Background' },
    })
    if (answer.status === 404) continue
    if (answer.status >= 300) throw answer.error()
    if (kind === 'Namespace') await finalize(client, path)
    else await dropFinalizers(client, path, answer)
  }
}

/** @see https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/namespace-v1/ */
async function finalize(client: ApiClient, path: string): Promise<void> {
  const { body, status } = await client.request('GET', path)
  if (status === 404) return
  const answer = await client.request('PUT', `${path}/finalize`, {
    body: { ...(body as object), spec: { finalizers: [] } },
  })
  if (answer.status !== 200) throw answer.error()
}

async function dropFinalizers(client: ApiClient, path: string, deleted: ApiAnswer): Promise<void> {
  const { metadata } = deleted.body as { metadata?: { finalizers?: string[] } }
  if ((metadata?.finalizers ?? []).length === 0) return
  const answer = await client.request('PATCH', path, { body: { metadata: { finalizers: null } } })
  if (answer.status !== 200 && answer.status !== 404) throw answer.error()
}
