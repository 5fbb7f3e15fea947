import { endpoints } from '#lib/api/endpoints.ts'
import { handle } from '#server/http/handle.ts'
import { reply } from '#server/http/reply.ts'

const settled = new Set(['live', 'stale', 'denied', 'failed'])

export const GET = handle(endpoints.ready, ({ services }) => {
  const clusters = services.clusters.list().map((cluster) => {
    const { state, synced, of } = cluster.state()
    return { id: cluster.id, state, synced, of }
  })
  const ready = clusters.length > 0 && clusters.every(({ state }) => settled.has(state))
  return reply({ clusters }, { status: ready ? 200 : 503 })
})
