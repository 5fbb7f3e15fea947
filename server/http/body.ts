import { AppError } from '#lib/errors/app-error.ts'

export const MOST_BYTES = 1024 * 1024

const tooLarge = () => new AppError('request/too-large', { limit: '1 MiB' })

/** The JSON body, read as it arrives and given up at the limit: a route handler has none of its own. */
export async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new AppError('request/media-type', { got: type.slice(0, 100) })
  }
  if (Number(request.headers.get('content-length') ?? 0) > MOST_BYTES) throw tooLarge()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const reader = request.body?.getReader()
  let text = ''
  let bytes = 0
  try {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      bytes += part.value.byteLength
      if (bytes > MOST_BYTES) throw tooLarge()
      text += decoder.decode(part.value, { stream: true })
    }
    return JSON.parse(text + decoder.decode())
  } catch (error) {
    await reader?.cancel().catch(() => {})
    if (error instanceof AppError) throw error
    throw new AppError(
      'request/invalid',
      { where: 'body', message: 'is no JSON text in UTF-8' },
      { cause: error },
    )
  }
}
