'use client'
import type { ReactNode } from 'react'
import { NodeLink, ObjectLink } from '#components/query/place.tsx'
import { counted, digits } from '#components/ui/count.ts'
import { Glyph, type GlyphName } from '#components/ui/glyph.tsx'
import { Table, Td, Th } from '#components/ui/table.tsx'
import type { Skew } from '#lib/model/control-planes.ts'
import {
  type ControlPlane,
  noWebhookWords,
  type ProxyGroup,
  proxiesOf,
  type Webhook,
  type WebhooksUnread,
  type Workload,
  webhooksFor,
} from './control-plane.ts'

const MESH: Record<string, string> = { istio: 'Istio', consul: 'Consul' }

/** One control plane: what it is, what runs it, which proxies ask it, what injects for it, what it is told. */
export function ControlPlaneSection({
  plane,
  planes,
  workloads,
  webhooks,
  tags,
  config,
}: {
  plane: ControlPlane
  planes: readonly ControlPlane[]
  workloads: readonly Workload[]
  webhooks: readonly Webhook[] | WebhooksUnread
  tags: ReadonlyMap<string, string>
  config: ReactNode
}) {
  const proxies = proxiesOf(plane, planes, workloads, tags)
  const pods = proxies.reduce((sum, g) => sum + g.pods, 0)
  const running = workloads.filter(
    (w) => w.namespace === plane.namespace && w.inMesh !== 'gateway' && w.inMesh !== 'waypoint',
  )
  const standing = [...tags].filter(([, revision]) => revision === plane.revision).map(([t]) => t)
  const facts: readonly (readonly [string, string])[] = [
    ['Version', plane.version ?? 'unknown'],
    ['Revision', plane.revision],
    ['Tags', standing.join(', ') || 'none'],
    ['Namespace', plane.namespace],
    ['Root namespace', plane.rootNamespace ?? 'unknown'],
    ['Trust domain', plane.trustDomain ?? 'unknown'],
    ['Proxies', counted(pods, 'pod')],
  ]
  return (
    <section aria-labelledby={`plane ${plane.id}`} className="border-b border-hairline">
      <h2
        id={`plane ${plane.id}`}
        className="flex h-9 items-center gap-2 border-b border-hairline bg-sunken px-4 text-13 font-semibold"
      >
        {MESH[plane.mesh] ?? plane.mesh} {plane.version ?? ''}{' '}
        <span className="font-normal text-ink-2">
          in {plane.namespace}, revision {plane.revision}
        </span>
      </h2>
      <dl className="flex flex-wrap gap-x-10 gap-y-2 border-b border-hairline px-4 py-3">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className="text-12 text-ink-3">{name}</dt>
            <dd className="font-medium">{value}</dd>
          </div>
        ))}
      </dl>
      <div className="grid gap-x-8 gap-y-5 px-4 py-4 xl:grid-cols-2">
        <Part title="Proxies" aside="by version, against the control plane's">
          <Proxies groups={proxies} />
        </Part>
        {plane.components && plane.components.length > 0 ? (
          <Part title="Components" aside="what runs this control plane">
            <Components of={plane.components} />
          </Part>
        ) : (
          <Part title={`Runs in ${plane.namespace}`} aside="without gateways">
            <Running workloads={running} />
          </Part>
        )}
        <Part title="Webhooks" aside="that inject for this revision">
          <Webhooks plane={plane} webhooks={webhooks} pods={pods} />
        </Part>
        <Part title="Mesh configuration" aside="each with who states it">
          {config}
        </Part>
      </div>
    </section>
  )
}

export function Part({
  title,
  aside,
  children,
}: {
  title: string
  aside: string
  children: ReactNode
}) {
  return (
    <section
      aria-label={title}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is reached by keys
      tabIndex={0}
      className="min-w-0 [&_td]:first:pl-0! [&_th]:first:pl-0!"
    >
      <h3 className="mb-1 text-12 font-semibold">
        {title} <span className="font-normal text-ink-3">{aside}</span>
      </h3>
      {children}
    </section>
  )
}

const Unknown = () => (
  <span className="inline-flex items-center gap-1.5 align-middle">
    <Glyph name="unknown" size={13} className="text-unknown" />
    unknown
  </span>
)

function skewLook(skew: Skew): { glyph: GlyphName; tone: string; words: string } {
  switch (skew.kind) {
    case 'same':
      return { glyph: 'check', tone: 'text-safe', words: 'same version' }
    case 'patch':
      return { glyph: 'info', tone: 'text-info', words: 'another patch of the same minor version' }
    case 'newer':
      return { glyph: 'warning', tone: 'text-warn', words: 'newer than the control plane' }
    case 'behind':
      return {
        glyph: skew.minors > 1 ? 'warning' : 'info',
        tone: skew.minors > 1 ? 'text-warn' : 'text-info',
        words: `${skew.minors} minor ${skew.minors === 1 ? 'version' : 'versions'} behind`,
      }
    case 'unknown':
      return {
        glyph: 'unknown',
        tone: 'text-unknown',
        words: 'unknown: an image tag is no version',
      }
  }
}

