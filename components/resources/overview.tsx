'use client'
import { useQuery } from '@tanstack/react-query'
import { findingsQuery } from '#components/query/hooks.ts'
import { toLoadable } from '#components/query/loadable.ts'
import {
  type PrintedAnswer,
  printedOneQuery,
  useObjectEvents,
  useReferences,
} from '#components/query/object-hooks.ts'
import { Telemetry } from '#components/query/telemetry.tsx'
import { AsyncPanel } from '#components/ui/async-panel.tsx'
import { Facts, Say, Section } from '#components/ui/facts.tsx'
import { Link } from '#components/ui/link.tsx'
import type { Loadable } from '#components/ui/loadable.ts'
import { SeverityGlyph } from '#components/ui/severity.tsx'
import type { Finding } from '#lib/findings/finding.ts'
import { pages, type ResourceAddress } from '#lib/paths.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { refOf } from '#lib/resources/reference.ts'
import { ageWords } from './age.ts'
import { factColumns, useMeshFacts } from './mesh-facts.ts'
import { Conditions, Events } from './object-events.tsx'
import { conditionsOf, metadataOf } from './object-facts.ts'
import { ReferenceLists } from './reference-lists.tsx'
import { useNow } from './use-now.ts'

/** Facts and what is said about the object left; who owns it, uses it and is used by it right. */
export function Overview({
  cluster,
  address,
  object,
}: {
  cluster: string
  address: ResourceAddress
  object: KubernetesObject
}) {
  const now = useNow()
  const ref = refOf(object)
  const references = useReferences(cluster, address)
  const version = object.metadata.resourceVersion ?? ''
  const printed = toLoadable(useQuery(printedOneQuery(cluster, address, version)))
  const events = useObjectEvents(cluster, {
    kind: object.kind,
    ...(address.namespace ? { namespace: address.namespace } : {}),
    name: address.name,
  })
  const findings = useQuery(findingsQuery(cluster)).data?.findings
  const own = findings?.filter((f) => f.resource === ref) ?? []
  const { facts } = useMeshFacts(cluster, object.kind)
  const known = facts.get(ref) ?? []
  const { labels, annotations, finalizers, generation } = metadataOf(object)
  const { creationTimestamp, deletionTimestamp } = object.metadata
  return (
    <div className="grid min-h-0 flex-1 content-start overflow-y-auto bg-surface lg:grid-cols-2">
      <h2 className="sr-only col-span-full">Overview</h2>
      <Telemetry cluster={cluster} refs={[ref]} />
      <div className="min-w-0 border-hairline lg:border-r">
        <Section title="Facts">
          <Facts
            wide
            rows={[
              ...printedFacts(printed),
              ...factColumns(object.kind).flatMap((name, i) =>
                known[i] ? [[name, known[i]] as const] : [],
              ),
              ['API version', object.apiVersion],
              ...(creationTimestamp
                ? [
                    [
                      'Created',
                      `${creationTimestamp}, ${ageWords(creationTimestamp, now)} ago`,
                    ] as const,
                  ]
                : []),
              ...(deletionTimestamp ? [['Being deleted', deletionTimestamp] as const] : []),
              ...(generation === undefined ? [] : [['Generation', String(generation)] as const]),
              ...(finalizers.length ? [['Finalizers', finalizers.join(', ')] as const] : []),
            ]}
          />
        </Section>
        <Section title="Findings" aside={own.length || undefined}>
          {own.length === 0 ? (
            <Say quiet>{findings ? 'No findings on this object.' : 'Not read yet.'}</Say>
          ) : (
            <ul className="grid gap-2 text-12">
              {own.map((finding) => (
                <FindingLine key={finding.id} cluster={cluster} finding={finding} />
              ))}
            </ul>
          )}
        </Section>
        <Section title="Conditions">
          <Conditions of={conditionsOf(object)} />
        </Section>
        <Section title="Events">
          <AsyncPanel value={events} label="events" loading={<Say quiet>Reading events…</Say>}>
            {(answer) => <Events of={answer.events} now={now} />}
          </AsyncPanel>
        </Section>
        <Pairs title="Labels" pairs={labels} />
        <Pairs title="Annotations" pairs={annotations} />
      </div>
      <div className="min-w-0">
        <AsyncPanel value={references} label="references">
          {(answer) => <ReferenceLists cluster={cluster} references={answer} own={address} />}
        </AsyncPanel>
      </div>
    </div>
  )
}

/** What `kubectl get` prints, as the API server itself writes it. */
function printedFacts(
  printed: Loadable<Pick<PrintedAnswer, 'columns' | 'rows'>>,
): readonly (readonly [string, string])[] {
  if (printed.state === 'loading') return [['Printed', '…']]
  if (printed.state !== 'ready') return [['Printed', `unknown. ${printed.trouble.detail}`]]
  const { columns, rows } = printed.data
  const cells = rows[0]?.cells ?? []
  return columns.flatMap(({ name }, i) => {
    const value = cells[i]
    return value === undefined || value === '' || value === '<none>'
      ? []
      : [[name, String(value)] as const]
  })
}

function FindingLine({ cluster, finding }: { cluster: string; finding: Finding }) {
  return (
    <li className="flex gap-2">
      <span className="mt-px">
        <SeverityGlyph severity={finding.severity} size={14} />
      </span>
      <span className="min-w-0">
        <Link
          href={`${pages.findings(cluster)}?sel=${encodeURIComponent(finding.id)}`}
          className="hover:underline"
        >
          {finding.message}
        </Link>
        <span className="block font-code text-[11.5px] text-ink-3">
          {finding.code}
          {finding.path ? ` at ${finding.path}` : ''}
        </span>
      </span>
    </li>
  )
}

function Pairs({ title, pairs }: { title: string; pairs: readonly (readonly [string, string])[] }) {
  return (
    <Section title={title} aside={pairs.length || undefined}>
      {pairs.length === 0 ? (
        <Say quiet>None.</Say>
      ) : (
        <ul className="grid gap-0.5 font-code text-[11.5px] leading-[17px]">
          {pairs.map(([key, value]) => (
            <li key={key} className="[overflow-wrap:anywhere]">
              <span className="text-ink-2">{key}</span>={value}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
