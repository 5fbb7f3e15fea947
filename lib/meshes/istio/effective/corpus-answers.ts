import { ISTIO_KINDS } from '#lib/meshes/istio/kinds.ts'
import { meshConfigOf } from '#lib/meshes/istio/mesh-config.ts'
import { isRecord, own, record, records, text, textMap, texts } from '#lib/resources/field.ts'
import { kindId } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { addTo } from '#lib/resources/multi-map.ts'
import { parseYaml } from '#lib/yaml/parse.ts'
import { EffectiveConfiguration, SERVICES } from './configuration.ts'
import type { ProxyView, ServedService } from './proxy-view.ts'
import { withoutClusterDomain } from './short-hosts.ts'
import { clientSettings } from './traffic-policy.ts'

/**
 * Answers one case of the conformance set `istio-effective-config`: what holds for each of
 * its views, in the words of that set. Only what a view asks for is answered.
 */
export function answerViews(value: unknown): Readonly<Record<string, unknown>> {
  const configuration = configurationOf(text(own(value, 'config')) ?? '', own(value, 'meshConfig'))
  return Object.fromEntries(
    records(own(value, 'views')).map(({ value: view }) => {
      const answers = answersFor(configuration, proxyOf(view), ports(view))
      const asked = texts(view.ask).filter((key) => Object.hasOwn(answers, key))
      const answered = asked.map((key) => [key, answers[key as keyof typeof answers]()] as const)
      return [text(view.id) ?? '', Object.fromEntries(answered)]
    }),
  )
}

const KINDS = new Map([
  ['v1 Service', SERVICES],
  ...ISTIO_KINDS.flatMap((kind) =>
    kind.versions.map((v) => [`${kind.group}/${v} ${kind.kind}`, kindId(kind)] as const),
  ),
])

const isObject = (value: unknown): value is KubernetesObject =>
  isRecord(value) && typeof own(value.metadata, 'name') === 'string'

function configurationOf(manifests: string, meshConfig: unknown): EffectiveConfiguration {
  const objects = new Map<string, KubernetesObject[]>()
  for (const { value } of parseYaml(manifests).documents) {
    if (!isObject(value)) continue
    const kind = KINDS.get(`${value.apiVersion} ${value.kind}`)
    // What the set records of short hosts only agrees with a control plane that has no cluster domain.
    if (kind) addTo(objects, kind, withoutClusterDomain(value))
  }
  const mesh = typeof meshConfig === 'string' ? parsedMesh(meshConfig) : meshConfig
  return new EffectiveConfiguration({
    objects: (kind) => objects.get(kind) ?? [],
    mesh: meshConfigOf(mesh),
  })
}

const parsedMesh = (source: string): unknown => parseYaml(source).documents[0]?.value

const ports = (view: unknown): readonly number[] => {
  const written = own(view, 'ports')
  return Array.isArray(written) ? written.filter((port) => typeof port === 'number') : []
}

/** `namespace/name/registry` */
function servedOf(written: unknown): ServedService | undefined {
  const [namespace, name, registry] = (text(written) ?? '').split('/')
  if (!namespace || !name) return undefined
  return { kind: registry === 'Kubernetes' ? 'Service' : 'ServiceEntry', namespace, name }
}

function proxyOf(view: unknown): ProxyView {
  const type = text(own(view, 'type'))
  return {
    type: type === 'gateway' || type === 'waypoint' ? type : 'sidecar',
    namespace: text(own(view, 'namespace')) ?? '',
    labels: textMap(record(own(view, 'labels'))),
    service: servedOf(own(view, 'service')),
  }
}

type Named = { readonly namespace: string; readonly name: string }
const key = ({ namespace, name }: Named) => `${namespace}/${name}`
const keyOfRef = (ref: string) => ref.slice(ref.indexOf('/') + 1)

function answersFor(
  configuration: EffectiveConfiguration,
  proxy: ProxyView,
  ports: readonly number[],
) {
  return {
    inboundMtls: () => ({
      default: configuration.inboundMtls(proxy).mode,
      ports: Object.fromEntries(
        ports.map((port) => [port, configuration.inboundMtls(proxy, port).mode]),
      ),
    }),
    authorization: () => {
      const applied = configuration.authorization(proxy)
      const of = (action: string) =>
        applied.flatMap(({ policy }) => (policy.action === action ? [key(policy)] : [])).sort()
      return { allow: of('ALLOW'), audit: of('AUDIT'), custom: of('CUSTOM'), deny: of('DENY') }
    },
    requestAuthentication: () =>
      configuration
        .requestAuthentication(proxy)
        .map(({ policy }) => key(policy))
        .sort(),
    sidecar: () => {
      const found = configuration.scope(proxy).sidecar?.sidecar
      // The root namespace's Sidecar counts as if it stood in the proxy's.
      return found ? `${proxy.namespace}/${found.name}` : ''
    },
    services: () =>
      configuration
        .scope(proxy)
        .services.map((s) => `${s.namespace}/${s.host}`)
        .sort(),
    outboundTrafficPolicy: () => configuration.scope(proxy).outbound.mode,
    virtualServices: () => configuration.scope(proxy).virtualServices.map(key),
    destinationRules: () => destinationRules(configuration, proxy),
    servers: () =>
      configuration.servers(proxy).open.map(({ server, port, hosts, tlsMode }) => ({
        gateway: server.gateway.key,
        port,
        protocol: server.protocol,
        hosts,
        tls: tlsMode ?? '',
      })),
    virtualServicesByGateway: () =>
      Object.fromEntries(
        [...configuration.virtualServicesByGateway(proxy)].map(([gateway, services]) => [
          gateway,
          services.map(key),
        ]),
      ),
  }
}

function destinationRules(configuration: EffectiveConfiguration, proxy: ProxyView) {
  return Object.fromEntries(
    [...configuration.destinationRules(proxy)].map(([host, { service, rule }]) => {
      const subsets = [...rule.subsets.keys()]
      const asked = service.ports.flatMap(({ port }) => [
        { name: `${port}`, settings: clientSettings(rule, port) },
        ...subsets.map((subset) => ({
          name: `${subset}:${port}`,
          settings: clientSettings(rule, port, subset),
        })),
      ])
      return [
        host,
        {
          from: rule.rules.map(({ ref }) => keyOfRef(ref)),
          subsets,
          tls: Object.fromEntries(asked.map((a) => [a.name, a.settings.tls?.value ?? 'auto'])),
          loadBalancer: Object.fromEntries(
            asked.map((a) => [a.name, a.settings.loadBalancer?.value ?? 'UNSPECIFIED']),
          ),
        },
      ]
    }),
  )
}
