import { Pool } from 'undici'
import type { Person, Tokens } from '#e2e/cluster/people.ts'
import type { CommandResult } from '#e2e/tools/run-command.ts'

/** Runs kubectl as the administrator, in a namespace of its own. */
export type Kubectl = (args: readonly string[], input?: string) => Promise<CommandResult>

/** An API server that the suite runs against. */
export type Target = {
  readonly name: string
  readonly kubectl: Kubectl
  readonly call: (method: Method, path: string, options?: CallOptions) => Promise<Answer>
  /** Events of a watch until it has `count` of them, or until the server ends it. */
  readonly watch: (
    path: string,
    count: number,
    during?: () => Promise<unknown>,
    accept?: string,
  ) => Promise<WatchEvent[]>
  readonly stop: () => Promise<void>
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type CallOptions = {
  readonly body?: unknown
  /** A body to be sent as it is. */
  readonly text?: string | Buffer
  readonly type?: string
  readonly accept?: string
  /** Who asks, if not the administrator; `nobody` has no token, a `stranger` one that no one gave out. */
  readonly as?: Person | 'nobody' | 'stranger'
  readonly headers?: Readonly<Record<string, string>>
}
export type Answer = {
  readonly status: number
  readonly warnings: readonly string[]
  // biome-ignore lint/suspicious/noExplicitAny: answers are read field by field in assertions
  readonly body: any
}
// biome-ignore lint/suspicious/noExplicitAny: as above
export type WatchEvent = { readonly type: string; readonly object: any }

const MERGE = 'application/merge-patch+json'
const WATCH_PATIENCE_MS = 20_000

export function openTarget(
  name: string,
  url: string,
  access: { readonly tokens: Tokens; readonly ca?: string; readonly kubectl: Kubectl },
  stop: () => Promise<void>,
): Target {
  const pool = new Pool(url, {
    connections: 16,
    ...(access.ca ? { connect: { ca: access.ca } } : {}),
  })
  const credentials = (as: NonNullable<CallOptions['as']>): Record<string, string> => {
    if (as === 'nobody') return {}
    return { authorization: `Bearer ${as === 'stranger' ? 'none' : access.tokens[as]}` }
  }
  const call: Target['call'] = async (method, path, options = {}) => {
    const body = options.text ?? (options.body === undefined ? null : JSON.stringify(options.body))
    const type = options.type ?? (method === 'PATCH' ? MERGE : 'application/json')
    const response = await pool.request({
      method,
      path,
      body,
      headers: {
        ...credentials(options.as ?? 'admin'),
        ...options.headers,
        accept: options.accept ?? 'application/json',
        ...(body === null ? {} : { 'content-type': type }),
      },
    })
    const text = await response.body.text()
    const warning = response.headers.warning
    return {
      status: response.statusCode,
      warnings: typeof warning === 'string' ? [warning] : (warning ?? []),
      body: parsed(text),
    }
  }
  const watch: Target['watch'] = async (path, count, during, accept = 'application/json') => {
    const headers = { ...credentials('admin'), accept }
    const signal = AbortSignal.timeout(WATCH_PATIENCE_MS)
    const response = await pool.request({ method: 'GET', path, headers, signal })
    if (response.statusCode !== 200)
      throw new Error(`${name}: ${path}: ${response.statusCode} ${await response.body.text()}`)
    const events: WatchEvent[] = []
    const acting = during?.()
    const decoder = new TextDecoder()
    let text = ''
    for await (const chunk of response.body) {
      text += decoder.decode(chunk, { stream: true })
      const lines = text.split('\n')
      text = lines.pop() ?? ''
      events.push(...lines.map((line) => JSON.parse(line)))
      if (events.length >= count) break
    }
    await acting
    return events
  }
  return {
    name,
    kubectl: access.kubectl,
    call,
    watch,
    stop: async () => {
      await pool.destroy()
      await stop()
    },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
