'use client'
import { queryOptions, useQuery } from '@tanstack/react-query'
import type { AnswerOf, Endpoints } from '#lib/api/endpoints.ts'
import { api, type KindAddress, type ResourceAddress } from '#lib/paths.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { call, callText } from './call.ts'
import { toLoadable } from './loadable.ts'
import { workloadsQuery } from './report-hooks.ts'

export type ListAnswer = AnswerOf<Endpoints['list']>
export type ReferencesAnswer = AnswerOf<Endpoints['references']>
export type Reference = ReferencesAnswer['uses'][number]
export type ObjectEvent = AnswerOf<Endpoints['objectEvents']>['events'][number]

const keyOf = ({ group, plural, namespace, name }: ResourceAddress) =>
  [group, plural, namespace ?? '', name].join('/')

export const listQuery = (cluster: string, kind: KindAddress) =>
  queryOptions({
    queryKey: ['resources', cluster, 'list', kind.group, kind.version, kind.plural],
    queryFn: ({ signal }) => call<ListAnswer>(api.list(cluster, kind), { signal }),
  })

export const referencesQuery = (cluster: string, address: ResourceAddress) =>
  queryOptions({
    queryKey: ['resources', cluster, 'references', keyOf(address)],
    queryFn: ({ signal }) => call<ReferencesAnswer>(api.references(cluster, address), { signal }),
  })

/** As it is now, with the rights of the person; read again with each new snapshot. */
export const objectQuery = (cluster: string, address: ResourceAddress) =>
  queryOptions({
    queryKey: ['resources', cluster, 'object', keyOf(address)],
    queryFn: ({ signal }) => call<KubernetesObject>(api.resource(cluster, address), { signal }),
  })

export const objectTextQuery = (cluster: string, address: ResourceAddress) =>
  queryOptions({
    queryKey: ['resources', cluster, 'text', keyOf(address)],
    queryFn: ({ signal }) =>
      callText(api.resource(cluster, address), { signal, accept: 'application/yaml' }),
  })

export const objectEventsQuery = (
  cluster: string,
  about: { kind: string; namespace?: string; name: string },
) =>
  queryOptions({
    queryKey: ['resources', cluster, 'events', about.kind, about.namespace ?? '', about.name],
    queryFn: ({ signal }) =>
      call<{ readonly events: readonly ObjectEvent[] }>(api.objectEvents(cluster, about), {
        signal,
      }),
  })

export const useList = (cluster: string, kind: KindAddress) =>
  toLoadable(useQuery(listQuery(cluster, kind)))
export const useReferences = (cluster: string, address: ResourceAddress) =>
  toLoadable(useQuery(referencesQuery(cluster, address)))
export const useObject = (cluster: string, address: ResourceAddress) =>
  toLoadable(useQuery(objectQuery(cluster, address)))
export const useObjectText = (cluster: string, address: ResourceAddress, enabled = true) =>
  toLoadable(useQuery({ ...objectTextQuery(cluster, address), enabled }))
export const useObjectEvents = (
  cluster: string,
  about: { kind: string; namespace?: string; name: string },
) => toLoadable(useQuery(objectEventsQuery(cluster, about)))

/** What is in force on the pods of one workload. */
export const useWorkloadRow = (cluster: string, ref: string) =>
  toLoadable(
    useQuery({
      ...workloadsQuery(cluster),
      select: (answer) => answer.workloads.find((row) => row.resource === ref),
    }),
  )
