import type { IncomingMessage } from 'node:http'
import { duplicateKeys } from './duplicate-keys.ts'
import { decodeProtobuf, ProtobufFailed } from './protobuf.ts'
import { readDocuments } from './read-documents.ts'
import { badRequest, StatusError, unsupportedMediaType } from './status-error.ts'

/** As on the real server. */
const MAX_BYTES = 3 * 1024 * 1024

export type Body = { readonly value: unknown; readonly duplicates: readonly string[] }

async function readBytes(request: IncomingMessage): Promise<Buffer> {
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
  return Buffer.concat(chunks)
}

export const readText = async (request: IncomingMessage): Promise<string> =>
  (await readBytes(request)).toString('utf8')

export const mediaTypeOf = (request: IncomingMessage): string =>
  (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''

const PROTOBUF = 'application/vnd.kubernetes.protobuf'

/** Kubernetes' own kinds may come as protobuf: some commands of kubectl send nothing else. */
function fromProtobuf(bytes: Buffer): Body {
  try {
    return { value: decodeProtobuf(bytes), duplicates: [] }
  } catch (error) {
    if (!(error instanceof ProtobufFailed)) throw error
    throw badRequest(error.message)
  }
}

/** An object to create or to replace with, in JSON, YAML or protobuf. */
export async function readObject(
  request: IncomingMessage,
  kind: string,
  isCustom = false,
): Promise<Body> {
  const type = mediaTypeOf(request)
  const isYaml = type === 'application/yaml'
  const isProtobuf = type === PROTOBUF && !isCustom
  if (type !== '' && type !== 'application/json' && !isYaml && !isProtobuf)
    throw unsupportedMediaType([
      'application/json',
      'application/yaml',
      ...(isCustom ? [] : [PROTOBUF]),
    ])
  const bytes = await readBytes(request)
  if (isProtobuf) return fromProtobuf(bytes)
  const text = bytes.toString('utf8')
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

/** The options of a deletion, which may be left out. */
export async function readOptions(request: IncomingMessage): Promise<unknown> {
  const bytes = await readBytes(request)
  if (mediaTypeOf(request) === PROTOBUF && bytes.length > 0) return fromProtobuf(bytes).value
  const text = bytes.toString('utf8')
  if (text.trim() === '') return {}
  return parseJson(text, (why) => badRequest(`error decoding options: ${why}`))
}
