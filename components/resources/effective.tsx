'use client'
import { Ladder } from '#components/query/ladder.tsx'
import { useWorkloadRow } from '#components/query/object-hooks.ts'
import { ObjectLinks } from '#components/query/place.tsx'
import { useServices } from '#components/query/report-hooks.ts'
import { AsyncPanel } from '#components/ui/async-panel.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Facts, Say, Section } from '#components/ui/facts.tsx'
import { mapLoadable } from '#components/ui/loadable.ts'
import type { ResourceAddress } from '#lib/paths.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { refOf } from '#lib/resources/reference.ts'
import { DecidedHere } from './decided-list.tsx'
import { isApplied } from './has-effective.ts'
import { InForceOf } from './in-force.tsx'

/** What applies here and why: asked of the same reports that the picture is drawn from. */
export function Effective({
  cluster,
  address,
  object,
}: {
  cluster: string
  address: ResourceAddress
  object: KubernetesObject
}) {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto bg-surface">
      <h2 className="sr-only">What applies here, and why</h2>
      {object.kind === 'Service' && isApplied(object) ? (
        <OfService cluster={cluster} service={refOf(object)} />
      ) : isApplied(object) ? (
        <>
          {object.kind === 'Pod' ? null : <OfWorkload cluster={cluster} workload={refOf(object)} />}
          <InForceOf
            cluster={cluster}
            of={{
              kind: object.kind,
              namespace: object.metadata.namespace ?? '',
              name: object.metadata.name,
            }}
          />
        </>
      ) : (
        <DecidedHere cluster={cluster} address={address} object={refOf(object)} />
      )}
    </div>
  )
}

const NONE = (
  <EmptyState
    title="Nothing is known of it as a workload of its own."
    body="What applies to a pod is told at the workload that owns it: follow Owned by on the overview."
  />
)

function OfWorkload({ cluster, workload }: { cluster: string; workload: string }) {
  const row = useWorkloadRow(cluster, workload)
  return (
    <AsyncPanel value={mapLoadable(row, (found) => found ?? null)} label="what applies here">
      {(found) =>
        found === null ? (
          NONE
        ) : (
          <>
            <Section title="Proxy">
              <Facts
                wide
                rows={found.memberships.flatMap((m) => [
                  [
                    `${m.pods} ${m.pods === 1 ? 'pod' : 'pods'}`,
                    `${[m.inMesh === 'none' ? 'no proxy' : m.inMesh, m.proxyVersion, m.revision && `revision ${m.revision}`].filter(Boolean).join(', ')}. ${m.evidence}`,
                  ] as const,
                ])}
              />
              {found.bypasses.map((bypass) => {
                const ports = [...(bypass.ports ?? []), ...(bypass.ranges ?? [])].join(', ')
                return (
                  <Say key={`${bypass.direction} ${bypass.from} ${ports}`}>
                    {bypass.direction} {ports || 'traffic'} bypasses the proxy, by{' '}
                    <ObjectLinks of={[bypass.from]} />
                  </Say>
                )
              })}
            </Section>
            <Section title="mTLS on its ports, and who decides it">
              {found.inbound.length === 0 ? <Say quiet>It takes nothing.</Say> : null}
              <ul className="grid gap-3 text-12 leading-[18px]">
                {found.inbound.map((port) => (
                  <li key={port.port ?? 'all'}>
                    <b className="font-semibold">
                      {port.port ? `Port ${port.port}` : 'Every port'}: {port.mode}
                    </b>
                    <span className="block text-ink-2">{port.because}</span>
                    {port.mode === 'n/a' ? null : <Ladder steps={port.ladder} />}
                  </li>
                ))}
              </ul>
            </Section>
            <Section title="Policies that reach it" aside={found.policies.length || undefined}>
              {found.policies.length === 0 ? (
                <Say quiet>No policy reaches it.</Say>
              ) : (
                <ul className="grid gap-1 text-12">
                  {found.policies.map((policy) => (
                    <li key={policy.resource}>
                      <ObjectLinks of={[policy.resource]} />{' '}
                      <span className="text-ink-2">{policy.because}</span>
                    </li>
                  ))}
                </ul>
              )}
            </Section>
            <Section title="Identity">
              <Facts
                wide
                rows={[
                  ['Service account', found.identity.serviceAccount],
                  ['Trust domain', found.identity.trustDomain],
                  ...(found.identity.principal
                    ? [['Principal', found.identity.principal] as const]
                    : []),
                ]}
              />
            </Section>
          </>
        )
      }
    </AsyncPanel>
  )
}

function OfService({ cluster, service }: { cluster: string; service: string }) {
  const services = useServices(cluster)
  const row = mapLoadable(
    services,
    (answer) => answer.services.find((s) => s.resource === service) ?? null,
  )
  return (
    <AsyncPanel value={row} label="what applies here">
      {(found) =>
        found === null ? (
          <EmptyState title="The mesh knows nothing of this Service yet." />
        ) : (
          <>
            <Section title="Names that lead here">
              <ul className="grid gap-1 text-12">
                {found.names.map((name) => (
                  <li key={`${name.host} ${name.callers} ${name.at ?? ''}`}>
                    <span className="font-code text-[11.5px]">{name.host}</span>{' '}
                    <span className="text-ink-2">for callers in the {name.callers}</span>
                    {name.via.length > 0 ? (
                      <>
                        {' by '}
                        <ObjectLinks of={name.via} />
                      </>
                    ) : null}
                  </li>
                ))}
              </ul>
            </Section>
            <Section title="Ports: protocol, and what they accept">
              <ul className="grid gap-2 text-12 leading-[18px]">
                {found.ports.map((port) => (
                  <li key={port.port}>
                    <b className="font-semibold">
                      {port.port}
                      {port.name ? ` ${port.name}` : ''}: {port.protocol.value}
                    </b>
                    <span className="block text-ink-2">{port.protocol.because}</span>
                    {port.posture ? (
                      <span className="block text-ink-2">
                        {port.posture.mode}, {port.posture.because}{' '}
                        <ObjectLinks of={port.posture.decidedBy} />
                      </span>
                    ) : null}
                  </li>
                ))}
              </ul>
            </Section>
            <Section title="Subsets" aside={found.subsets.length || undefined}>
              {found.subsets.length === 0 ? (
                <Say quiet>No DestinationRule in force divides its pods.</Say>
              ) : (
                <ul className="grid gap-1 text-12">
                  {found.subsets.map((subset) => (
                    <li key={`${subset.from} ${subset.name}`}>
                      <b className="font-medium">{subset.name}</b>{' '}
                      <span className="text-ink-2">
                        {Object.entries(subset.labels)
                          .map(([key, value]) => `${key}=${value}`)
                          .join(', ')}
                        : {subset.instances} {subset.instances === 1 ? 'pod' : 'pods'}, from{' '}
                      </span>
                      <ObjectLinks of={[subset.from]} />
                    </li>
                  ))}
                </ul>
              )}
            </Section>
            {found.waypoint ? (
              <Section title="Waypoint">
                <Say>
                  {found.waypoint.name}, by <ObjectLinks of={[found.waypoint.from]} />
                </Say>
              </Section>
            ) : null}
          </>
        )
      }
    </AsyncPanel>
  )
}
