/**
 * The store alone, as the server composes it but without Next and without HTTP of its own: reflectors, snapshot and
 * what is derived of it. Does what it is told over the channel to its parent.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { inSteps } from '#lib/changes/derive.ts'
import { ALL_KINDS } from '#lib/meshes/index.ts'
import { get } from '#lib/snapshot/read.ts'
import { openCluster } from '#server/cluster/cluster.ts'
import { connectUrl } from '#server/kubernetes/connection.ts'
import { openKubernetes } from '#server/kubernetes/source.ts'
import type { Cluster } from '#server/services.ts'
import { BlockProbe } from '../block-probe.ts'
import { type Answer, type Place, type Request, wallClock } from './messages.ts'

const say = (answer: Answer): void => void process.send?.(answer)
const probe = new BlockProbe()
let cluster: Cluster | undefined
let cpu = process.cpuUsage()
let derived: number[] = []
let awaited: { place: Place; before: unknown } | undefined

process.on('message', (request: Request) => {
  switch (request.do) {
    case 'load':
      return load(request.url)
    case 'await':
      awaited = { place: request.place, before: shown(request.place) }
      return say({ is: 'awaiting' })
    case 'start':
      derived = []
      cpu = process.cpuUsage()
      probe.start()
      return say({ is: 'started' })
    case 'stop': {
      const blocks = probe.stop()
      return say({ is: 'stopped', cpuMs: cpuMs(), deriveMs: derived, blocks })
    }
    case 'memory': {
      const resident = process.memoryUsage.rss()
      setFlagsFromString('--expose-gc')
      runInNewContext('gc')()
      return say({ is: 'memory', resident, heap: process.memoryUsage().heapUsed })
    }
  }
})
process.on('disconnect', () => process.exit(0))
say({ is: 'ready' })

function load(url: string): void {
  let readMs = 0
  let peak = 0
  const sampler = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }, 20)
  cpu = process.cpuUsage()
  probe.start()
  const started = performance.now()
  cluster = openCluster({
    id: 'bench',
    name: 'bench',
    source: 'kubeconfig',
    server: url,
    kinds: ALL_KINDS,
    derive(snapshot, previous) {
      const work = inSteps(snapshot, previous)
      let ms = 0
      readMs ||= performance.now() - started
      return {
        proceed(isOver) {
          const before = performance.now()
          const answer = work.proceed(isOver)
          ms += performance.now() - before
          if (answer) derived.push(ms)
          return answer
        },
      }
    },
    connect: async () => openKubernetes({ connection: connectUrl(url), kinds: ALL_KINDS }),
  })
  const held = cluster
  let isLoaded = false
  held.subscribe(() => {
    if (isLoaded) return look(held)
    const { state } = held.state()
    if (state === 'connecting' || state === 'syncing') return
    if (state !== 'live') throw new Error(`The cluster is ${state}: ${held.state().message}`)
    isLoaded = true
    const { graph, findings } = held.view()
    const ms = performance.now() - started
    const used = cpuMs()
    clearInterval(sampler)
    say({
      is: 'loaded',
      ms,
      readMs,
      deriveMs: derived.at(-1) ?? 0,
      cpuMs: used,
      blocks: probe.stop(),
      peak: Math.max(peak, process.memoryUsage.rss()),
      nodes: graph.nodes.length,
      edges: graph.edges.length,
      findings: findings.length,
    })
  })
}

const shown = ({ kind, namespace, name }: Place): unknown =>
  cluster && get(cluster.view().snapshot, kind, namespace, name)

function look(held: Cluster): void {
  if (!awaited || shown(awaited.place) === awaited.before) return
  awaited = undefined
  say({ is: 'seen', at: wallClock(), revision: held.view().revision })
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage(cpu)
  return (user + system) / 1000
}
