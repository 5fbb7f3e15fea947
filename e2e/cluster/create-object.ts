import { setTimeout as sleep } from 'node:timers/promises'
import { type ApiAnswer, type ApiClient, messageOf } from './api-client.ts'
import { type ApiResource, resourcePath } from './discovery.ts'
import type { Manifest } from './manifests.ts'

type Query = Readonly<Record<string, string>>

export type Written = {
  answer: ApiAnswer
  /** False where the object was there before and was changed. */
  created: boolean
  /** What had to be written otherwise than the manifest has it. */
  changes: string[]
}

/**
 * Creates an object, or changes the one that is there. The addresses of a Service that are taken
 * are left to the server.
 */
export async function createObject(
  client: ApiClient,
  target: { manifest: Manifest; resource: ApiResource; namespace: string },
  query: Query,
): Promise<Written> {
  const { manifest, resource, namespace } = target
  const { apiVersion, kind, metadata } = manifest
  const list = resourcePath(apiVersion, resource, namespace)
  const isService = apiVersion === 'v1' && kind === 'Service'
  let body = manifest
  let answer = await post(client, list, body, query)
  const changes: string[] = []
  // The server looks at addresses before it looks whether the Service is there already, and names
  // one kind of address at a time.
  while (isService && answer.status === 422) {
    const change = withoutTakenAddress(body, messageOf(answer.body))
    if (change === undefined) break
    changes.push(change.words)
    body = change.service
    answer = await post(client, list, body, query)
  }
  if (!isAlreadyThere(answer)) return { answer, created: true, changes }
  // A merge patch, so that what the server added stays: addresses, tokens, finalizers.
  const path = resourcePath(apiVersion, resource, namespace, metadata.name)
  const changed = await client.request('PATCH', path, { body: manifest, query })
  return { answer: changed, created: false, changes: [] }
}

/** A kind that was defined a moment ago may not be served yet, though it is listed. */
async function post(
  client: ApiClient,
  list: string,
  body: Manifest,
  query: Query,
): Promise<ApiAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await client.request('POST', list, { body, query })
    const isTooEarly = answer.status === 429 || answer.status === 503 || isUnserved(answer)
    if (!isTooEarly || attempt === 20) return answer
    await sleep(100)
  }
}

/** "404 page not found" and no Status: the path is not served, as opposed to a missing namespace. */
function isUnserved({ status, body }: ApiAnswer): boolean {
  return status === 404 && typeof body === 'string'
}

function isAlreadyThere({ status, body }: ApiAnswer): boolean {
  return status === 409 && (body as { reason?: unknown }).reason === 'AlreadyExists'
}

/** Addresses of a snapshot may be taken, or outside the range that this server hands out. */
function withoutTakenAddress(
  service: Manifest,
  message: string,
): { service: Manifest; words: string } | undefined {
  const { clusterIP, clusterIPs: _, ...spec } = service.spec as Record<string, unknown>
  if (/spec\.clusterIPs?\b/.test(message) && clusterIP !== undefined && clusterIP !== 'None') {
    return { service: { ...service, spec }, words: `clusterIP ${clusterIP} left to the server` }
  }
  const ports: Record<string, unknown>[] = Array.isArray(spec.ports) ? spec.ports : []
  if (/nodePort/i.test(message) && ports.some(({ nodePort }) => nodePort !== undefined)) {
    const free = ports.map(({ nodePort: _, ...port }) => port)
    const changed = { ...(service.spec as object), ports: free }
    return { service: { ...service, spec: changed }, words: 'nodePort left to the server' }
  }
  return undefined
}
