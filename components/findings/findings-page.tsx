'use client'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useMemo } from 'react'
import { addressOf } from '#components/query/address.ts'
import type { FindingsAnswer, PartialKind, WatchedKind } from '#components/query/answers.ts'
import { ExportMenu } from '#components/query/export-menu.tsx'
import { statusQuery, topologyQuery, useFindings } from '#components/query/hooks.ts'
import { answerFind } from '#components/query/page-find.ts'
import { PartialNotice } from '#components/query/partial-notice.tsx'
import { ClusterPlace, ObjectLink } from '#components/query/place.tsx'
import { useUrlState } from '#components/query/url-state.ts'
import { AsyncPanel } from '#components/ui/async-panel.tsx'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { cx } from '#components/ui/class-names.ts'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { counted, digits } from '#components/ui/count.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Say, Section } from '#components/ui/facts.tsx'
import { Link } from '#components/ui/link.tsx'
import { PageBar } from '#components/ui/page-bar.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { SeverityGlyph, severityCount } from '#components/ui/severity.tsx'
import type { Finding, Severity } from '#lib/findings/finding.ts'
import type { GraphNode } from '#lib/graph/graph.ts'
import { pages } from '#lib/paths.ts'
import { parseRef } from '#lib/resources/reference.ts'
import { SEVERITIES, shownFindings } from './shown-findings.ts'

const NO_PARTIAL: readonly PartialKind[] = []
const GROUP: Record<Severity, string> = { error: 'Errors', warning: 'Warnings', info: 'Notes' }

export const refWords = (ref: string): string => {
  const parsed = parseRef(ref)
  if (!parsed) return ref === 'mesh' ? 'the mesh as a whole' : ref
  return `${parsed.kind} ${parsed.namespace ? `${parsed.namespace}/` : ''}${parsed.name}`
}

export function FindingsPage({ cluster }: { cluster: string }) {
  const findings = useFindings(cluster)
  const kinds = useQuery(statusQuery(cluster)).data?.kinds
  const nodes = useQuery(topologyQuery(cluster)).data?.nodes
  return (
    <ClusterPlace cluster={cluster}>
      <AsyncPanel value={findings} label="findings">
        {(answer) => <Findings cluster={cluster} answer={answer} kinds={kinds} nodes={nodes} />}
      </AsyncPanel>
    </ClusterPlace>
  )
}

