'use client'
import { queryOptions, useQuery } from '@tanstack/react-query'
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
    queryFn: ({ signal }) => call<TopologyAnswer>(api.topology(cluster), { signal }),
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
