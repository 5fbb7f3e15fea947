import { readFileSync } from 'node:fs'
import { isIPv6 } from 'node:net'
import { AppError } from '#lib/errors/app-error.ts'
import { bearer, readToken } from './connect-kubeconfig.ts'
import type { Connection } from './connection.ts'
import { openDispatcher } from './dispatcher.ts'

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount'
/** The kubelet renews the token in place, an hour before it ends. */
const READ_AGAIN_MS = 60_000

/**
 * The API server of the cluster that this process runs in, as the service account of its pod.
 *
 * @throws AppError `cluster/credentials` when the account is not mounted
 */
export function connectInCluster(
  env: Readonly<Record<string, string | undefined>> = process.env,
  folder = ACCOUNT,
): Connection {
  const host = env.KUBERNETES_SERVICE_HOST ?? ''
  const port = env.KUBERNETES_SERVICE_PORT_HTTPS ?? env.KUBERNETES_SERVICE_PORT ?? '443'
  const server = `https://${isIPv6(host) ? `[${host}]` : host}:${port}`
  const dispatcher = openDispatcher({ server, tls: { ca: read(`${folder}/ca.crt`) } })
  let token = ''
  let readAt = Number.NEGATIVE_INFINITY
  return {
    server,
    isInsecure: false,
    namespace: read(`${folder}/namespace`).trim() || undefined,
    async credentials(refresh = false) {
      if (refresh || performance.now() - readAt > READ_AGAIN_MS) {
        token = readToken(`${folder}/token`)
        readAt = performance.now()
      }
      return { dispatcher, headers: bearer(token) }
    },
    close: () => dispatcher.destroy(),
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const reason = 'The service account is not mounted into this pod.'
    throw new AppError('cluster/credentials', { what: file, reason }, { cause: error })
  }
}
