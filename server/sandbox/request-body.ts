import type { IncomingMessage } from 'node:http'
import { duplicateKeys } from './duplicate-keys.ts'
import { readDocuments } from './read-documents.ts'
import { badRequest, StatusError, unsupportedMediaType } from './status-error.ts'

/** As on the real server. */
const MAX_BYTES = 3 * 1024 * 1024

export type Body = { readonly value: unknown; readonly duplicates: readonly string[] }

export async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > MAX_BYTES)
      throw new StatusError(
        413,
        'RequestEntityTooLarge',
        `Request entity too large: limit is ${MAX_BYTES}`,
      )
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

export const mediaTypeOf = (request: IncomingMessage): string =>
  (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''

/** An object to create or to replace with, in JSON or YAML. */
export async function readObject(request: IncomingMessage, kind: string): Promise<Body> {
  const type = mediaTypeOf(request)
  const isYaml = type === 'application/yaml'
  if (type !== '' && type !== 'application/json' && !isYaml)
    throw unsupportedMediaType(['application/json', 'application/yaml'])
  const text = await readText(request)
  const refused = (why: string) =>
    badRequest(
      `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${why}`,
    )
  if (isYaml) {
    const [document] = readDocuments(text)
    if (!document || document.problem)
      throw refused(document?.problem?.message ?? 'unexpected end of YAML input')
    return { value: document.value, duplicates: [] }
  }
  return { value: parseJson(text, refused), duplicates: duplicateKeys(text) }
}

export function parseJson(text: string, refused: (why: string) => StatusError): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw refused(text.trim() === '' ? 'unexpected end of JSON input' : (error as Error).message)
  }
}
