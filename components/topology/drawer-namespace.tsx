'use client'
import { digits } from '#components/ui/count.ts'
import { Facts, Section } from '#components/ui/facts.tsx'
import { FindingBadge } from '#components/ui/severity.tsx'
import { collapsesInto, sumNamespaces } from '#lib/graph/layout/namespaces.ts'
import type { DrawerProps } from './drawer-sections.tsx'
import { MixBar } from './namespace-card.tsx'

const MOST = 200

/** A namespace in numbers, and its services, worst first. */
export function NamespaceFacts({
  graph,
  namespace,
  onSelect,
}: DrawerProps & { namespace: string }) {
  const sum = [...sumNamespaces(graph, new Set([namespace])).sums.values()][0]
  const services = graph.nodes
    .filter((n) => collapsesInto(n) === namespace && n.kind !== 'workload')
    .sort(
      (a, b) =>
        b.findings.error - a.findings.error ||
        b.findings.warning - a.findings.warning ||
        (a.name < b.name ? -1 : 1),
    )
  return (
    <>
      <Section title="Hops">
        <MixBar mix={sum?.mix ?? {}} />
        <div className="mt-2">
          <Facts
            rows={[
              ...(sum?.hosts
                ? [['Hosts', String(sum.hosts)] as const]
                : [
                    ['Services', String(sum?.services ?? 0)] as const,
                    ['Gateways', String(sum?.gateways ?? 0)] as const,
                  ]),
              ['Hops', String(sum?.hops ?? 0)],
            ]}
          />
        </div>
      </Section>
      <Section title="Things" aside={digits(services.length)}>
        <ul className="-mx-1.5 text-12">
          {services.slice(0, MOST).map((node) => (
            <li key={node.id}>
              <button
                type="button"
                onClick={() => onSelect(node.id)}
                className="flex h-6 w-full items-center gap-2 rounded-[4px] px-1.5 text-left hover:bg-hover"
              >
                <span className="min-w-0 flex-1 truncate">{node.name}</span>
                <FindingBadge findings={{ ...node.findings, info: 0 }} />
              </button>
            </li>
          ))}
        </ul>
        {services.length > MOST ? (
          <p className="mt-1 text-12 text-ink-3">
            and {digits(services.length - MOST)} more; the table has them all
          </p>
        ) : null}
      </Section>
    </>
  )
}
