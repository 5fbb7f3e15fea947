'use client'
import { useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense } from 'react'
import type { WatchedKind } from '#components/query/answers.ts'
import { statusQuery } from '#components/query/hooks.ts'
import { useObject } from '#components/query/object-hooks.ts'
import { ClusterPlace } from '#components/query/place.tsx'
import { useUrlState } from '#components/query/url-state.ts'
import { AsyncPanel } from '#components/ui/async-panel.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Link } from '#components/ui/link.tsx'
import { PageBar } from '#components/ui/page-bar.tsx'
import { type Tab, Tabs } from '#components/ui/tabs.tsx'
import { pages, type ResourceAddress } from '#lib/paths.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { formatRef, refOf } from '#lib/resources/reference.ts'
import { isByName, SECRETS } from './by-name.ts'
import { objectCommand } from './commands.ts'
import { hasEffective, isApplied } from './has-effective.ts'
import type { Revert } from './object-history.tsx'
import { Overview } from './overview.tsx'

// Only the first tab is there at first sight.
const Effective = lazy(async () => ({ default: (await import('./effective.tsx')).Effective }))
const TextTab = lazy(async () => ({ default: (await import('./text-tab.tsx')).TextTab }))
const ObjectHistory = lazy(async () => ({
  default: (await import('./object-history.tsx')).ObjectHistory,
}))
const SecretPage = lazy(async () => ({ default: (await import('./secret-page.tsx')).SecretPage }))

const RoleText = lazy(async () => ({
  default: (await import('#components/query/role-text.tsx')).RoleText,
}))

const later = (content: ReactNode) => <Suspense fallback={<Opening />}>{content}</Suspense>
const Opening = () => <div aria-busy="true" className="min-h-0 flex-1 bg-surface" />

/** One object as it is now: facts first, who refers to it, what applies, its history, its text. */
export function ObjectPage({
  cluster,
  address,
  revert,
}: {
  cluster: string
  address: ResourceAddress
  /** Given where drafts can be made. */
  revert?: Revert
}) {
  const kinds = useQuery(statusQuery(cluster)).data?.kinds
  const watched = kinds?.find(
    (kind) => kind.plural === address.plural && kind.group === address.group,
  )
  if (isByName(address))
    return (
      <ClusterPlace cluster={cluster}>
        <ObjectBar cluster={cluster} address={address} kind={SECRETS.kind} />
        {later(<SecretPage cluster={cluster} address={address} />)}
      </ClusterPlace>
    )
  return (
    <ClusterPlace cluster={cluster}>
      <LiveObject
        cluster={cluster}
        address={address}
        watched={watched}
        twins={
          watched ? (kinds ?? []).filter((k) => k !== watched && k.kind === watched.kind) : NO_TWINS
        }
        revert={revert}
      />
    </ClusterPlace>
  )
}

const NO_TWINS: readonly WatchedKind[] = []

