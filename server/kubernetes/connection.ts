import type { Dispatcher } from 'undici'
import { AppError } from '#lib/errors/app-error.ts'
import { openDispatcher } from './dispatcher.ts'

/** What one request needs: where to send it through, and who asks. */
export type Credentials = {
  readonly dispatcher: Dispatcher
  /** Authorization and the like, built from nothing for each request. */
  readonly headers: Readonly<Record<string, string | string[]>>
}

/** The road to one API server, with the identity that Meshwright itself has there. */
export type Connection = {
  /** Without a trailing slash and without credentials. */
  readonly server: string
  /** The certificate of the server is not checked: the page says so in a banner. */
  readonly isInsecure: boolean
  /** The namespace that the kubeconfig's context names: read even where all may not be listed. */
  readonly namespace: string | undefined
  /** All namespaces that the configuration names for this cluster and user; `namespace` is one of them. */
  readonly namespaces?: readonly string[]
  /** The context of the kubeconfig. */
  readonly context?: string
  /** The proxy on the way, without credentials. */
  readonly proxy?: string
  /**
   * @param refresh the last ones were refused with 401: read token files again, run the plugin again
   * @throws AppError `cluster/credentials`
   */
  credentials(refresh?: boolean): Promise<Credentials>
  close(): Promise<void>
}

/** An API server that asks for nothing, such as the sandbox on loopback. */
export function connectUrl(url: string): Connection {
  const server = serverUrl(url)
  const dispatcher = openDispatcher({ server })
  const credentials: Credentials = { dispatcher, headers: {} }
  return {
    server,
    isInsecure: false,
    namespace: undefined,
    credentials: async () => credentials,
    close: () => dispatcher.destroy(),
  }
}

/**
 * The address that requests go to; what is not http(s) is refused.
 *
 * @throws AppError `cluster/unreachable` with the reason
 */
export function serverUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (!parsed || !/^https?:$/.test(parsed.protocol)) {
    throw new AppError('cluster/unreachable', {
      server: url,
      reason: 'This is no http(s) address.',
    })
  }
  const path = parsed.pathname.replace(/\/+$/, '')
  return `${parsed.protocol}//${parsed.host}${path}`
}
