import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Endpoint } from '#lib/api/endpoints.ts'
import { provide, services } from '#server/services.ts'
import type { Handler } from './handle.ts'
import { asking, bodyOf, TOKEN } from './house.fixture.ts'

/**
 * The whole house on a sandbox, once its cluster is live. Answers how to close it.
 *
 * @param sandbox `1` for the sample mesh, else files and folders as the setting takes them
 */
export async function openHouse(sandbox: string): Promise<() => Promise<void>> {
  const data = mkdtempSync(join(tmpdir(), 'meshwright-'))
  Object.assign(process.env, {
    MESHWRIGHT_SANDBOX: sandbox,
    MESHWRIGHT_TOKEN: TOKEN,
    MESHWRIGHT_DATA: data,
    MESHWRIGHT_PORT: '3000',
    MESHWRIGHT_HOST: '127.0.0.1',
    MESHWRIGHT_READ_ONLY: '',
  })
  provide(undefined)
  const house = await services()
  await house.opened
  for (let i = 0; i < 400 && house.clusters.current().state().state !== 'live'; i++) {
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  return async () => {
    await house.close()
    provide(undefined)
    rmSync(data, { recursive: true, force: true })
  }
}

export type Question = {
  readonly names?: Readonly<Record<string, string>> | undefined
  readonly body?: unknown
  /** With its question mark. */
  readonly query?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** The answer of the handler that serves an endpoint, whatever it is. */
export async function respond(endpoint: Endpoint, question: Question = {}): Promise<Response> {
  const folder = endpoint.path
    .replace('/{name}', endpoint.id === 'clusterResource' ? '/{namespace}' : '/{name}')
    .replaceAll(/\{(\w+)\}/g, '[$1]')
  const file = pathToFileURL(join(import.meta.dirname, '../../app', folder, 'route.ts'))
  const handler = ((await import(file.href)) as Record<string, Handler>)[endpoint.method]
  assert.ok(handler)
  const names: Readonly<Record<string, string>> = { cluster: 'sandbox', ...question.names }
  const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name) =>
    encodeURIComponent(names[name as string] ?? ''),
  )
  const { body, query = '', headers } = question
  return handler(
    asking(`${path}${query}`, {
      method: endpoint.method,
      body,
      ...(headers ? { headers: { authorization: `Bearer ${TOKEN}`, ...headers } } : {}),
    }),
  )
}

/** The same where it must be an answer, and one that the contract knows. */
export async function ask(endpoint: Endpoint, question: Question = {}) {
  const response = await respond(endpoint, question)
  const answer = await bodyOf(response)
  assert.equal(response.status, endpoint.status ?? 200, JSON.stringify(answer))
  assert.deepEqual(endpoint.answer.safeParse(answer).error?.issues ?? [], [])
  return answer
}
