import { readFileSync } from 'node:fs'
import type { RequestOptions } from 'node:https'
import type { KubeConfig } from '@kubernetes/client-node'
import type { Dispatcher } from 'undici'
import { AppError } from '#lib/errors/app-error.ts'
import { isRecord, text } from '#lib/resources/field.ts'
import { type Connection, type Credentials, serverUrl } from './connection.ts'
import { openDispatcher, type TlsOptions } from './dispatcher.ts'
import { type ExecCredential, execCredential } from './exec-credential.ts'
import { impersonation } from './impersonation.ts'
import {
  type KubeconfigContext,
  type KubeconfigOptions,
  readContext,
} from './kubeconfig-context.ts'
import { proxyOf, withoutCredentials } from './kubeconfig-proxy.ts'

/** A token is fetched again this long before it ends. */
const EARLY_MS = 10_000
const RUN_AGAIN_MS = 5000

/**
 * The cluster and the identity of one context of a kubeconfig.
 *
 * The kubeconfig is read by @kubernetes/client-node, which also signs in by OIDC and by the old cloud
 * providers. Merging files, plugins and tokens in files are done here, as kubectl does them; see
 * docs/decisions/0002-thin-kubernetes-client.md.
 *
 * @throws AppError `config/kubeconfig`, `config/context`, `cluster/unreachable`
 */
export async function connectKubeconfig(options: KubeconfigOptions): Promise<Connection> {
  const selected = readContext(options)
  const { cluster, user, namespace, namespaces } = selected
  const server = serverUrl(text(cluster.server) ?? '')
  const proxy = proxyOf(cluster, server)
  const acting = impersonation(user)
  // 0.7 s and 87 MB: only those pay who have a kubeconfig.
  const { KubeConfig } = await import('@kubernetes/client-node')
  const config = new KubeConfig()
  load(config, selected, options)

  const tokenFile = text(user.tokenFile)
  const exec = isRecord(user.exec) ? user.exec : undefined
  let plugin: ExecCredential | undefined
  let ranAt = Number.NEGATIVE_INFINITY
  let running: Promise<ExecCredential> | undefined
  let opened: { dispatcher: Dispatcher; digest: string } | undefined

  async function fromPlugin(refresh: boolean): Promise<ExecCredential | undefined> {
    if (!exec) return undefined
    const isFresh = plugin && (plugin.expiresAt ?? Infinity) > Date.now() + EARLY_MS
    // All watches are refused at the same time: one run serves them all.
    const isNew = performance.now() - ranAt < RUN_AGAIN_MS
    if (plugin && isFresh && (!refresh || isNew)) return plugin
    running ??= execCredential(exec, cluster).finally(() => {
      running = undefined
    })
    plugin = await running
    ranAt = performance.now()
    return plugin
  }

  function dispatcherFor(tls: TlsOptions): Dispatcher {
    const digest = JSON.stringify([tls.cert, tls.key, tls.ca].map((part) => part?.toString()))
    if (opened?.digest !== digest) {
      // Running requests of the old one come to their end; new ones show the new certificate.
      void opened?.dispatcher.close().catch(() => {})
      opened = { dispatcher: openDispatcher({ server, tls, ...(proxy ? { proxy } : {}) }), digest }
    }
    return opened.dispatcher
  }

  return {
    server,
    isInsecure: cluster['insecure-skip-tls-verify'] === true && server.startsWith('https:'),
    namespace,
    namespaces,
    context: selected.name,
    ...(proxy ? { proxy: withoutCredentials(proxy) } : {}),
    async credentials(refresh = false): Promise<Credentials> {
      const fromExec = await fromPlugin(refresh)
      const given: RequestOptions = {}
      try {
        await config.applyToHTTPSOptions(given)
      } catch (error) {
        const reason = error instanceof Error ? error.message : 'failed'
        throw new AppError('cluster/credentials', { what: selected.name, reason }, { cause: error })
      }
      const dispatcher = dispatcherFor({
        ca: given.ca as string | Buffer | undefined,
        cert: fromExec?.certificate ?? (given.cert as string | Buffer | undefined),
        key: fromExec?.key ?? (given.key as string | Buffer | undefined),
        ...(cluster['insecure-skip-tls-verify'] === true ? { rejectUnauthorized: false } : {}),
        ...(text(cluster['tls-server-name'])
          ? { servername: text(cluster['tls-server-name']) }
          : {}),
      })
      return {
        dispatcher,
        headers: {
          ...headersOf(given),
          ...(tokenFile ? bearer(readToken(tokenFile)) : {}),
          ...(fromExec?.token ? bearer(fromExec.token) : {}),
          ...acting,
        },
      }
    },
    close: async () => opened?.dispatcher.destroy(),
  }
}

/** Hands over what client-node understands; plugins, token files, proxies and impersonation stay with us. */
function load(config: KubeConfig, selected: KubeconfigContext, options: KubeconfigOptions): void {
  const { exec: _, as: __, tokenFile, ...user } = selected.user
  const { 'proxy-url': ___, ...cluster } = selected.cluster
  // A token in a file wins over one in the text, and is read again while we run.
  const { token: ____, ...withoutToken } = user
  const isPlain = text(cluster.server)?.startsWith('http:')
  try {
    config.loadFromString(
      JSON.stringify({
        clusters: [
          {
            name: 'cluster',
            // client-node has no plain HTTP but with this flag, which means nothing there.
            cluster: {
              ...cluster,
              ...(isPlain ? { 'insecure-skip-tls-verify': true } : {}),
            },
          },
        ],
        users: [{ name: 'user', user: tokenFile ? withoutToken : user }],
        contexts: [{ name: selected.name, context: { cluster: 'cluster', user: 'user' } }],
        'current-context': selected.name,
      }),
    )
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'It cannot be read.'
    throw new AppError(
      'config/kubeconfig',
      { file: options.files.join(', '), reason },
      { cause: error },
    )
  }
}

function headersOf(given: RequestOptions): Record<string, string> {
  const out: Record<string, string> = {}
  for (const [name, value] of Object.entries(given.headers ?? {})) {
    if (typeof value === 'string') out[name.toLowerCase()] = value
  }
  if (given.auth) out.authorization = `Basic ${Buffer.from(given.auth).toString('base64')}`
  return out
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token.trim()}` })

/** @throws AppError `cluster/credentials` */
export function readToken(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    const reason = `It cannot be read (${isRecord(error) ? error.code : 'failed'}).`
    throw new AppError('cluster/credentials', { what: file, reason }, { cause: error })
  }
}
