import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ApiClient, openApiClient } from './api-client.ts'
import { atExit } from './at-exit.ts'
import { type Binaries, findBinaries } from './binaries.ts'
import { kubeconfig } from './kubeconfig.ts'
import { applyRbac, newTokens, PEOPLE, type Person, type Tokens, tokenFile } from './people.ts'
import { type ServerProcess, startProcess } from './server-process.ts'

/** A running kube-apiserver with an etcd of its own, data and keys in a temporary folder. */
export type ControlPlane = {
  /** https://127.0.0.1:<port>, the same after a restart. */
  url: string
  /** The certificate that signed the server's, as PEM. */
  ca: string
  tokens: Tokens
  /** Path of a kubeconfig: a context for each person, this one selected. */
  kubeconfig: (person: Person) => string
  /** Plain HTTP as that person. */
  as: (person: Person) => ApiClient
  /** Roles for the viewer and the teams; see people.ts. */
  applyRbac: () => Promise<void>
  /** Stops kube-apiserver only; etcd and the data stay. */
  stopServer: () => Promise<void>
  /** Starts it again on the same port; resolves when it is ready. */
  startServer: () => Promise<void>
  restart: () => Promise<void>
  /** Ends both and removes the folder. */
  stop: () => Promise<void>
}

const READY_WITHIN_MS = 60_000
const START_ATTEMPTS = 3

/**
 * Starts a control plane and waits until it is ready, about 3 s.
 *
 * No controller and no kubelet run: nothing makes Pods out of Deployments, fills in status, or
 * finishes the deletion of namespaces.
 *
 * @throws when there are no binaries; ask `findBinaries` before where that is no failure
 */
export async function startControlPlane(
  options: { binaries?: Binaries } = {},
): Promise<ControlPlane> {
  const binaries = options.binaries ?? (await findBinaries())
  if (!binaries.found) throw new Error(`no kube-apiserver: ${binaries.reason}`)
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(binaries)
    } catch (error) {
      // A free port may be taken by another program before the server gets to it.
      const isPortTaken = error instanceof Error && error.message.includes('address already in use')
      if (!isPortTaken || attempt === START_ATTEMPTS) throw error
    }
  }
}

async function startOnce(binaries: Binaries): Promise<ControlPlane> {
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-cluster-'))
  const removeFolder = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  const forgetFolder = atExit(removeFolder)
  const tokens = newTokens()
  writeFileSync(join(folder, 'tokens.csv'), tokenFile(tokens), { mode: 0o600 })
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = { format: 'pem' } as const
  writeFileSync(join(folder, 'sa.key'), privateKey.export({ type: 'pkcs8', ...pem }), {
    mode: 0o600,
  })
  writeFileSync(join(folder, 'sa.pub'), publicKey.export({ type: 'spki', ...pem }))
  mkdirSync(join(folder, 'certs'))

  const [etcdPort, port] = await freePorts()
  const url = `https://127.0.0.1:${port}`
  const clients = new Map<Person, ApiClient>()
  let ca = ''
  let server: ServerProcess | undefined

  const as = (person: Person): ApiClient => {
    const open = clients.get(person) ?? openApiClient(url, ca, tokens[person])
    clients.set(person, open)
    return open
  }
  const startServer = async () => {
    if (server?.isRunning()) return
    const args = serverArguments(folder, etcdPort, port)
    server = startProcess(binaries.kubeApiserver, args, join(folder, 'kube-apiserver.log'))
    ca = await untilReady(server, url, join(folder, 'certs/apiserver.crt'), tokens.admin)
  }
  const stopServer = async () => server?.stop('SIGTERM')

  const etcd = startProcess(
    binaries.etcd,
    etcdArguments(folder, etcdPort),
    join(folder, 'etcd.log'),
  )
  const stop = async () => {
    await Promise.all([...clients.values()].map((client) => client.close()))
    clients.clear()
    await server?.stop()
    await etcd.stop()
    forgetFolder()
    removeFolder()
  }
  try {
    await startServer()
  } catch (error) {
    const etcdSaid = etcd.isRunning() ? '' : `\netcd ended: ${etcd.log()}`
    await stop()
    throw new Error(`${error instanceof Error ? error.message : error}${etcdSaid}`, {
      cause: error,
    })
  }
  return {
    url,
    ca,
    tokens,
    kubeconfig(person) {
      const file = join(folder, `kubeconfig-${PEOPLE[person].user}`)
      writeFileSync(file, kubeconfig({ url, ca, tokens }, person), { mode: 0o600 })
      return file
    },
    as,
    applyRbac: () => applyRbac(as('admin')),
    stopServer,
    startServer,
    async restart() {
      await stopServer()
      await startServer()
    },
    stop,
  }
}

