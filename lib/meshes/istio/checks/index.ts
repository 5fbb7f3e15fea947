import type { Check } from '../../provider.ts'
import { admissionWeights } from './admission-weights.ts'
import { admissionWildcardHost } from './admission-wildcard-host.ts'
import { wildcardHost } from './gateway-wildcard-host.ts'
import { mtlsConflict } from './mtls-conflict.ts'
import { mtlsPermissive } from './mtls-permissive.ts'
import { mtlsPlaintext } from './mtls-plaintext.ts'
import { mtlsStrictExternal } from './mtls-strict-external.ts'
import { gatewayNotFound } from './ref-gateway-not-found.ts'
import { hostNotFound } from './ref-host-not-found.ts'
import { portNotFound } from './ref-port-not-found.ts'
import { subsetNotFound } from './ref-subset-not-found.ts'
import { catchAll } from './route-catch-all.ts'
import { destinationExpanded } from './route-destination-expanded.ts'
import { weightsNot100 } from './route-weights-not-100.ts'

/** Every check of Istio's, once. */
export const CHECKS: readonly Check[] = [
  admissionWeights,
  admissionWildcardHost,
  hostNotFound,
  portNotFound,
  subsetNotFound,
  gatewayNotFound,
  weightsNot100,
  catchAll,
  destinationExpanded,
  wildcardHost,
  mtlsConflict,
  mtlsStrictExternal,
  mtlsPlaintext,
  mtlsPermissive,
]
