import { at, type Fields, list, record, records, text, texts } from '#lib/resources/field.ts'
import { parseApiVersion } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { type Use, UseList } from '#lib/resources/references.ts'
import { resolveHost } from './hosts.ts'

/** Root namespaces of the installations: a policy with a selector there reaches pods everywhere. */
export type Roots = ReadonlySet<string>

/** What an object of Istio names, and what labels of Istio on others do. */
export function istioUses(object: KubernetesObject, roots: Roots): readonly Use[] {
  const { group } = parseApiVersion(text(object.apiVersion) ?? '')
  const uses = new UseList()
  const namespace = text(object.metadata.namespace) ?? ''
  const about: About = { object, spec: record(object.spec), namespace, roots, uses }
  waypoint(about)
  if (!group.endsWith('.istio.io')) return uses.found
  const own = `${group.slice(0, -'.istio.io'.length)}/${object.kind}`
  if (Object.hasOwn(READERS, own)) READERS[own]?.(about)
  return uses.found
}

type About = {
  readonly object: KubernetesObject
  readonly spec: Fields
  readonly namespace: string
  readonly roots: Roots
  readonly uses: UseList
}

const NETWORKING = 'networking.istio.io'
const GATEWAY_API = 'gateway.networking.k8s.io'

const READERS: Readonly<Record<string, (about: About) => void>> = {
  'networking/VirtualService': virtualService,
  'networking/DestinationRule': destinationRule,
  'networking/Gateway': gateway,
  'networking/ServiceEntry': ({ spec, namespace, uses }) =>
    uses.labels('spec.workloadSelector.labels', at(spec, 'workloadSelector', 'labels'), namespace),
  'networking/Sidecar': sidecar,
  'networking/EnvoyFilter'(about) {
    selected(about, 'workloadSelector', 'labels')
    targets(about)
  },
  'networking/WorkloadEntry': ({ spec, namespace, uses }) =>
    uses.name('spec.serviceAccount', '', 'ServiceAccount', namespace, spec.serviceAccount),
  'networking/WorkloadGroup': ({ spec, namespace, uses }) =>
    uses.name(
      'spec.template.serviceAccount',
      '',
      'ServiceAccount',
      namespace,
      at(spec, 'template', 'serviceAccount'),
    ),
  'networking/ProxyConfig': (about) => selected(about, 'selector', 'matchLabels'),
  'security/PeerAuthentication': (about) => selected(about, 'selector', 'matchLabels'),
  'security/RequestAuthentication': policy,
  'security/AuthorizationPolicy'(about) {
    policy(about)
    principals(about)
  },
  'telemetry/Telemetry': policy,
  'extensions/WasmPlugin'(about) {
    policy(about)
    const { uses, spec, namespace } = about
    uses.secret('spec.imagePullSecret', namespace, spec.imagePullSecret)
  },
  'authentication/Policy'({ spec, namespace, uses }) {
    for (const { at: i, value } of records(spec.targets))
      uses.name(`spec.targets[${i}].name`, '', 'Service', namespace, value.name)
  },
}

/** @see istio/istio pilot/pkg/serviceregistry/kube/controller/ambient/waypoints.go, getWaypointRef */
function waypoint({ object, namespace, uses }: About): void {
  const labels = record(object.metadata.labels)
  const name = text(labels['istio.io/use-waypoint'])
  if (!name || name === 'none') return
  const where = text(labels['istio.io/use-waypoint-namespace'])
  const own = object.kind === 'Namespace' ? object.metadata.name : namespace
  uses.name('metadata.labels["istio.io/use-waypoint"]', GATEWAY_API, 'Gateway', where ?? own, name)
}

/** `namespace/name`, or a name in the object's own namespace; `mesh` is no object. */
function gatewayName(path: string, said: string, { namespace, uses }: About): void {
  if (said === 'mesh' || said === '') return
  const slash = said.indexOf('/')
  const where = slash < 0 ? namespace : said.slice(0, slash)
  uses.name(path, NETWORKING, 'Gateway', where === '.' ? namespace : where, said.slice(slash + 1))
}

function virtualService(about: About): void {
  const { spec, namespace, uses } = about
  for (const [i, host] of list(spec.hosts).entries())
    if (typeof host === 'string') uses.host(`spec.hosts[${i}]`, resolveHost(host, namespace), true)
  const gateways = (path: string, value: unknown) => {
    for (const [i, name] of list(value).entries())
      if (typeof name === 'string') gatewayName(`${path}.gateways[${i}]`, name, about)
  }
  gateways('spec', spec.gateways)
  const destination = (path: string, value: unknown) => {
    const said = text(at(value, 'host'))
    if (!said) return
    const host = resolveHost(said, namespace)
    uses.host(`${path}.host`, host)
    const subset = text(at(value, 'subset'))
    if (subset) uses.add({ path: `${path}.subset`, by: 'subset', host, subset })
  }
  for (const protocol of ['http', 'tls', 'tcp'])
    for (const { at: i, value: rule } of records(spec[protocol])) {
      const path = `spec.${protocol}[${i}]`
      for (const { at: j, value } of records(rule.match))
        gateways(`${path}.match[${j}]`, value.gateways)
      for (const { at: j, value } of records(rule.route))
        destination(`${path}.route[${j}].destination`, value.destination)
      destination(`${path}.mirror`, rule.mirror)
      for (const { at: j, value } of records(rule.mirrors))
        destination(`${path}.mirrors[${j}].destination`, value.destination)
      const delegate = record(rule.delegate)
      const where = text(delegate.namespace) || namespace
      uses.name(`${path}.delegate`, NETWORKING, 'VirtualService', where, delegate.name)
    }
}

