import type { Cluster, PlanService, SampleService } from '#server/services.ts'
import { isRealCluster, nameOf, type SampleSandbox } from './sample-sandbox.ts'

/** A mesh that is not read by then is shown as it comes. */
const LONGEST_READ_MS = 30_000

const OPS = ['created', 'changed', 'deleted']

/** Which mesh the sandbox shows; every change of it stands in the history. */
export function createSampleService(
  sandboxOf: (cluster: string) => SampleSandbox | undefined,
  history: Pick<PlanService, 'recordLoad'>,
): SampleService {
  let last: Promise<unknown> = Promise.resolve()
  const sandbox = ({ id, name }: Cluster): SampleSandbox => {
    const found = sandboxOf(id)
    if (!found) throw isRealCluster(name)
    return found
  }

  return {
    async list(cluster) {
      const held = sandbox(cluster)
      const { sample, changed } = await held.running()
      return {
        current: sample,
        samples: held.all,
        changed: changed()
          .map(({ op, kind, namespace, name }) => ({
            op,
            resource: [kind, namespace, name].filter(Boolean).join('/'),
          }))
          .sort((a, b) => OPS.indexOf(a.op) - OPS.indexOf(b.op)),
      }
    },
    open(cluster, user, id) {
      const held = sandbox(cluster)
      const wanted = id === undefined ? undefined : nameOf(held.get(id))
      // One after the other: two at once would leave it to chance which one is shown.
      const opening = last.then(async () => {
        const before = await held.running().catch(() => undefined)
        const sample = held.get(wanted?.id)
        const discarded = before?.changed().length ?? 0
        const isReset = before?.sample.id === sample.id
        const lost =
          discarded === 0
            ? 'nothing had been changed'
            : `what was changed in ${discarded} ${discarded === 1 ? 'object' : 'objects'} is discarded`
        const summary = `${isReset ? 'Reset the sandbox to' : 'Opened in the sandbox:'} ${sample.title}; ${lost}`
        const change = await history.recordLoad(
          cluster,
          user,
          { sample: nameOf(sample), summary },
          async () => {
            const { url, stopBefore } = await held.replace(sample)
            await isRead(cluster, url)
            await stopBefore()
          },
        )
        return { current: nameOf(sample), discarded, change }
      })
      last = opening.catch(() => undefined)
      return opening
    },
  }
}

/** Resolves when the cluster has read this server whole, so that who asks next sees no half picture. */
function isRead(cluster: Cluster, url: string): Promise<void> {
  const isThere = () => cluster.server === url && cluster.state().state === 'live'
  return new Promise((resolve) => {
    const done = () => {
      unsubscribe()
      clearTimeout(timer)
      resolve()
    }
    const look = () => {
      if (isThere()) done()
    }
    const unsubscribe = cluster.subscribe(look)
    const timer = setTimeout(done, LONGEST_READ_MS)
    look()
  })
}
