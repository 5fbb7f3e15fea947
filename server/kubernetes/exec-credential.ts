import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { AppError } from '#lib/errors/app-error.ts'
import { isRecord, record, records, text, texts } from '#lib/resources/field.ts'

/** What a credential plugin answered. */
export type ExecCredential = {
  readonly token?: string
  readonly certificate?: string
  readonly key?: string
  /** epoch milliseconds; absent: until it is refused */
  readonly expiresAt?: number
}

const TIMEOUT_MS = 20_000
const MOST_BYTES = 4 * 1024 * 1024
const LONGEST_REASON = 500

/**
 * Runs the `exec` plugin of a kubeconfig user, as kubectl does: same environment, same request in
 * KUBERNETES_EXEC_INFO, no terminal. The plugin is ended after 20 s, for it may wait for somebody to type.
 *
 * @throws AppError `cluster/credentials` with what the plugin said
 * @see kubernetes/client-go plugin/pkg/client/auth/exec/exec.go
 */
export async function execCredential(
  exec: Readonly<Record<string, unknown>>,
  cluster: Readonly<Record<string, unknown>>,
  options: { readonly timeoutMs?: number } = {},
): Promise<ExecCredential> {
  const command = text(exec.command)
  if (!command) throw failed('exec', 'The kubeconfig names no command.')
  if (exec.interactiveMode === 'Always') {
    throw failed(command, 'it wants a terminal (interactiveMode: Always), and there is none here.')
  }
  const apiVersion = text(exec.apiVersion) ?? 'client.authentication.k8s.io/v1'
  const request = {
    apiVersion,
    kind: 'ExecCredential',
    spec: {
      interactive: false,
      ...(exec.provideClusterInfo === true ? { cluster: clusterInfo(cluster) } : {}),
    },
  }
  const variables = records(exec.env).flatMap(({ value }) => {
    const name = text(value.name)
    return name ? [[name, text(value.value) ?? ''] as const] : []
  })
  const timeout = options.timeoutMs ?? TIMEOUT_MS
  const output = await new Promise<string>((resolve, reject) => {
    const child = execFile(
      command,
      [...texts(exec.args)],
      {
        env: {
          ...process.env,
          ...Object.fromEntries(variables),
          KUBERNETES_EXEC_INFO: JSON.stringify(request),
        },
        timeout,
        killSignal: 'SIGKILL',
        maxBuffer: MOST_BYTES,
        windowsHide: true,
      },
      (error, stdout, stderr) => {
        if (!error) return resolve(stdout)
        reject(failed(command, reasonOf(error, stderr, timeout, text(exec.installHint)), error))
      },
    )
    child.stdin?.end()
  })
  return credentialOf(command, output)
}

function reasonOf(
  error: Error & { code?: unknown; killed?: boolean },
  stderr: string,
  timeoutMs: number,
  installHint: string | undefined,
): string {
  if (error.code === 'ENOENT') {
    return `the command was not found.${installHint ? ` ${installHint.trim().slice(0, LONGEST_REASON)}` : ''}`
  }
  const said = stderr.trim().slice(-LONGEST_REASON)
  if (error.killed) {
    // Often it asks to open a page and enter a code.
    const asked = said ? ` It said: ${said}` : ''
    return `it gave no answer within ${timeoutMs / 1000} seconds.${asked}`
  }
  if (error.code === 'EACCES') return 'the command may not be run (no permission).'
  return said ? `it failed: ${said}` : `it failed with code ${error.code}.`
}

function credentialOf(command: string, output: string): ExecCredential {
  let answer: unknown
  try {
    answer = JSON.parse(output)
  } catch {
    // Its text may hold a token, so it is not repeated.
    throw failed(command, 'its answer is no JSON.')
  }
  const status = record(record(answer).status)
  const token = text(status.token)
  const certificate = text(status.clientCertificateData)
  const key = text(status.clientKeyData)
  if (!isRecord(answer) || (!token && !(certificate && key))) {
    throw failed(command, 'its answer holds neither a token nor a client certificate with its key.')
  }
  const expiresAt = Date.parse(text(status.expirationTimestamp) ?? '')
  return {
    ...(token ? { token } : {}),
    ...(certificate && key ? { certificate, key } : {}),
    ...(Number.isFinite(expiresAt) ? { expiresAt } : {}),
  }
}

const clusterInfo = (cluster: Readonly<Record<string, unknown>>) => ({
  server: cluster.server,
  'tls-server-name': cluster['tls-server-name'],
  'insecure-skip-tls-verify': cluster['insecure-skip-tls-verify'],
  'certificate-authority-data': cluster['certificate-authority-data'] ?? authorityIn(cluster),
  'proxy-url': cluster['proxy-url'],
  config: records(cluster.extensions).find(({ value }) => value.name === EXTENSION)?.value
    .extension,
})

/** What a cluster's entry has to say to plugins stands under this name. */
const EXTENSION = 'client.authentication.k8s.io/exec'

/** Plugins get the authority itself, wherever it stands. @throws AppError `cluster/credentials` */
function authorityIn(cluster: Readonly<Record<string, unknown>>): string | undefined {
  const file = text(cluster['certificate-authority'])
  if (!file) return undefined
  try {
    return readFileSync(file).toString('base64')
  } catch (error) {
    throw failed(file, 'the certificate authority cannot be read.', error)
  }
}

const failed = (what: string, reason: string, cause?: unknown) =>
  new AppError('cluster/credentials', { what, reason }, { cause })
