import { problem } from './common.ts'
import type { Endpoint } from './endpoints.ts'
import { z } from './zod.ts'

/** Of the contract, not of the product: it grows with every field and turns only when one changes its meaning. */
const CONTRACT = '1'

type Json = Readonly<Record<string, unknown>>

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest as Json
}

const parametersOf = (endpoint: Endpoint): Json[] => [
  ...Object.entries(endpoint.params?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'path',
    required: true,
    schema: schemaOf(schema as z.ZodType, 'input'),
  })),
  ...Object.entries(endpoint.query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !(schema as z.ZodType).safeParse(undefined).success,
    schema: schemaOf(schema as z.ZodType, 'input'),
  })),
]

function contentOf(endpoint: Endpoint): Json {
  if (endpoint.media === 'event-stream') {
    return {
      'text/event-stream': {
        schema: { type: 'string' },
        'x-event-data': schemaOf(endpoint.answer, 'output'),
      },
    }
  }
  return {
    'application/json': { schema: schemaOf(endpoint.answer, 'output') },
    ...(endpoint.media === 'yaml' ? { 'application/yaml': { schema: { type: 'string' } } } : {}),
  }
}

const operationOf = (endpoint: Endpoint): Json => ({
  operationId: endpoint.id,
  summary: endpoint.summary,
  ...(endpoint.access === 'public' ? { security: [] } : {}),
  'x-access': endpoint.access,
  parameters: parametersOf(endpoint),
  ...(endpoint.body
    ? {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: schemaOf(endpoint.body, 'input') } },
        },
      }
    : {}),
  responses: {
    [String(endpoint.status ?? 200)]: {
      description: endpoint.summary,
      content: contentOf(endpoint),
    },
    default: {
      description: 'A problem, with the way out in `fix`',
      content: {
        'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
      },
    },
  },
})

/** The OpenAPI 3.1 document of a table of endpoints, served below `basePath`. */
export function openapiOf(
  endpoints: readonly Endpoint[],
  basePath = '',
): Json & { readonly openapi: string } {
  const paths = new Map<string, Record<string, Json>>()
  for (const endpoint of endpoints) {
    const item = paths.get(endpoint.path) ?? {}
    item[endpoint.method.toLowerCase()] = operationOf(endpoint)
    paths.set(endpoint.path, item)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Meshwright',
      version: CONTRACT,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: basePath || '/' }],
    security: [{ cookie: [] }, { token: [] }],
    paths: Object.fromEntries(paths),
    components: {
      schemas: { Problem: schemaOf(problem, 'output') },
      securitySchemes: {
        cookie: { type: 'apiKey', in: 'cookie', name: 'mw-session-<port>' },
        token: { type: 'http', scheme: 'bearer', description: 'The launch token' },
      },
    },
  }
}
