import { paramsOf } from '#lib/api/address.ts'
import type { Endpoint } from '#lib/api/endpoints.ts'
import { z } from '#lib/api/zod.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { readJson } from './body.ts'

const nothing = z.strictObject({})

const placeOf = (root: string, path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (place, key) => (typeof key === 'number' ? `${place}[${key}]` : `${place}.${String(key)}`),
    root,
  )

function check(schema: z.ZodType, value: unknown, root: string): unknown {
  const { success, data, error } = schema.safeParse(value)
  if (success) return data
  const issues = error.issues.map(({ path, message }) => ({ where: placeOf(root, path), message }))
  const { where, message } = issues[0] ?? { where: root, message: 'does not fit' }
  throw new AppError('request/invalid', { where, message }, { extensions: { issues } })
}

/** Repeated keys become a list where the endpoint takes one. */
function queryOf(schema: z.ZodObject, search: URLSearchParams): Record<string, unknown> {
  const takesList = (key: string): boolean => {
    const field: unknown = Object.hasOwn(schema.shape, key) ? schema.shape[key] : undefined
    const inner = field instanceof z.ZodOptional ? field.unwrap() : field
    return inner instanceof z.ZodArray
  }
  return Object.fromEntries(
    [...new Set(search.keys())].map((key) => {
      const values = search.getAll(key)
      return [key, takesList(key) || values.length > 1 ? values : values[0]]
    }),
  )
}

export type Input = { readonly params: unknown; readonly query: unknown; readonly body: unknown }

/** All that a request says, checked against the endpoint; throws `request/…` problems that name the place. */
export async function parse(endpoint: Endpoint, request: Request, basePath = ''): Promise<Input> {
  const url = new URL(request.url)
  const path = url.pathname.startsWith(`${basePath}/`)
    ? url.pathname.slice(basePath.length)
    : url.pathname
  const params = paramsOf(endpoint.path, path)
  if (!params) throw new AppError('request/no-such-address', { path: url.pathname })
  const query = endpoint.query ?? nothing
  return {
    params: check(endpoint.params ?? nothing, { ...params }, 'path'),
    query: check(query, queryOf(query, url.searchParams), 'query'),
    body: endpoint.body && check(endpoint.body, await readJson(request), 'body'),
  }
}
