import { setTimeout as sleep } from 'node:timers/promises'
import type { ApiClient } from './api-client.ts'

export type ApiResource = {
  /** Plural name in paths. */
  name: string
  kind: string
  namespaced: boolean
  hasStatus: boolean
  verbs: readonly string[]
}

export type Discovery = {
  /** What the server calls that kind; undefined where it does not know it. */
  resource: (apiVersion: string, kind: string) => Promise<ApiResource | undefined>
  /** The same, but waits for a kind that was defined a moment ago. */
  awaitResource: (apiVersion: string, kind: string) => Promise<ApiResource | undefined>
}

const APPEARS_WITHIN_MS = 15_000

/** Path of an object, or of the list where `name` is left out. */
export function resourcePath(
  apiVersion: string,
  resource: ApiResource,
  namespace: string,
  name?: string,
): string {
  const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
  const scope = resource.namespaced ? `/namespaces/${encodeURIComponent(namespace)}` : ''
  const item = name === undefined ? '' : `/${encodeURIComponent(name)}`
  return `${base}${scope}/${resource.name}${item}`
}

/** Asks once for each version of a group and remembers the answer. */
export function discover(client: ApiClient): Discovery {
  const known = new Map<string, readonly ApiResource[]>()

  const read = async (apiVersion: string): Promise<readonly ApiResource[]> => {
    const base = apiVersion.includes('/') ? '/apis' : '/api'
    const answer = await client.request('GET', `${base}/${apiVersion}`)
    if (answer.status === 404) return []
    if (answer.status !== 200) throw answer.error()
    const { resources } = answer.body as { resources: ListedResource[] }
    const names = new Set(resources.map(({ name }) => name))
    return resources
      .filter(({ name }) => !name.includes('/'))
      .map(({ name, kind, namespaced, verbs }) => {
        return { name, kind, namespaced, verbs, hasStatus: names.has(`${name}/status`) }
      })
  }
  const find = async (apiVersion: string, kind: string) => {
    const resources = known.get(apiVersion) ?? (await read(apiVersion))
    const found = resources.find((resource) => resource.kind === kind)
    if (found !== undefined) known.set(apiVersion, resources)
    return found
  }
  return {
    resource: find,
    async awaitResource(apiVersion, kind) {
      const deadline = Date.now() + APPEARS_WITHIN_MS
      for (;;) {
        known.delete(apiVersion)
        const found = await find(apiVersion, kind)
        if (found !== undefined || Date.now() > deadline) return found
        await sleep(50)
      }
    },
  }
}

type ListedResource = { name: string; kind: string; namespaced: boolean; verbs: string[] }
