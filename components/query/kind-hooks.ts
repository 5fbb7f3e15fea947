'use client'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { api } from '#lib/paths.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { AnswerHead } from './answers.ts'
import { call } from './call.ts'
import { toLoadable } from './loadable.ts'

type KindAddress = {
  readonly group: string
  readonly version: string
  readonly plural: string
  readonly namespace?: string
}
export type ObjectsAnswer = AnswerHead & { readonly items: readonly KubernetesObject[] }

/** Objects of one kind as the snapshot holds them. */
export const objectsQuery = (cluster: string, kind: KindAddress) =>
  queryOptions({
    queryKey: ['resources', cluster, 'objects', kind.group, kind.plural, kind.namespace ?? ''],
    queryFn: ({ signal }) => call<ObjectsAnswer>(api.resources(cluster, kind), { signal }),
  })

export const useObjects = (cluster: string, kind: KindAddress) =>
  toLoadable(useQuery(objectsQuery(cluster, kind)))

export const NAMESPACES = { group: '', version: 'v1', plural: 'namespaces' } as const
export const WEBHOOKS = {
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  plural: 'mutatingwebhookconfigurations',
} as const
