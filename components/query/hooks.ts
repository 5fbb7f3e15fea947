'use client'
import { queryOptions, useQuery } from '@tanstack/react-query'
import type { GraphDelta } from '#lib/graph/delta.ts'
import { api } from '#lib/paths.ts'
import type {
  ClusterStatus,
  ClustersAnswer,
  FindingsAnswer,
  MtlsAnswer,
  TopologyAnswer,
} from './answers.ts'
import { call } from './call.ts'
import { toLoadable } from './loadable.ts'

/** The first word of every key about a cluster is its topic on the event stream. */
export const clustersQuery = () =>
  queryOptions({
    queryKey: ['clusters'],
    queryFn: ({ signal }) => call<ClustersAnswer>(api.clusters, { signal }),
  })

export const statusQuery = (cluster: string) =>
  queryOptions({
    queryKey: ['status', cluster],
    queryFn: ({ signal }) => call<ClusterStatus>(api.status(cluster), { signal }),
    // Before the first picture there may be no event for each kind that arrives.
    refetchInterval: ({ state }) =>
      state.data && (state.data.state === 'connecting' || state.data.state === 'syncing')
        ? 1000
        : false,
  })

export const topologyQuery = (cluster: string) =>
  queryOptions({
    queryKey: ['topology', cluster],
    queryFn: async ({ signal, client, queryKey }): Promise<TopologyAnswer> => {
      const known = client.getQueryData<TopologyAnswer>(queryKey)
      const since = known?.revision
      const answer = await call<TopologyAnswer & Partial<GraphDelta> & { readonly since?: string }>(
        api.topology(cluster, { since }),
        { signal },
      )
      if (!known || !answer.gone || answer.since !== since) return answer
      const { since: _, gone, nodes, edges, ...head } = answer
      const { merged } = await import('#lib/graph/delta.ts')
      return { ...head, ...merged(known, { nodes, edges, gone }) }
    },
    // What did not change is the same object already; comparing a large graph once more costs more than its picture.
    structuralSharing: false,
  })

export const mtlsQuery = (cluster: string) =>
  queryOptions({
    queryKey: ['mtls', cluster],
    queryFn: ({ signal }) => call<MtlsAnswer>(api.mtls(cluster), { signal }),
  })

export const findingsQuery = (cluster: string) =>
  queryOptions({
    queryKey: ['findings', cluster],
    queryFn: ({ signal }) => call<FindingsAnswer>(api.findings(cluster), { signal }),
  })

export const useClusters = () => toLoadable(useQuery(clustersQuery()))
export const useStatus = (cluster: string) => toLoadable(useQuery(statusQuery(cluster)))
export const useTopology = (cluster: string) => toLoadable(useQuery(topologyQuery(cluster)))
export const useMtls = (cluster: string) => toLoadable(useQuery(mtlsQuery(cluster)))
export const useFindings = (cluster: string) => toLoadable(useQuery(findingsQuery(cluster)))
