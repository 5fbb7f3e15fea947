import { changeEndpoints } from './change-endpoints.ts'
import { clusterEndpoints } from './cluster-endpoints.ts'
import { meshEndpoints } from './mesh-endpoints.ts'
import { objectEndpoints } from './object-endpoints.ts'
import { sessionEndpoints } from './session-endpoints.ts'

export type {
  Access,
  AnswerOf,
  BodyOf,
  Endpoint,
  Frozen,
  ParamsOf,
  QueryOf,
} from './endpoint.ts'

/** The whole HTTP API, in the order in which it is described. */
export const endpoints = {
  ...sessionEndpoints,
  ...clusterEndpoints,
  ...meshEndpoints,
  ...objectEndpoints,
  ...changeEndpoints,
} as const

export type Endpoints = typeof endpoints
export type EndpointId = keyof Endpoints
