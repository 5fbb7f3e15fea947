import type { Installation } from '#components/query/answers.ts'
import type { WorkloadsAnswer } from '#components/query/report-hooks.ts'
import { counted, digits } from '#components/ui/count.ts'
import { planeOf, type Skew, skewOf } from '#lib/model/control-planes.ts'
import { at, isRecord, text } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'

export type Workload = WorkloadsAnswer['workloads'][number]
export type ControlPlane = Installation & {
  readonly id: string
  readonly namespace: string
  readonly revision: string
}

export type ProxyGroup = {
  readonly version: string | undefined
  readonly pods: number
  readonly skew: Skew
  readonly workloads: readonly { readonly id: string; readonly pods: number }[]
}

/** Proxies of one control plane by version, most pods first. Its own pods have none. */
export function proxiesOf(
  plane: ControlPlane,
  planes: readonly ControlPlane[],
  workloads: readonly Workload[],
  tags: ReadonlyMap<string, string>,
): readonly ProxyGroup[] {
  const own = planes.filter((p) => p.mesh === plane.mesh)
  const groups = new Map<string, { id: string; pods: number }[]>()
  for (const { id, memberships, mesh } of workloads) {
    if (mesh !== plane.mesh) continue
    for (const { pods, proxyVersion, revision, inMesh } of memberships) {
      // An ambient pod carries no proxy of its own: its node's is counted where it runs.
      if (pods === 0 || inMesh === 'none' || inMesh === 'unknown' || inMesh === 'ambient') continue
      if (planeOf(revision, own, tags) !== plane) continue
      const list = groups.get(proxyVersion ?? '')
      if (list) list.push({ id, pods })
      else groups.set(proxyVersion ?? '', [{ id, pods }])
    }
  }
  return [...groups]
    .map(
      ([version, list]): ProxyGroup => ({
        version: version || undefined,
        pods: list.reduce((sum, w) => sum + w.pods, 0),
        skew: skewOf(version || undefined, plane.version),
        workloads: list,
      }),
    )
    .sort((a, b) => b.pods - a.pods)
}

export type Webhook = {
  readonly key: string
  readonly object: string
  readonly name: string
  readonly service: string | undefined
  readonly revision: string | undefined
  readonly tag: string | undefined
  readonly failurePolicy: string | undefined
  readonly selects: string
}

/** Why it is not known which webhooks there are. */
export type WebhooksUnread = 'reading' | 'not-permitted' | 'not-served' | 'failed'

const UNREAD: Record<WebhooksUnread, string> = {
  reading: 'Reading mutatingwebhookconfigurations.',
  'not-permitted': 'You may not list mutatingwebhookconfigurations, so what injects is unknown.',
  'not-served':
    'This cluster does not serve mutatingwebhookconfigurations, so what injects is unknown.',
  failed: 'mutatingwebhookconfigurations could not be read, so what injects is unknown.',
}

/** What is known where no webhook can be shown for a control plane whose proxies run in so many pods. */
export function noWebhookWords(
  webhooks: readonly Webhook[] | WebhooksUnread,
  pods: number,
): { readonly words: string; readonly isUnknown: boolean } {
  if (typeof webhooks === 'string')
    return { words: UNREAD[webhooks], isUnknown: webhooks !== 'reading' }
  const found =
    webhooks.length === 0
      ? 'No MutatingWebhookConfiguration was found in this cluster.'
      : webhooks.length === 1
        ? 'The one webhook found in this cluster does not call this control plane.'
        : `None of the ${digits(webhooks.length)} webhooks found in this cluster calls this control plane.`
  if (pods === 0) return { words: found, isUnknown: false }
  const whose = pods === 1 ? 'its 1 pod' : `its ${counted(pods, 'pod')}`
  return { words: `${found} What put the proxies into ${whose} is unknown.`, isUnknown: true }
}

const selectorWords = (selector: unknown): string[] => {
  const labels = at(selector, 'matchLabels')
  const expressions = at(selector, 'matchExpressions')
  return [
    ...(isRecord(labels) ? Object.entries(labels).map(([k, v]) => `${k}=${String(v)}`) : []),
    ...(Array.isArray(expressions)
      ? expressions.filter(isRecord).map((e) => {
          const values = Array.isArray(e.values) ? ` ${e.values.map(String).join(', ')}` : ''
          return `${String(e.key)} ${String(e.operator)}${values}`
        })
      : []),
  ]
}

/** Webhooks that a mesh's control planes answer, as written; what is malformed is left out. */
export function webhooksOf(objects: readonly KubernetesObject[]): readonly Webhook[] {
  return objects.flatMap((object) => {
    const list = at(object, 'webhooks')
    const label = (key: string) => text(at(object.metadata, 'labels', key))
    return (Array.isArray(list) ? list : []).filter(isRecord).map((webhook, i): Webhook => {
      const service = at(webhook, 'clientConfig', 'service')
      const [namespace, name] = [text(at(service, 'namespace')), text(at(service, 'name'))]
      return {
        key: `${object.metadata.name} ${i}`,
        object: object.metadata.name,
        name: text(at(webhook, 'name')) ?? 'no name',
        service:
          namespace && name ? `${namespace}/${name}` : text(at(webhook, 'clientConfig', 'url')),
        revision: label('istio.io/rev'),
        tag: label('istio.io/tag'),
        failurePolicy: text(at(webhook, 'failurePolicy')),
        selects: [
          ...selectorWords(at(webhook, 'namespaceSelector')).map((s) => `namespace ${s}`),
          ...selectorWords(at(webhook, 'objectSelector')).map((s) => `pod ${s}`),
        ].join(', '),
      }
    })
  })
}

/** Names that stand for a revision. @see istio/istio istioctl/pkg/tag/util.go */
export const tagsOf = (webhooks: readonly Webhook[]): ReadonlyMap<string, string> =>
  new Map(webhooks.flatMap(({ tag, revision }) => (tag && revision ? [[tag, revision]] : [])))

/** Those that one control plane answers: by its revision, and by its namespace where a Service is named. */
export const webhooksFor = (
  plane: ControlPlane,
  webhooks: readonly Webhook[],
): readonly Webhook[] =>
  webhooks.filter(
    ({ service, revision }) =>
      service?.startsWith(`${plane.namespace}/`) === true &&
      (revision === undefined || revision === plane.revision),
  )
