import type { IdleGateway, ListenerFacts } from '#lib/model/explain.ts'
import type { GatewayProxy } from '#lib/model/gateway-proxy.ts'
import { isReadable } from '#lib/model/objects.ts'
import { at, list, text } from '#lib/resources/field.ts'
import type { Ref } from '#lib/resources/reference.ts'
import type { IstioContribution } from '../contribute.ts'
import type { Server } from '../gateway.ts'
import type { IstioGatewayProxy } from '../gateway-proxies.ts'

type Programmed = IstioGatewayProxy['programmed'][number]

/** Who holds the place that a contested server asks for. */
function conflictOf(
  { server, contested, because }: Programmed,
  all: readonly Programmed[],
): ListenerFacts['conflict'] {
  if (!contested) return undefined
  const holders = all.filter(
    (e) => !e.contested && e.server.port === server.port && e.server.bind === server.bind,
  )
  const repeating = holders.filter((e) =>
    e.server.hosts.some((h) => server.hosts.some((own) => own.host === h.host)),
  )
  const refs = (repeating.length > 0 ? repeating : holders).map((e) => e.server.gateway.ref)
  return {
    because: because ?? `Another server holds port ${server.port}.`,
    with: [...new Set(refs)].sort(),
  }
}

function filesOf(server: Server): readonly string[] {
  const place = /\[(\d{1,6})\]$/.exec(server.path)?.[1]
  const written = list(at(server.gateway.object.spec, 'servers'))[Number(place)]
  return ['serverCertificate', 'privateKey', 'caCertificates'].flatMap(
    (field) => text(at(written, 'tls', field)) || [],
  )
}

/** What stands behind each listener of a gateway, in the order of its `listeners`. */
export function listenerFacts(
  { proxies }: IstioContribution,
  gateway: GatewayProxy,
): readonly ListenerFacts[] {
  const programmed = proxies.find((p) => p.id === gateway.id)?.programmed ?? []
  return programmed.map((entry) => {
    const { server } = entry
    const conflict = conflictOf(entry, programmed)
    return {
      path: server.path,
      ...(server.minimumVersion ? { minimumVersion: server.minimumVersion } : {}),
      redirectsToHttps: server.redirectsToHttps,
      files: filesOf(server),
      ...(conflict ? { conflict } : {}),
    }
  })
}

/** Gateways whose selector no proxy carries. */
export function idleGateways({ view, proxies }: IstioContribution): readonly IdleGateway[] {
  const served = new Set<Ref>(proxies.flatMap((p) => p.resources))
  const state = isReadable(view.snapshot, 'core/pods') ? 'nothing' : 'unknown'
  return view.gateways
    .filter((g) => !served.has(g.ref))
    .map((g) => {
      const selector = g.selector ?? new Map<string, string>()
      const wanted = [...selector].map(([k, v]) => `${k}=${v}`).join(', ') || 'any label'
      const because =
        state === 'nothing'
          ? `No gateway proxy carries ${wanted}, so nothing listens for it.`
          : `No gateway proxy that may be read carries ${wanted}.`
      return { resource: g.ref, selector, because, state }
    })
}