function etcdArguments(folder: string, port: number): string[] {
  return [
    '--name=default',
    `--data-dir=${join(folder, 'etcd')}`,
    `--listen-client-urls=http://127.0.0.1:${port}`,
    `--advertise-client-urls=http://127.0.0.1:${port}`,
    '--listen-peer-urls=http://127.0.0.1:0',
    '--unsafe-no-fsync', // data of a test need not survive a power cut
    '--log-level=warn',
  ]
}

function serverArguments(folder: string, etcdPort: number, port: number): string[] {
  return [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    // Without these two, a machine without a network card cannot start it.
    '--advertise-address=127.0.0.1',
    '--endpoint-reconciler-type=none',
    `--cert-dir=${join(folder, 'certs')}`,
    '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
    `--service-account-key-file=${join(folder, 'sa.pub')}`,
    `--service-account-signing-key-file=${join(folder, 'sa.key')}`,
    '--authorization-mode=RBAC',
    `--token-auth-file=${join(folder, 'tokens.csv')}`,
    '--service-cluster-ip-range=10.96.0.0/12',
    // Pods are written as they are in a snapshot: nobody makes their ServiceAccounts,
    // and Istio's init containers are privileged.
    '--disable-admission-plugins=ServiceAccount',
    '--allow-privileged=true',
  ]
}

/** Waits for /readyz and gives back the certificate authority that the server made for itself. */
async function untilReady(
  server: ServerProcess,
  url: string,
  certificates: string,
  token: string,
): Promise<string> {
  const deadline = Date.now() + READY_WITHIN_MS
  for (;;) {
    if (!server.isRunning()) throw new Error(`kube-apiserver ended: ${server.log()}`)
    const ca = authorityIn(certificates)
    if (ca !== undefined && (await isReady(url, ca, token))) return ca
    if (Date.now() > deadline) throw new Error(`kube-apiserver is not ready: ${server.log()}`)
    await sleep(100)
  }
}

async function isReady(url: string, ca: string, token: string): Promise<boolean> {
  const client = openApiClient(url, ca, token)
  try {
    return (await client.request('GET', '/readyz')).status === 200
  } catch {
    return false // does not listen yet
  } finally {
    await client.close()
  }
}

/** The file that --cert-dir gets holds the server's certificate and the one that signed it. */
function authorityIn(file: string): string | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
  const found = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/g) ?? []
  return found.find((pem) => new X509Certificate(pem).ca)
}

async function freePorts(): Promise<[number, number]> {
  const listen = () =>
    new Promise<{ port: number; close: () => Promise<void> }>((resolve, reject) => {
      const server = createServer()
      server.once('error', reject)
      server.listen(0, '127.0.0.1', () => {
        const address = server.address()
        if (address === null || typeof address === 'string') return reject(new Error('no port'))
        const close = () => new Promise<void>((done) => server.close(() => done()))
        resolve({ port: address.port, close })
      })
    })
  const [one, two] = await Promise.all([listen(), listen()])
  await Promise.all([one.close(), two.close()])
  return [one.port, two.port]
}
