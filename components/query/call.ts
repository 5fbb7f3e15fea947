import { served } from '#components/ui/base-path.ts'
import { ProblemError, problemOf, unreachable } from './problem-error.ts'
import { launchTokenPosted, reportSignedOut } from './session.ts'

export type CallOptions = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly body?: unknown
  readonly accept?: string
  readonly signal?: AbortSignal
}

/** One request to the API. Throws `ProblemError` for every answer that is not a success. */
export async function call<T>(path: string, options: CallOptions = {}): Promise<T> {
  const response = await send(path, options)
  return (await response.json()) as T
}

/** The same for answers that are text, for example YAML. */
export async function callText(path: string, options: CallOptions = {}): Promise<string> {
  return (await send(path, options)).text()
}

async function send(path: string, { method = 'GET', body, accept, signal }: CallOptions) {
  await launchTokenPosted()
  const response = await fetch(served(path), {
    method,
    credentials: 'same-origin',
    headers: {
      accept: accept ?? 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause
    throw unreachable(cause)
  })
  if (response.status === 401) reportSignedOut(true)
  else if (response.ok) reportSignedOut(false)
  if (!response.ok) throw new ProblemError(await problemOf(response))
  return response
}