export function Findings({
  cluster,
  answer,
  kinds,
  nodes,
}: {
  cluster: string
  answer: Pick<FindingsAnswer, 'findings' | 'suppressed'> & Partial<FindingsAnswer>
  kinds: readonly WatchedKind[] | undefined
  nodes: readonly GraphNode[] | undefined
}) {
  const { get, all, set } = useUrlState()
  const text = get('find') ?? ''
  const chosen = get('severity')?.split(',') ?? []
  const namespaces = all('ns')
  const scope = shownFindings(answer.findings, { namespaces, text: '', severities: [] })
  const shown = shownFindings(answer.findings, { namespaces, text, severities: chosen })
  const selected = get('sel')
  const current = answer.findings.find((f) => f.id === selected)
  const count = (severity: Severity) => scope.filter((f) => f.severity === severity).length

  useEffect(() => {
    answerFind({
      placeholder: 'Filter findings, for example mtls.plaintext',
      ...(text
        ? { summary: `${digits(shown.length)} of ${counted(scope.length, 'finding')}` }
        : {}),
    })
    return () => answerFind({})
  }, [text, shown.length, scope.length])

  const step = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    const at = shown.findIndex((f) => f.id === selected)
    const next =
      shown[Math.min(shown.length - 1, Math.max(0, at + (event.key === 'ArrowDown' ? 1 : -1)))]
    if (next) {
      set({ sel: next.id }, 'replace')
      document.getElementById(`finding-${next.id}`)?.scrollIntoView({ block: 'nearest' })
    }
  }
  return (
    <>
      <PageBar
        title="Findings"
        actions={
          <>
            {answer.suppressed > 0 ? (
              <span className="text-12 text-ink-3">{answer.suppressed} suppressed</span>
            ) : null}
            <ExportMenu
              cluster={cluster}
              report={async () => ({
                file: 'findings',
                title: 'Findings',
                columns: (await import('./findings-report.ts')).FINDING_COLUMNS,
                rows: shown,
                head: answer.revision === undefined ? undefined : (answer as FindingsAnswer),
              })}
            />
          </>
        }
      >
        <Segmented
          many
          tick={false}
          label="Severities"
          value={chosen.length ? chosen : SEVERITIES}
          onChange={(severity) => {
            const on = chosen.length ? chosen : [...SEVERITIES]
            const next = on.includes(severity)
              ? on.filter((s) => s !== severity)
              : [...on, severity]
            set({ severity: next.length === 0 || next.length === 3 ? undefined : next.join(',') })
          }}
          segments={SEVERITIES.map((severity) => ({
            value: severity,
            label: (
              <>
                <SeverityGlyph severity={severity} quiet={count(severity) === 0} />
                {severityCount(severity, count(severity))}
              </>
            ),
          }))}
        />
      </PageBar>
      <PartialNotice
        partial={answer.partial ?? NO_PARTIAL}
        of={(answer.partial ?? NO_PARTIAL).map(({ plural }) => plural)}
        means="Checks that need them were not made."
      />
      <div className="stand flex min-h-0 flex-1">
        <div className={cx('min-w-0 flex-1 overflow-y-auto', current && 'max-md:hidden')}>
          {shown.length === 0 ? (
            scope.length === 0 ? (
              <EmptyState
                glyph="check"
                tone="safe"
                title="No findings"
                body="Every check that could be made passed in this scope."
              />
            ) : (
              <EmptyState
                title={`Nothing matches in ${counted(scope.length, 'finding')}.`}
                actions={
                  <Button onClick={() => set({ find: undefined, severity: undefined })}>
                    Clear filter
                  </Button>
                }
              />
            )
          ) : (
            <div
              role="listbox"
              aria-label="Findings"
              tabIndex={0}
              aria-activedescendant={current ? `finding-${current.id}` : undefined}
              onKeyDown={step}
              className="-outline-offset-2"
            >
              {SEVERITIES.map((severity) => {
                const list = shown.filter((f) => f.severity === severity)
                return list.length === 0 ? null : (
                  // biome-ignore lint/a11y/useSemanticElements: a group of options, not a fieldset
                  <div key={severity} role="group" aria-label={GROUP[severity]}>
                    <p className="flex h-8.5 items-center gap-2 border-b border-hairline bg-sunken px-3.5 text-12">
                      <SeverityGlyph severity={severity} size={14} />
                      <b>{GROUP[severity]}</b>
                      <span className="text-ink-3">{list.length}</span>
                    </p>
                    {list.map((finding) => (
                      <Item
                        key={finding.id}
                        finding={finding}
                        on={finding.id === selected}
                        onSelect={() => set({ sel: finding.id })}
                      />
                    ))}
                  </div>
                )
              })}
            </div>
          )}
        </div>
        {current ? (
          <Pane
            cluster={cluster}
            finding={current}
            kinds={kinds}
            nodes={nodes}
            onClose={() => set({ sel: undefined })}
          />
        ) : null}
      </div>
    </>
  )
}

function Item({ finding, on, onSelect }: { finding: Finding; on: boolean; onSelect: () => void }) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox moves through its options by keys
    <div
      id={`finding-${finding.id}`}
      role="option"
      aria-selected={on}
      tabIndex={-1}
      onClick={onSelect}
      className={cx(
        // What is out of view costs nothing: a large mesh has thousands of these.
        '[contain-intrinsic-size:auto_56px] [content-visibility:auto]',
        'flex min-h-14 gap-[11px] border-b border-hairline py-2 pr-5 pl-8',
        on ? 'bg-selected shadow-[inset_2px_0_var(--accent)]' : 'hover:bg-hover',
      )}
    >
      <span className="mt-[3px]">
        <SeverityGlyph severity={finding.severity} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="leading-[19px]">{finding.message}</p>
        <p
          className={cx(
            'mt-0.5 flex justify-between gap-4 font-code text-[11.5px]',
            on ? 'text-ink-2' : 'text-ink-3',
          )}
        >
          <span className="truncate">{refWords(finding.resource)}</span>
          <span className="flex-none">{finding.code}</span>
        </p>
      </div>
    </div>
  )
}

