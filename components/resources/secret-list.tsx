'use client'
import { toLoadable } from '#components/query/loadable.ts'
import { usePageFilter } from '#components/query/page-filter.ts'
import { AsyncPanel } from '#components/ui/async-panel.tsx'
import type { KindAddress } from '#lib/paths.ts'
import { SECRETS } from './by-name.ts'
import { DeniedKind } from './denied-kind.tsx'
import type { FindingCount } from './finding-count.ts'
import { ObjectList } from './object-list.tsx'
import { PrintedNotice } from './printed-notice.tsx'
import { usePrinted } from './use-printed.ts'

const NO_FINDINGS: ReadonlyMap<string, FindingCount> = new Map()
const NO_FACTS: ReadonlyMap<string, readonly string[]> = new Map()

/** Names and types of Secrets as the API server prints them for this person. */
export function SecretList({ cluster, address }: { cluster: string; address: KindAddress }) {
  const { namespaces } = usePageFilter()
  const query = usePrinted(cluster, address, namespaces)
  const printed = toLoadable(query)
  if (printed.state === 'denied')
    return (
      <DeniedKind
        kind={{ ...SECRETS, message: printed.trouble.detail }}
        namespaces={namespaces}
        verbs={['list']}
      />
    )
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      {printed.state === 'ready' ? <PrintedNotice printed={printed} /> : null}
      <p className="flex min-h-8 flex-none items-center border-b border-hairline bg-surface px-4 py-1 text-12 text-ink-2">
        Names and types only, read when this page was opened. Values of Secrets are never read.
      </p>
      <AsyncPanel value={printed} label="secrets">
        {({ columns, rows }) => (
          <ObjectList
            cluster={cluster}
            address={address}
            answer={{ kind: SECRETS.kind, scope: SECRETS.scope, columns, rows }}
            findings={NO_FINDINGS}
            facts={NO_FACTS}
          />
        )}
      </AsyncPanel>
    </div>
  )
}
