import { kindId } from '#lib/resources/kind.ts'
import type { Choice } from '#server/config/choose-cluster.ts'
import type { Connection } from '#server/kubernetes/connection.ts'
import type { SampleSandbox } from '#server/sample-meshes/sample-sandbox.ts'
import type { Cluster, RevisionLog, Services } from './services.ts'

/** Ids stand in addresses, where pages of these names are. */
const TAKEN = new Set(['api', 'gallery', 'settings'])

function idOf(name: string, others: ReadonlyMap<string, Cluster>): string {
  const plain =
    name
      .replace(/[^A-Za-z0-9.-]+/g, '-')
      .replace(/^[.-]+/, '')
      .slice(0, 100) || 'cluster'
  for (let n = 1; ; n++) {
    const id = n === 1 ? plain : `${plain}-${n}`
    if (!TAKEN.has(id) && !others.has(id)) return id
  }
}

/** Lines that the start command passes on to the person who started it. */
const say = (line: string): void => console.log(`meshwright: ${line}`)

/** The composition root: the one place that picks implementations. What the first answers do not need comes later. */
export async function compose(
  env: Readonly<Record<string, string | undefined>>,
): Promise<Services> {
  const [
    config,
    auth,
    token,
    { owner },
    { createStreams },
    { createRevisionLog },
    history,
    { project },
    { chooseCluster },
    { followKubeconfig },
    { openNamedNamespaces },
    { createSampleService },
  ] = await Promise.all([
    import('#server/config/options.ts'),
    import('#server/auth/sessions.ts'),
    import('#server/auth/launch-token.ts'),
    import('#server/auth/owner.ts'),
    import('#server/http/streams.ts'),
    import('#server/http/revision-log.ts'),
    import('#server/history/plans.ts'),
    import('#server/kubernetes/projection.ts'),
    import('#server/config/choose-cluster.ts'),
    import('#server/kubernetes/follow-kubeconfig.ts'),
    import('#server/history/named-namespaces.ts'),
    import('#server/sample-meshes/samples.ts'),
  ])
  const options = config.optionsOf(env)
  const { host, port, readOnly, links, basePath, publicUrl } = options
  const secret = token.launchToken(options.token)
  const sessions = auth.createSessions({
    token: secret,
    user: owner(),
    port,
    secure: publicUrl?.startsWith('https:') ?? false,
    basePath,
  })
  if (!options.token)
    say(`at ${publicUrl ?? `http://127.0.0.1:${port}`}${basePath}/#token=${secret}`)

  const named = openNamedNamespaces(options.data)
  const streams = createStreams()
  const held = new Map<string, Cluster>()
  const logs = new Map<string, RevisionLog>()
  const sandboxes = new Map<string, SampleSandbox>()

  async function open(choice: Choice): Promise<Cluster> {
    const [cluster, kubernetes, { inSteps }, { ALL_KINDS }] = await Promise.all([
      import('#server/cluster/cluster.ts'),
      import('#server/kubernetes/source.ts'),
      import('#lib/changes/derive.ts'),
      import('#lib/meshes/index.ts'),
    ])
    const ours = choice.source === 'sandbox' ? await sandbox(choice) : undefined
    const id = idOf(choice.name, held)
    if (ours) sandboxes.set(id, ours)
    let read: Pick<Cluster, 'unreadable' | 'documents' | 'sample'> | undefined
    const connection = async (): Promise<Connection> => {
      if (choice.source === 'kubeconfig') {
        const { connectKubeconfig } = await import('#server/kubernetes/connect-kubeconfig.ts')
        return connectKubeconfig(choice)
      }
      if (choice.source === 'in-cluster') {
        const { connectInCluster } = await import('#server/kubernetes/connect-in-cluster.ts')
        return connectInCluster(env)
      }
      const { connectUrl } = await import('#server/kubernetes/connection.ts')
      if (!ours) throw new Error('a sandbox was asked for, and none was made')
      const { url, unreadable, documents, sample } = await ours.running()
      read = { unreadable, documents, sample }
      return connectUrl(url)
    }
    const opened = cluster.openCluster({
      id,
      name: choice.name,
      source: choice.source,
      server: '',
      kinds: ALL_KINDS,
      derive: inSteps,
      ...(choice.source === 'kubeconfig'
        ? { follow: (listener) => followKubeconfig(choice, listener) }
        : {}),
      ...(ours ? { follow: ({ changed }) => ours.follow(changed) } : {}),
      connect: async () => {
        const opened = kubernetes.openKubernetes({
          connection: await connection(),
          kinds: ALL_KINDS,
          readOnly,
        })
        return read ? Object.assign(opened, read) : opened
      },
    })
    const names = named.of(id)
    if (names.length > 0) opened.readNamespaces?.(names)
    held.set(id, opened)
    logs.set(id, createRevisionLog(opened))
    // The first is what the start of the process was for.
    announce(opened, held.size === 1 ? 0 : performance.now())
    return opened
  }

  async function sandbox(choice: Extract<Choice, { source: 'sandbox' }>): Promise<SampleSandbox> {
    const [{ SAMPLES, startSandbox }, { SampleSandbox }, { readCatalogue }] = await Promise.all([
      import('#server/sandbox/index.ts'),
      import('#server/sample-meshes/sample-sandbox.ts'),
      import('#server/sample-meshes/catalogue.ts'),
    ])
    return new SampleSandbox({
      catalogue: readCatalogue(SAMPLES),
      manifests: choice.manifests,
      sample: choice.sample,
      start: async (manifests) => {
        const running = await startSandbox(manifests)
        const { unreadable } = running
        for (const { file, line, message } of unreadable.slice(0, 10))
          say(`${file}:${line}: ${message}`)
        if (unreadable.length > 10)
          say(`and ${unreadable.length - 10} more that could not be loaded`)
        return running
      },
    })
  }

  const choice = chooseCluster(options)
  say(choice.reason)
  const opened = open(choice).then(() => {})
  // Whoever asks for data hears of it; before, nobody is there to.
  opened.catch((error: unknown) => console.error('meshwright: the cluster was not opened:', error))

  const plans = history.createPlanService({
    dataFolder: options.data,
    readOnly,
    project: (kind, object) => project(kindId(kind), object, object) ?? object,
  })
  let beside: Promise<Cluster> | undefined
  return {
    settings: { host, port, readOnly, links, basePath, publicUrl },
    sessions,
    streams,
    opened,
    clusters: {
      list: () => [...held.values()],
      get: (id) => held.get(id),
      current: () => {
        const [first] = held.values()
        if (!first) throw new Error('asked for a cluster before one was opened')
        return first
      },
    },
    plans,
    samples: createSampleService((id) => sandboxes.get(id), plans),
    log: ({ id }) => {
      const log = logs.get(id)
      if (!log) throw new Error(`the cluster ${id} has no log of revisions`)
      return log
    },
    named,
    openSandbox: () => {
      const running = [...held.values()].find(({ source }) => source === 'sandbox')
      const name = 'sandbox'
      beside ??= running
        ? Promise.resolve(running)
        : open({ source: 'sandbox', name, manifests: [], reason: 'It was asked for in the page.' })
      return beside
    },
    async close() {
      streams.closeAll()
      for (const log of logs.values()) log.stop()
      await Promise.allSettled([...held.values()].map((cluster) => cluster.close()))
      await Promise.allSettled([...sandboxes.values()].map((running) => running.stop()))
    },
  }
}

/** Says once when there is something to see, or why there is not. */
function announce(cluster: Cluster, began: number): void {
  const stop = cluster.subscribe(() => {
    const { state, message } = cluster.state()
    if (state === 'connecting' || state === 'syncing') return
    stop()
    if (state === 'failed' || state === 'denied') return say(`${cluster.name}: ${message}`)
    const { nodes, edges } = cluster.view().graph
    const took = Math.round(performance.now() - began)
    say(`first graph after ${took} ms (${nodes.length} nodes, ${edges.length} edges)`)
  })
}
