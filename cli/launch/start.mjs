import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { homedir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { buildStale } from './build.mjs'
import { parseBasePath, parsePublicUrl } from './public-address.mjs'
import { Refusal, root, step } from './report.mjs'
import { SERVER_FLAGS } from './server-flags.mjs'

/** Ids of the samples that the sandbox brings. */
const SAMPLES = JSON.parse(
  readFileSync(join(root, 'server/sandbox/samples/index.json'), 'utf8'),
).map(({ id }) => id)

export const HELP = `npm start -- [options]

  --port <n>             port to serve on (3000)
  --host <address>       address to listen on (127.0.0.1)
  --kubeconfig <file>    instead of KUBECONFIG or ~/.kube/config
  --context <name>       instead of the current context
  --sandbox [path …]     the embedded sandbox: Bookinfo, or the given files and folders of manifests
  --sample <id>          the embedded sandbox with one of its samples:
                         ${SAMPLES.join(', ')}
  --base-path <path>     serve below this path, for example /mesh; the pages are built for it
  --public-url <url>     address that browsers use, where a proxy stands in front
  --read-only            refuse every change
  --link 'Name=https://…{namespace}…{name}…'
                         where traffic can be watched, once for each: Grafana, Kiali, Jaeger
  --no-open              do not open the browser`

const VALUES = new Set([
  '--port',
  '--host',
  '--kubeconfig',
  '--context',
  '--base-path',
  '--public-url',
  '--link',
  '--sample',
])
const camel = (option) => option.slice(2).replace(/-(.)/g, (_, letter) => letter.toUpperCase())
const FLAGS = new Set(['--read-only', '--no-open', '--help', '-h'])

/** Throws a Refusal that names the option at fault. */
export function parseOptions(args, env = process.env) {
  const options = {
    port: '3000',
    host: '127.0.0.1',
    open: true,
    readOnly: false,
    sandbox: undefined,
    links: [],
  }
  const queue = args.flatMap((arg) => {
    const equals = arg.startsWith('--') ? arg.indexOf('=') : -1
    return equals < 0 ? [arg] : [arg.slice(0, equals), arg.slice(equals + 1)]
  })
  while (queue.length) {
    const name = queue.shift()
    if (name === '--sandbox') {
      options.sandbox = []
      while (queue.length && !queue[0].startsWith('-')) options.sandbox.push(resolve(queue.shift()))
    } else if (VALUES.has(name)) {
      const value = queue.shift()
      if (value === undefined || value.startsWith('--'))
        throw new Refusal(`${name} needs a value.`, HELP)
      if (name === '--link') options.links.push(value)
      else options[camel(name)] = value
    } else if (FLAGS.has(name)) {
      if (name === '--read-only') options.readOnly = true
      else if (name === '--no-open') options.open = false
      else options.help = true
    } else throw new Refusal(`"${name}" is no option of start.`, HELP)
  }
  const port = Number(options.port)
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Refusal(`--port ${options.port}: a port is a number from 1 to 65535.`, HELP)
  }
  // What may stand in an address is checked where it is read; before a build, only what is no link at all.
  for (const link of options.links) {
    if (!/^\s*[^=\s][^=]*=\s*https?:\/\//i.test(link) || link.includes('\n'))
      throw new Refusal(
        `--link ${link}: a link is a name, then = and an address with https:// or http://.`,
        HELP,
      )
  }
  for (const path of options.sandbox ?? []) {
    if (!existsSync(path))
      throw new Refusal(`--sandbox ${path}: there is no such file or folder.`, HELP)
  }
  if (options.kubeconfig !== undefined) {
    options.kubeconfig = resolve(options.kubeconfig)
    if (!existsSync(options.kubeconfig))
      throw new Refusal(`--kubeconfig ${options.kubeconfig}: there is no such file.`, HELP)
  }
  if (options.sandbox && (options.kubeconfig || options.context)) {
    throw new Refusal('--sandbox and --kubeconfig or --context exclude each other.', HELP)
  }
  const basePath = own(options, env, 'basePath', 'MESHWRIGHT_BASE_PATH', parseBasePath)
  const publicUrl = own(options, env, 'publicUrl', 'MESHWRIGHT_PUBLIC_URL', (value, name) =>
    parsePublicUrl(value, basePath, name),
  )
  if (options.sample !== undefined && !SAMPLES.includes(options.sample)) {
    const known = SAMPLES.join(', ')
    throw new Refusal(
      `--sample ${options.sample}: there is no such sample. One of: ${known}.`,
      HELP,
    )
  }
  if (options.sample && options.sandbox?.length) {
    throw new Refusal('--sample and files for --sandbox exclude each other.', HELP)
  }
  if (options.sample && (options.kubeconfig || options.context)) {
    throw new Refusal('--sample and --kubeconfig or --context exclude each other.', HELP)
  }
  return { ...options, port, basePath, publicUrl }
}

/** What the option says, else the variable; whichever it was is named when it is wrong. */
const own = (options, env, name, variable, parse) =>
  options[name] === undefined ? parse(env[variable], variable) : parse(options[name])

/** Refuses a taken port before the build, with the way out. */
async function claimPort({ host, port }) {
  const probe = createServer()
  await new Promise((resolve, reject) => {
    probe.once('error', (error) =>
      reject(
        new Refusal(
          `${host}:${port} cannot be listened on: ${error.code ?? error.message}.`,
          `Stop what holds it, or choose another: npm start -- --port ${port + 1}`,
        ),
      ),
    )
    probe.listen(port, host, resolve)
  })
  await new Promise((resolve) => probe.close(resolve))
}

const isLoopback = (host) => host === 'localhost' || host === '::1' || host.startsWith('127.')

function open(url) {
  const command = { darwin: 'open', win32: 'explorer' }[process.platform] ?? 'xdg-open'
  const child = spawn(command, [url], { stdio: 'ignore', detached: true })
  child.on('error', () => {}) // no browser here: the printed address is enough
  child.unref()
}

export async function run(node, options) {
  const started = Date.now()
  await claimPort(options)
  const server = await buildStale(node, options.basePath)
  const token = process.env.MESHWRIGHT_TOKEN || randomBytes(32).toString('base64url')
  const shown = options.host.includes(':') ? `[${options.host}]` : options.host
  const address = `http://${shown === '0.0.0.0' || shown === '[::]' ? '127.0.0.1' : shown}:${options.port}`
  const starting = step('Starting')
  const child = spawn(node, [...SERVER_FLAGS, join(server, 'server.js')], {
    cwd: server,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      HOSTNAME: options.host,
      PORT: String(options.port),
      MESHWRIGHT_ROOT: root,
      MESHWRIGHT_HOST: options.host,
      MESHWRIGHT_PORT: String(options.port),
      MESHWRIGHT_PUBLIC_URL: options.publicUrl,
      MESHWRIGHT_TOKEN: token,
      MESHWRIGHT_DATA:
        process.env.MESHWRIGHT_DATA ||
        join(process.env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'meshwright'),
      MESHWRIGHT_READ_ONLY: options.readOnly ? '1' : '',
      MESHWRIGHT_KUBECONFIG: options.kubeconfig ?? '',
      MESHWRIGHT_CONTEXT: options.context ?? '',
      MESHWRIGHT_LINKS: [process.env.MESHWRIGHT_LINKS ?? '', ...options.links].join('\n'),
      MESHWRIGHT_SAMPLE: options.sample ?? '',
      MESHWRIGHT_SANDBOX: options.sandbox ? options.sandbox.join(delimiter) || '1' : '',
    },
  })
  let ended = false
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => child.kill('SIGTERM'))
  child.on('exit', (code) => {
    ended = true
    process.exit(code === 143 || code === null ? 0 : code)
  })

  let pending = ''
  child.stdout.on('data', (data) => {
    const lines = (pending + data).split('\n')
    pending = lines.pop() ?? ''
    for (const line of lines)
      if (line.startsWith('meshwright: ')) console.log(`  ${line.slice(12)}`)
  })

  // /api/health answers as soon as the process does; the page itself shows how far the cluster is read.
  while (!ended) {
    try {
      if ((await fetch(`${address}${options.basePath}/api/health`)).ok) break
    } catch {
      // not listening yet
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  starting.done()
  if (!isLoopback(options.host)) {
    console.log(
      `  Listening on ${options.host}: everyone who reaches it and has the address below can use it, unencrypted.`,
    )
  }
  const url = `${options.publicUrl || address}${options.basePath || '/'}#token=${token}`
  console.log(
    `\nMeshwright is at ${url}\n(${((Date.now() - started) / 1000).toFixed(1)} s; Ctrl-C stops it)\n`,
  )
  if (options.open && process.stdout.isTTY && !process.env.CI) open(url)
}
