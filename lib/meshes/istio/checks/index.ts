import type { Check } from '../../provider.ts'
import { admissionDestinationHost } from './admission-destination-host.ts'
import { admissionRouteAction } from './admission-route-action.ts'
import { admissionWeights } from './admission-weights.ts'
import { admissionWildcardHost } from './admission-wildcard-host.ts'
import { annotationUnknown } from './annotation-unknown.ts'
import {
  annotationInvalid,
  annotationMisplaced,
  annotationNoEffect,
  egressBypass,
  ingressBypass,
} from './capture-annotations.ts'
import { envoyFilterClusterNotFound } from './envoyfilter-cluster-not-found.ts'
import { envoyFilterPresent } from './envoyfilter-present.ts'
import { envoyFilterShadowsRoutes } from './envoyfilter-shadows-routes.ts'
import { envoyFilterUnscoped } from './envoyfilter-unscoped.ts'
import { localPolicyCoverage } from './gateway-local-policy-coverage.ts'
import { rawTcpOn443 } from './gateway-raw-tcp-on-443.ts'
import { sourceIpHidden } from './gateway-source-ip-hidden.ts'
import { tcpHostIgnored } from './gateway-tcp-host-ignored.ts'
import { tlsFileMounted, tlsFileNotMounted } from './gateway-tls-files.ts'
import { wildcardHost } from './gateway-wildcard-host.ts'
import { ingressClassAnnotation } from './ingress-class-annotation.ts'
import { legacyApi } from './istio-legacy-api.ts'
import { legacyResourceIgnored } from './istio-legacy-resource-ignored.ts'
import { audienceMismatch, claimsWithoutRequestAuthentication, policyInverted } from './jwt.ts'
import { jwksUnreachable } from './jwt-jwks-unreachable.ts'
import { mtlsConflict } from './mtls-conflict.ts'
import { mtlsPermissive } from './mtls-permissive.ts'
import { mtlsPlaintext } from './mtls-plaintext.ts'
import { probeBlocked } from './mtls-probe-blocked.ts'
import { mtlsStrictExternal } from './mtls-strict-external.ts'
import { policyAllowAll, policyDenyAll, policyNoWorkload } from './policy.ts'
import { endpointsBypassService, identityHeaderNotPassed } from './pomerium.ts'
import { gatewayNotFound } from './ref-gateway-not-found.ts'
import { hostNotFound } from './ref-host-not-found.ts'
import { portNotFound } from './ref-port-not-found.ts'
import { subsetNotFound } from './ref-subset-not-found.ts'
import { catchAll } from './route-catch-all.ts'
import { destinationExpanded } from './route-destination-expanded.ts'
import { hairpinLoop } from './route-hairpin-loop.ts'
import { httpOnPassthrough } from './route-http-on-passthrough.ts'
import { httpToTlsPort } from './route-http-to-tls-port.ts'
import { weightsNot100 } from './route-weights-not-100.ts'
import { portNameConvention } from './service-port-name-convention.ts'
import { loopbackEndpoint } from './serviceentry-loopback-endpoint.ts'
import { missingSidecar, namespaceNotInjected, notInjectable } from './workload-injection.ts'

/** Every check of Istio's, once. */
export const CHECKS: readonly Check[] = [
  admissionDestinationHost,
  admissionRouteAction,
  admissionWeights,
  admissionWildcardHost,
  annotationUnknown,
  egressBypass,
  ingressBypass,
  annotationMisplaced,
  annotationInvalid,
  annotationNoEffect,
  envoyFilterClusterNotFound,
  envoyFilterPresent,
  envoyFilterShadowsRoutes,
  envoyFilterUnscoped,
  localPolicyCoverage,
  rawTcpOn443,
  sourceIpHidden,
  tcpHostIgnored,
  tlsFileMounted,
  tlsFileNotMounted,
  wildcardHost,
  ingressClassAnnotation,
  legacyApi,
  legacyResourceIgnored,
  jwksUnreachable,
  claimsWithoutRequestAuthentication,
  audienceMismatch,
  policyInverted,
  mtlsConflict,
  mtlsPermissive,
  mtlsPlaintext,
  probeBlocked,
  mtlsStrictExternal,
  policyDenyAll,
  policyAllowAll,
  policyNoWorkload,
  identityHeaderNotPassed,
  endpointsBypassService,
  gatewayNotFound,
  hostNotFound,
  portNotFound,
  subsetNotFound,
  catchAll,
  destinationExpanded,
  hairpinLoop,
  httpOnPassthrough,
  httpToTlsPort,
  weightsNot100,
  portNameConvention,
  loopbackEndpoint,
  missingSidecar,
  notInjectable,
  namespaceNotInjected,
]
