'use client'
import { useInForce } from '#components/query/object-hooks.ts'
import { ObjectLink, ObjectLinks } from '#components/query/place.tsx'
import { AsyncPanel } from '#components/ui/async-panel.tsx'
import { counted } from '#components/ui/count.ts'
import { Say, Section } from '#components/ui/facts.tsx'
import type { InForce } from '#lib/model/in-force.ts'

const OUTBOUND = {
  ALLOW_ANY: 'Calls to hosts that the mesh does not know pass through as they are.',
  REGISTRY_ONLY: 'Calls to hosts that the mesh does not know are refused.',
} as const

/** What the proxy is told about calls that go out, each with who decides it. */
export function InForceOf({
  cluster,
  of,
}: {
  cluster: string
  of: { readonly kind: string; readonly namespace: string; readonly name: string }
}) {
  const told = useInForce(cluster, of)
  return (
    <AsyncPanel value={told} label="what its proxy is told">
      {({ facts, mesh }) =>
        facts ? (
          <InForceFacts facts={facts} />
        ) : (
          <Section title="Calls that go out">
            <Say quiet>
              {mesh === 'none'
                ? 'No proxy reads configuration here, so calls go out as the application makes them.'
                : `What a proxy of ${mesh} is told is not worked out here.`}
            </Say>
          </Section>
        )
      }
    </AsyncPanel>
  )
}

export function InForceFacts({ facts }: { facts: InForce }) {
  const { sidecar, outbound, hosts, routes, destinationRules, servers, droppedServers } = facts
  const moreRoutes = facts.routesInAll - routes.length
  const moreRules = facts.ruledHosts - destinationRules.length
  return (
    <>
      <Section title="Calls that go out">
        <ul className="grid gap-1 text-12 leading-[18px]">
          <li>
            It knows {counted(hosts, 'host')}.{' '}
            {sidecar ? (
              <>
                Narrowed by <ObjectLink of={sidecar.resource} />.{' '}
                <span className="text-ink-2">{sidecar.because}</span>
              </>
            ) : (
              <span className="text-ink-2">No Sidecar narrows what it sees.</span>
            )}
          </li>
          <li>
            {OUTBOUND[outbound.mode]}{' '}
            <span className="text-ink-2">
              Decided by <ObjectLinks of={[outbound.decidedBy]} />.
            </span>
          </li>
        </ul>
      </Section>
      <Section title="Routes that it follows" aside={facts.routesInAll || undefined}>
        {routes.length === 0 ? (
          <Say quiet>No route: calls go to the Services that they name.</Say>
        ) : (
          <ul className="grid gap-1 text-12">
            {routes.map(({ resource, hosts: names }) => (
              <li key={resource} className="[overflow-wrap:anywhere]">
                <ObjectLink of={resource} />{' '}
                <span className="text-ink-2">for {names.join(', ')}</span>
              </li>
            ))}
          </ul>
        )}
        {moreRoutes > 0 ? <Say quiet>and {moreRoutes} more</Say> : null}
      </Section>
      <Section title="DestinationRules in force" aside={facts.ruledHosts || undefined}>
        {destinationRules.length === 0 ? (
          <Say quiet>None: hosts have Istio's defaults.</Say>
        ) : (
          <ul className="grid gap-2 text-12 leading-[18px]">
            {destinationRules.map((rule) => (
              <li key={rule.host} className="[overflow-wrap:anywhere]">
                <b className="font-medium">{rule.host}</b> by <ObjectLinks of={rule.resources} />
                <span className="block text-ink-2">
                  {rule.because}
                  {rule.subsets.length > 0 ? ` Subsets ${rule.subsets.join(', ')}.` : ''}
                </span>
                {rule.settings.map(({ name, value, from, path }) => (
                  <span key={name} className="block text-ink-2">
                    {name} {value}, <ObjectLink of={from} path={path} words={path} />
                  </span>
                ))}
              </li>
            ))}
          </ul>
        )}
        {moreRules > 0 ? <Say quiet>and {moreRules} more hosts</Say> : null}
      </Section>
      {servers.length + droppedServers.length > 0 ? (
        <Section title="Servers of Gateways that it opens" aside={servers.length}>
          <ul className="grid gap-1 text-12">
            {[...servers.map((s) => ({ ...s, because: undefined })), ...droppedServers].map((s) => (
              <li key={`${s.resource} ${s.path}`} className="[overflow-wrap:anywhere]">
                {s.port}/{s.protocol} for {s.hosts.join(', ')},{' '}
                <ObjectLink of={s.resource} path={s.path} />
                {s.because ? <span className="text-warn"> not opened: {s.because}</span> : null}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  )
}