function destinationRule({ spec, namespace, uses }: About): void {
  const host = text(spec.host)
  if (host) uses.host('spec.host', resolveHost(host, namespace))
  const labels = at(spec, 'workloadSelector', 'matchLabels')
  uses.labels('spec.workloadSelector.matchLabels', labels, namespace)
  const traffic = (path: string, policy: unknown) => {
    const secret = (place: string, tls: unknown) =>
      uses.secret(`${place}.tls.credentialName`, namespace, at(tls, 'credentialName'))
    secret(path, at(policy, 'tls'))
    for (const { at: i, value } of records(at(policy, 'portLevelSettings')))
      secret(`${path}.portLevelSettings[${i}]`, value.tls)
  }
  traffic('spec.trafficPolicy', spec.trafficPolicy)
  for (const { at: i, value } of records(spec.subsets))
    traffic(`spec.subsets[${i}].trafficPolicy`, value.trafficPolicy)
}

/**
 * The selector reaches proxies of every namespace, and certificates are read where those proxies run: where that is
 * the object does not say.
 * @see istio/istio pilot/pkg/model/push_context.go, mergeGateways; credentials/kube/secrets.go
 */
function gateway({ spec, uses }: About): void {
  uses.labels('spec.selector', spec.selector, undefined)
  for (const { at: i, value } of records(spec.servers)) {
    const path = `spec.servers[${i}].tls`
    uses.secret(`${path}.credentialName`, undefined, at(value, 'tls', 'credentialName'))
    for (const [j, name] of texts(at(value, 'tls', 'credentialNames')).entries())
      uses.secret(`${path}.credentialNames[${j}]`, undefined, name)
  }
}

function sidecar(about: About): void {
  const { spec, namespace, uses } = about
  selected(about, 'workloadSelector', 'labels')
  for (const { at: i, value } of records(spec.egress))
    for (const [j, said] of list(value.hosts).entries()) {
      if (typeof said !== 'string') continue
      const slash = said.indexOf('/')
      if (slash < 0 || said.startsWith('~/')) continue
      uses.host(
        `spec.egress[${i}].hosts[${j}]`,
        resolveHost(said.slice(slash + 1), namespace),
        true,
      )
    }
}

function selected({ spec, namespace, roots, uses }: About, field: string, labels: string): void {
  const where = roots.has(namespace) ? undefined : namespace
  uses.labels(`spec.${field}.${labels}`, at(spec, field, labels), where)
}

function targets({ spec, namespace, uses }: About): void {
  const target = (path: string, value: unknown) => {
    const kind = text(at(value, 'kind')) ?? ''
    const where = kind === 'GatewayClass' ? undefined : namespace
    uses.name(path, text(at(value, 'group')) ?? '', kind, where, at(value, 'name'))
  }
  target('spec.targetRef', spec.targetRef)
  for (const { at: i, value } of records(spec.targetRefs)) target(`spec.targetRefs[${i}]`, value)
}

function policy(about: About): void {
  selected(about, 'selector', 'matchLabels')
  targets(about)
}

/** Callers that rules name: `trust-domain/ns/<namespace>/sa/<name>` and namespaces, where they are no patterns. */
function principals({ spec, namespace, uses }: About): void {
  for (const { at: i, value: rule } of records(spec.rules))
    for (const { at: j, value: from } of records(rule.from)) {
      const source = record(from.source)
      const path = `spec.rules[${i}].from[${j}].source`
      for (const field of ['principals', 'notPrincipals'])
        for (const [k, said] of list(source[field]).entries()) {
          const parts = typeof said === 'string' && !said.includes('*') ? said.split('/') : []
          if (parts.length === 5 && parts[1] === 'ns' && parts[3] === 'sa')
            uses.name(`${path}.${field}[${k}]`, '', 'ServiceAccount', parts[2], parts[4])
        }
      for (const field of ['serviceAccounts', 'notServiceAccounts'])
        for (const [k, said] of list(source[field]).entries()) {
          if (typeof said !== 'string') continue
          const slash = said.indexOf('/')
          const where = slash < 0 ? namespace : said.slice(0, slash)
          const name = said.slice(slash + 1)
          uses.name(`${path}.${field}[${k}]`, '', 'ServiceAccount', where, name)
        }
      for (const field of ['namespaces', 'notNamespaces'])
        for (const [k, said] of list(source[field]).entries())
          if (typeof said === 'string' && !said.includes('*'))
            uses.name(`${path}.${field}[${k}]`, '', 'Namespace', undefined, said)
    }
}
