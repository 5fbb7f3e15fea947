'use client'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import type { AnswerOf, Endpoints } from '#lib/api/endpoints.ts'
import { api, type KindAddress, type ResourceAddress } from '#lib/paths.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { call, callText } from './call.ts'
import { toLoadable } from './loadable.ts'
import { workloadsQuery } from './report-hooks.ts'

export type ListAnswer = AnswerOf<Endpoints['list']>
export type PrintedAnswer = AnswerOf<Endpoints['printed']>
/** All pages of it. */
export type PrintedList = Omit<PrintedAnswer, 'continue'> & {
  /** There is more than a page shows. */
  readonly isCut: boolean
}
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

/** 50,000 lines: more than a person reads, and less than a page can hold. */
const MOST_PAGES = 100

async function allPrinted(
  cluster: string,
  kind: KindAddress,
  namespaces: readonly string[],
  signal: AbortSignal,
): Promise<PrintedList> {
  const pages: PrintedAnswer[] = []
  let next: string | undefined
  do {
    const page: PrintedAnswer = await call<PrintedAnswer>(
      api.printed(cluster, kind, {
        ...(namespaces.length > 0 ? { namespace: namespaces } : {}),
        ...(next ? { continue: next } : {}),
      }),
      { signal },
    )
    pages.push(page)
    next = page.continue
  } while (next && pages.length < MOST_PAGES)
  return {
    at: pages[0]?.at ?? '',
    columns: pages.find((page) => page.columns.length > 0)?.columns ?? [],
    rows: pages.flatMap((page) => page.rows),
    refused: pages.flatMap((page) => page.refused),
    isCut: next !== undefined,
  }
}

/**
 * Lines as the API server prints them, with the rights of the person. Not made stale by each event: whoever shows
 * them sees from the versions whether asking again tells more.
 */
export const printedQuery = (cluster: string, kind: KindAddress, namespaces: readonly string[]) =>
  queryOptions({
    queryKey: ['printed', cluster, kind.group, kind.version, kind.plural, [...namespaces].sort()],
    queryFn: ({ signal }) => allPrinted(cluster, kind, [...namespaces].sort(), signal),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 2000,
  })

/** One line: of one object. */
export const printedOneQuery = (cluster: string, address: ResourceAddress, version: string) =>
  queryOptions({
    queryKey: ['printed', cluster, 'one', keyOf(address), version],
    queryFn: ({ signal }) =>
      call<PrintedAnswer>(
        api.printed(cluster, address, {
          ...(address.namespace ? { namespace: [address.namespace] } : {}),
          name: address.name,
        }),
        { signal },
      ),
    // Of an older version of this object, never of another one.
    placeholderData: (before, query) =>
      query?.queryKey[3] === keyOf(address) ? before : undefined,
    retry: false,
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

export const useInForce = (
  cluster: string,
  of: { readonly kind: string; readonly namespace: string; readonly name: string },
) =>
  toLoadable(
    useQuery({
      queryKey: ['resources', cluster, 'effective', of.kind, of.namespace, of.name],
      queryFn: ({ signal }) =>
        call<AnswerOf<Endpoints['effective']>>(api.effective(cluster, of), { signal }),
    }),
  )
