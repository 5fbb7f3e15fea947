'use client'
import { useQuery } from '@tanstack/react-query'
import { toLoadable } from '#components/query/loadable.ts'
import { printedOneQuery, useReferences } from '#components/query/object-hooks.ts'
import { AsyncPanel } from '#components/ui/async-panel.tsx'
import { Facts, Say, Section } from '#components/ui/facts.tsx'
import type { ResourceAddress } from '#lib/paths.ts'
import { ReferenceLists } from './reference-lists.tsx'

/** What may be known of a Secret: that it is there, its type, and who names it. Never what is in it. */
export function SecretPage({ cluster, address }: { cluster: string; address: ResourceAddress }) {
  const line = toLoadable(useQuery(printedOneQuery(cluster, address, '')))
  const references = useReferences(cluster, address)
  return (
    <div className="grid min-h-0 flex-1 content-start overflow-y-auto bg-surface lg:grid-cols-2">
      <div className="min-w-0 border-hairline lg:border-r">
        <Section title="Facts">
          <AsyncPanel value={line} label="the Secret">
            {({ columns, rows }) => (
              <Facts
                wide
                rows={[
                  ...columns.map(
                    ({ name }, i) => [name, String(rows[0]?.cells[i] ?? 'unknown')] as const,
                  ),
                  ...(rows[0]?.age ? [['Age', rows[0].age] as const] : []),
                ]}
              />
            )}
          </AsyncPanel>
        </Section>
        <Section title="Content">
          <Say>Meshwright does not read the values of Secrets, so nothing of it is shown here.</Say>
        </Section>
      </div>
      <div className="min-w-0">
        <AsyncPanel value={references} label="references">
          {(answer) => (
            <ReferenceLists
              cluster={cluster}
              references={answer}
              own={address}
              parts={['usedBy']}
            />
          )}
        </AsyncPanel>
      </div>
    </div>
  )
}
