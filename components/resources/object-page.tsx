'use client'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
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
import { kindId } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { refOf } from '#lib/resources/reference.ts'
import { objectCommand } from './commands.ts'
import { RoleText } from './denied-kind.tsx'
import { hasEffective } from './has-effective.ts'
import { Overview } from './overview.tsx'

const Effective = lazy(async () => ({ default: (await import('./effective.tsx')).Effective }))
const TextTab = lazy(async () => ({ default: (await import('./text-tab.tsx')).TextTab }))

/** One object as it is now: facts first, who refers to it, its text. */
export function ObjectPage({ cluster, address }: { cluster: string; address: ResourceAddress }) {
  const object = useObject(cluster, address)
  const kinds = useQuery(statusQuery(cluster)).data?.kinds
  const watched = kinds?.find(
    (kind) => kind.plural === address.plural && kind.group === address.group,
  )
  const { get, set } = useUrlState()
  const title = `${watched?.kind ?? address.plural} ${address.namespace ? `${address.namespace}/` : ''}${address.name}`
  const data = object.state === 'ready' ? object.data : undefined
  const ref = data && refOf(data)
  const onMap = data && placeOnMap(data, watched?.editable ?? false)
  const tab = get('tab') ?? 'overview'
  const tabs = (shown: KubernetesObject): readonly Tab[] => [
    {
      value: 'overview',
      label: 'Overview',
      content: (
        <Overview
          cluster={cluster}
          address={address}
          object={shown}
          kind={kindId({ group: address.group, plural: address.plural })}
        />
      ),
    },
    ...(hasEffective(shown)
      ? [
          {
            value: 'effective',
            label: 'What applies',
            content: (
              <Suspense>
                <Effective cluster={cluster} object={shown} />
              </Suspense>
            ),
          },
        ]
      : []),
    {
      value: 'text',
      label: 'YAML',
      content: (
        <Suspense>
          <TextTab cluster={cluster} address={address} object={shown} />
        </Suspense>
      ),
    },
  ]
  return (
    <ClusterPlace cluster={cluster}>
      <PageBar
        title={
          <span className="flex items-baseline gap-2">
            <Link
              href={pages.resources(cluster, address)}
              className="font-normal text-accent hover:underline"
            >
              {watched?.kind ?? address.plural}
            </Link>
            <span className="[overflow-wrap:anywhere]">
              {address.namespace ? `${address.namespace}/` : ''}
              {address.name}
            </span>
          </span>
        }
        actions={
          <>
            {ref && onMap ? (
              <ButtonLink look="ghost" glyph="topology" href={pages.topology(cluster, onMap)}>
                Show on topology
              </ButtonLink>
            ) : null}
            {watched?.editable && data ? (
              <ButtonLink glyph="edit" href={pages.edit(cluster, address)}>
                Edit
              </ButtonLink>
            ) : null}
            <CopyButton text={objectCommand(address)} label="Copy as kubectl" />
            <CopyButton text={() => window.location.href} label="Copy link" glyph="link" />
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
              onChange={(value) => set({ tab: value === 'overview' ? undefined : value })}
              tabs={all}
            />
          )
        }}
      </AsyncPanel>
      {object.state === 'denied' && address.plural !== 'secrets' ? (
        <div className="max-w-150 px-5 pb-6">
          <RoleText group={address.group} plural={address.plural} namespace={address.namespace} />
        </div>
      ) : null}
    </ClusterPlace>
  )
}

/** Things are selected there; what decides hops finds those that it decides. */
function placeOnMap(object: KubernetesObject, isEditable: boolean) {
  const { kind, metadata } = object
  const { namespace, name } = metadata
  if (kind === 'Service' && object.apiVersion === 'v1')
    return { sel: `service:${namespace}/${name}` }
  if (hasEffective(object) && kind !== 'Pod')
    return { sel: `workload:${namespace}/${kind}/${name}` }
  return isEditable ? { find: `by:${refOf(object)}` } : undefined
}