function Proxies({ groups }: { groups: readonly ProxyGroup[] }) {
  if (groups.length === 0)
    return <p className="text-12 text-ink-3">No proxy asks this control plane.</p>
  return (
    <Table aria-label="Proxies by version">
      <thead>
        <tr>
          <Th>Version</Th>
          <Th numeric>Pods</Th>
          <Th>Skew</Th>
          <Th>Workloads</Th>
        </tr>
      </thead>
      <tbody>
        {groups.map(({ version, pods, skew, workloads }) => {
          const look = skewLook(skew)
          return (
            <tr key={version ?? ''}>
              <Td className="font-medium">{version ?? 'unknown'}</Td>
              <Td numeric>{digits(pods)}</Td>
              <Td>
                <span className="inline-flex items-center gap-1.5 align-middle">
                  <Glyph name={look.glyph} size={13} className={look.tone} />
                  {look.words}
                </span>
              </Td>
              <Td className="whitespace-normal!">
                {workloads.slice(0, 4).map(({ id }, i) => (
                  <span key={id}>
                    {i > 0 ? ', ' : ''}
                    <NodeLink id={id} />
                  </span>
                ))}
                {workloads.length > 4 ? ` and ${workloads.length - 4} more` : ''}
              </Td>
            </tr>
          )
        })}
      </tbody>
    </Table>
  )
}

function Components({ of }: { of: NonNullable<ControlPlane['components']> }) {
  return (
    <Table aria-label="Components of the control plane">
      <thead>
        <tr>
          <Th>Component</Th>
          <Th>Role</Th>
          <Th>Version</Th>
          <Th>Pods ready</Th>
        </tr>
      </thead>
      <tbody>
        {of.map(({ name, role, resource, version, pods, ready }) => (
          <tr key={resource}>
            <Td>
              <ObjectLink of={resource} words={name} />
            </Td>
            <Td className="text-ink-2">{role}</Td>
            <Td>{version ?? <Unknown />}</Td>
            <Td className={ready < pods ? 'text-warn' : undefined}>
              {ready} of {pods}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function Running({ workloads }: { workloads: readonly Workload[] }) {
  if (workloads.length === 0)
    return <p className="text-12 text-ink-3">No workload that may be read runs here.</p>
  return (
    <Table aria-label="Workloads of the control plane's namespace">
      <thead>
        <tr>
          <Th>Workload</Th>
          <Th>Kind</Th>
          <Th>Pods ready</Th>
          <Th>Service account</Th>
        </tr>
      </thead>
      <tbody>
        {workloads.map(({ id, name, kind, pods, identity }) => {
          const ready = pods.filter((p) => p.ready.split('/')[0] === p.ready.split('/')[1]).length
          return (
            <tr key={id}>
              <Td className="font-medium">
                <NodeLink id={id} words={name} />
              </Td>
              <Td className="text-ink-2">{kind}</Td>
              <Td className={ready < pods.length ? 'text-warn' : undefined}>
                {ready} of {pods.length}
              </Td>
              <Td className="font-code text-[11.5px] text-ink-2">{identity.serviceAccount}</Td>
            </tr>
          )
        })}
      </tbody>
    </Table>
  )
}

function Webhooks({
  plane,
  webhooks,
  pods,
}: {
  plane: ControlPlane
  webhooks: readonly Webhook[] | WebhooksUnread
  pods: number
}) {
  const own = typeof webhooks === 'string' ? [] : webhooksFor(plane, webhooks)
  if (own.length === 0) {
    const { words, isUnknown } = noWebhookWords(webhooks, pods)
    return (
      <p className="flex items-start gap-1.5 text-12 text-ink-2">
        {isUnknown ? (
          <Glyph name="unknown" size={13} className="mt-0.5 flex-none text-unknown" />
        ) : null}
        <span>{words}</span>
      </p>
    )
  }
  return (
    <Table aria-label="Webhooks">
      <thead>
        <tr>
          <Th>Webhook</Th>
          <Th>Calls</Th>
          <Th>If it fails</Th>
          <Th>For</Th>
        </tr>
      </thead>
      <tbody>
        {own.map((webhook) => (
          <tr key={webhook.key}>
            <Td>
              <ObjectLink
                of={`MutatingWebhookConfiguration/${webhook.object}`}
                words={webhook.name}
              />
              {webhook.tag ? <span className="text-ink-3"> tag {webhook.tag}</span> : null}
            </Td>
            <Td className="text-ink-2">{webhook.service ?? <Unknown />}</Td>
            <Td>
              {webhook.failurePolicy === 'Ignore'
                ? 'pods start without proxy'
                : webhook.failurePolicy === 'Fail' || webhook.failurePolicy === undefined
                  ? 'pods are refused'
                  : webhook.failurePolicy}
            </Td>
            <Td className="max-w-80 truncate font-code text-11 text-ink-2" title={webhook.selects}>
              {webhook.selects || 'everything'}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
