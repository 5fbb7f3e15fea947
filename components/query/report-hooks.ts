'use client'
import { queryOptions, useQuery } from '@tanstack/react-query'
import type { AnswerOf, Endpoints } from '#lib/api/endpoints.ts'
import { api } from '#lib/paths.ts'
import { call } from './call.ts'
import { toLoadable } from './loadable.ts'

export type RoutesAnswer = AnswerOf<Endpoints['routes']>
export type AccessAnswer = AnswerOf<Endpoints['access']>
export type GatewaysAnswer = AnswerOf<Endpoints['gateways']>
export type WorkloadsAnswer = AnswerOf<Endpoints['workloads']>
export type ServicesAnswer = AnswerOf<Endpoints['services']>

/** These tables hold more than the graph does (timeouts, rules that decide nothing), so any new snapshot makes them stale. */
const report = <T>(cluster: string, name: string, path: string) =>
  queryOptions({
    queryKey: ['resources', cluster, name],
    queryFn: ({ signal }) => call<T>(path, { signal }),
  })

export const routesQuery = (cluster: string) =>
  report<RoutesAnswer>(cluster, 'routes', api.routes(cluster))
export const accessQuery = (cluster: string) =>
  report<AccessAnswer>(cluster, 'access', api.access(cluster))
export const gatewaysQuery = (cluster: string) =>
  report<GatewaysAnswer>(cluster, 'gateways', api.gateways(cluster))
export const workloadsQuery = (cluster: string) =>
  report<WorkloadsAnswer>(cluster, 'workloads', api.workloads(cluster))
export const servicesQuery = (cluster: string) =>
  report<ServicesAnswer>(cluster, 'services', api.services(cluster))

export const useRoutes = (cluster: string) => toLoadable(useQuery(routesQuery(cluster)))
export const useAccess = (cluster: string) => toLoadable(useQuery(accessQuery(cluster)))
export const useGateways = (cluster: string) => toLoadable(useQuery(gatewaysQuery(cluster)))
export const useWorkloads = (cluster: string) => toLoadable(useQuery(workloadsQuery(cluster)))
export const useServices = (cluster: string) => toLoadable(useQuery(servicesQuery(cluster)))