function LiveObject({
  cluster,
  address,
  watched,
  twins,
  revert,
}: {
  cluster: string
  address: ResourceAddress
  watched: WatchedKind | undefined
  /** Kinds of the same name in other groups. */
  twins: readonly WatchedKind[]
  revert: Revert | undefined
}) {
  const object = useObject(cluster, address)
  const { get, set } = useUrlState()
  const kind = watched?.kind ?? address.plural
  const title = `${kind} ${address.namespace ? `${address.namespace}/` : ''}${address.name}`
  const data = object.state === 'ready' ? object.data : undefined
  const onMap = data && placeOnMap(data, watched?.editable ?? false)
  const tab = get('tab') ?? 'overview'
  const isGone = object.state === 'failed' && object.trouble.code === 'resource/not-found'
  const history = (ref: string) =>
    later(<ObjectHistory cluster={cluster} address={address} object={ref} revert={revert} />)
  const tabs = (shown: KubernetesObject): readonly Tab[] => [
    {
      value: 'overview',
      label: 'Overview',
      content: <Overview cluster={cluster} address={address} object={shown} />,
    },
    ...(hasEffective(shown)
      ? [
          {
            value: 'effective',
            label: isApplied(shown) ? 'What applies' : 'What it decides',
            content: later(<Effective cluster={cluster} address={address} object={shown} />),
          },
        ]
      : []),
    { value: 'history', label: 'History', content: history(refOf(shown)) },
    {
      value: 'text',
      label: 'YAML',
      content: later(<TextTab cluster={cluster} address={address} object={shown} />),
    },
  ]
  return (
    <>
      <ObjectBar
        cluster={cluster}
        address={address}
        kind={kind}
        actions={
          <>
            {onMap ? (
              <ButtonLink look="ghost" glyph="topology" href={pages.topology(cluster, onMap)}>
                Show on topology
              </ButtonLink>
            ) : null}
            {watched?.editable && data ? (
              <ButtonLink glyph="edit" href={pages.edit(cluster, address)}>
                Edit
              </ButtonLink>
            ) : null}
          </>
        }
      />
      <AsyncPanel value={object} label={title}>
        {(shown) => {
          const all = tabs(shown)
          return (
            <Tabs
              label={title}
              value={all.some((t) => t.value === tab) ? tab : 'overview'}
              onChange={(value) =>
                set({ tab: value === 'overview' ? undefined : value, path: undefined })
              }
              tabs={all}
            />
          )
        }}
      </AsyncPanel>
      {object.state === 'denied' ? (
        <div className="max-w-150 px-5 pb-6">
          <Suspense>
            <RoleText group={address.group} plural={address.plural} namespace={address.namespace} />
          </Suspense>
        </div>
      ) : null}
      {isGone ? (
        <>
          <Twins cluster={cluster} address={address} twins={twins} />
          {watched ? (
            <section aria-label="What was changed of it" className="min-h-0 flex-1">
              {history(formatRef(watched.kind, address.namespace, address.name))}
            </section>
          ) : null}
        </>
      ) : null}
    </>
  )
}

/** Where two groups share a kind, a name may be meant in the other one. */
function Twins({
  cluster,
  address,
  twins,
}: {
  cluster: string
  address: ResourceAddress
  twins: readonly WatchedKind[]
}) {
  const served = twins.filter((twin) => twin.version && twin.state !== 'not-served')
  if (served.length === 0) return null
  return (
    <p className="px-5 pb-4 text-12 text-ink-2">
      Another group has a kind of this name:{' '}
      {served.map(({ group, version = '', plural }) => (
        <Link
          key={group}
          href={pages.resource(cluster, { ...address, group, version, plural })}
          className="text-accent hover:underline"
        >
          look in {group || 'the core group'}
        </Link>
      ))}
    </p>
  )
}

function ObjectBar({
  cluster,
  address,
  kind,
  actions,
}: {
  cluster: string
  address: ResourceAddress
  kind: string
  actions?: ReactNode
}) {
  return (
    <PageBar
      title={
        <span className="flex items-baseline gap-2">
          <Link
            href={pages.resources(cluster, address)}
            className="font-normal text-accent hover:underline"
          >
            {kind}
          </Link>
          <span className="[overflow-wrap:anywhere]">
            {address.namespace ? `${address.namespace}/` : ''}
            {address.name}
          </span>
        </span>
      }
      actions={
        <>
          {actions}
          <CopyButton text={objectCommand(address)} label="Copy as kubectl" />
          <CopyButton text={() => window.location.href} label="Copy link" glyph="link" />
        </>
      }
    />
  )
}

/** Things are selected there; what decides hops finds those that it decides. */
function placeOnMap(object: KubernetesObject, isEditable: boolean) {
  const { kind, metadata } = object
  const { namespace, name } = metadata
  if (kind === 'Service' && object.apiVersion === 'v1')
    return { sel: `service:${namespace}/${name}` }
  if (isApplied(object) && kind !== 'Pod') return { sel: `workload:${namespace}/${kind}/${name}` }
  return isEditable ? { find: `by:${refOf(object)}` } : undefined
}