function Pane({
  cluster,
  finding,
  kinds,
  nodes,
  onClose,
}: {
  cluster: string
  finding: Finding
  kinds: readonly WatchedKind[] | undefined
  nodes: readonly GraphNode[] | undefined
  /** Where the pane stands in place of the list. */
  onClose: () => void
}) {
  const editable = kinds?.find((k) => finding.resource.startsWith(`${k.kind}/`))?.editable !== false
  const address = editable ? addressOf(finding.resource, kinds) : undefined
  const node = useMemo(
    () =>
      nodes?.find((n) => n.resources.includes(finding.resource)) ??
      nodes?.find((n) => n.resources.some((r) => finding.mentions.includes(r))),
    [nodes, finding],
  )
  return (
    <aside
      aria-label="Finding"
      className="tint-surface w-[520px] flex-none overflow-y-auto border-l border-hairline bg-surface max-xl:w-[400px] max-md:w-full max-md:border-l-0"
    >
      <div className="border-b border-hairline px-4 py-3">
        <Button look="ghost" className="mb-2 md:hidden" onClick={onClose}>
          Back to the list
        </Button>
        <div className="flex items-start gap-2">
          <span className="mt-0.5">
            <SeverityGlyph severity={finding.severity} size={16} />
          </span>
          <h2 className="min-w-0 flex-1 text-15 font-semibold break-words">
            {refWords(finding.resource)}
          </h2>
          <CopyButton text={() => window.location.href} label="Copy link" glyph="link" />
        </div>
        <p className="pl-6 font-code text-[11.5px] text-ink-2">
          {finding.code}
          {finding.aliases.length ? ` · ${finding.aliases.join(', ')}` : ''}
        </p>
      </div>
      <Section title="What happens">
        <p className="text-ink-2">{finding.message}</p>
      </Section>
      <Section title="Where">
        <p className="text-12 text-ink-2">
          {finding.resource === 'mesh' ? (
            refWords(finding.resource)
          ) : (
            <ObjectLink of={finding.resource} />
          )}
          {finding.path && finding.resource !== 'mesh' ? (
            <>
              {' at '}
              <ObjectLink of={finding.resource} path={finding.path} words={finding.path} />
            </>
          ) : null}
          {finding.range ? ` line ${finding.range.line}` : ''}
        </p>
        <div className="mt-2.5 flex flex-wrap gap-2">
          {address ? (
            <ButtonLink
              href={pages.edit(cluster, address, finding.path ? { path: finding.path } : {})}
              glyph="edit"
            >
              Open in editor
            </ButtonLink>
          ) : null}
          {node ? (
            <ButtonLink href={pages.topology(cluster, { sel: node.id })} glyph="topology">
              Show on topology
            </ButtonLink>
          ) : null}
        </div>
      </Section>
      {finding.fix ? (
        <Section title="Fix">
          <p className="text-ink-2">{finding.fix}</p>
        </Section>
      ) : null}
      <Section title="Mentions" aside={finding.mentions.length || 'nothing else'}>
        <ul className="grid gap-0.5 font-code text-[11.5px]">
          {finding.mentions.map((ref) => (
            <li key={ref}>{parseRef(ref) ? <ObjectLink of={ref} /> : refWords(ref)}</li>
          ))}
        </ul>
      </Section>
      <Section title="About this check">
        <Say>
          Found by looking at {LAYER[finding.layer]}.{' '}
          {/^https:\/\//.test(finding.docs) ? (
            <Link
              href={finding.docs}
              rel="noreferrer noopener"
              target="_blank"
              className="text-accent hover:underline"
            >
              Reference
            </Link>
          ) : null}
        </Say>
      </Section>
    </aside>
  )
}

const LAYER: Record<Finding['layer'], string> = {
  yaml: 'the text itself',
  schema: 'the schema of the kind',
  cel: 'the rules of the kind',
  admission: 'what the control plane admits',
  semantic: 'this object alone',
  'cross-resource': 'this object together with the rest of the cluster',
}
