import type { Call, Hop } from '#lib/model/hop.ts'
import { hasProxy } from '#lib/model/membership.ts'
import { samplePod } from '#lib/model/workload.ts'
import { type Client, sending } from './client-tls.ts'
import { serviceHost } from './hosts.ts'
import { type ReceiverSource, receiversOf } from './receivers.ts'
import { type AccessQuestion, accessAt, claimsOfAnyClient } from './target-access.ts'
import { verdict } from './verdict.ts'

/** What Istio makes of a call that another provider's configuration states. */
export function statedHop(source: ReceiverSource, call: Call): Hop {
  const { view } = source
  const { namespace, workload, service, port } = call
  const pod = workload && samplePod(workload)
  const labels = pod?.labels ?? new Map<string, string>()
  const inMesh = pod && view.membership(pod).inMesh
  const governed = view.governing({ namespace, labels: pod?.labels })
  const client: Client = {
    namespace,
    labels,
    proxy: inMesh === 'none' ? 'none' : inMesh === 'unknown' ? 'unknown' : 'mesh',
  }
  const host = serviceHost(service.name, service.namespace, governed.domain)
  const send = sending(governed.clientRules, client, host, service.namespace, port, undefined)
  const servicePort = service.ports.find((p) => p.port === port)
  const mtls = verdict(send, receiversOf(source, service, servicePort))
  // Any meshed caller of a namespace may be meant: who calls is not known, so neither is who may.
  if (!pod) return { mtls }
  const from: AccessQuestion['from'] =
    call.from === 'gateway'
      ? 'gateway'
      : inMesh === 'ambient'
        ? 'ambient'
        : inMesh && hasProxy(inMesh)
          ? 'sidecar'
          : undefined
  const hosts = [...new Set(call.match.flatMap((m) => m.hosts ?? []))]
  const access = accessAt(view, service, port, {
    protocol: call.protocol === 'http' ? 'http' : 'tcp',
    from,
    principal: `${governed.trustDomain}/ns/${namespace}/sa/${pod.serviceAccount}`,
    mtls,
    hosts: hosts.length > 0 ? hosts : undefined,
    match: call.match,
    claims: claimsOfAnyClient,
  })
  return {
    mtls,
    verdict: access?.verdict,
    policies: access?.policies,
    because: access && access.policies.length > 0 ? access.because : undefined,
  }
}
