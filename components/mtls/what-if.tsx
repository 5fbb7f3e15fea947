'use client'
import { useQuery } from '@tanstack/react-query'
import { call } from '#components/query/call.ts'
import { statusQuery } from '#components/query/hooks.ts'
import { useObjects } from '#components/query/kind-hooks.ts'
import { toLoadable } from '#components/query/loadable.ts'
import { NodeLink, ObjectLink } from '#components/query/place.tsx'
import { AsyncPanel } from '#components/ui/async-panel.tsx'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { counted } from '#components/ui/count.ts'
import { Say } from '#components/ui/facts.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import type { Plan } from '#lib/changes/plan.ts'
import { api, pages } from '#lib/paths.ts'
import { strictEdit } from './strict-edit.ts'

const POLICIES = { group: 'security.istio.io', plural: 'peerauthentications' } as const

/** What STRICT would change, asked of the preview: nothing is written, nothing is kept. */
export function WhatIfStrict({
  cluster,
  namespace,
  onClose,
}: {
  cluster: string
  /** Undefined for the whole mesh. */
  namespace: string | undefined
  onClose: () => void
}) {
  const status = useQuery(statusQuery(cluster)).data
  const kind = status?.kinds.find((k) => k.group === POLICIES.group && k.plural === POLICIES.plural)
  const root = status?.installations?.find((i) => i.mesh === 'istio')?.rootNamespace
  const place = namespace ?? root
  const where = namespace ?? 'the whole mesh'
  return (
    <section
      aria-label={`If ${where} were STRICT`}
      className="max-h-[45vh] flex-none overflow-y-auto border-b border-hairline bg-draft-tint px-4 py-2.5"
    >
      <div className="flex items-start gap-3">
        <h2 className="min-w-0 flex-1 font-semibold">
          If {where} were STRICT{' '}
          <span className="text-12 font-normal text-ink-2">Nothing is saved.</span>
        </h2>
        <Button look="ghost" glyph="close" onClick={onClose}>
          Close
        </Button>
      </div>
      {status === undefined ? (
        <Say quiet>Reading…</Say>
      ) : !kind?.version || kind.state === 'not-served' || place === undefined ? (
        <Say>
          This cluster serves no PeerAuthentication of {POLICIES.group}, so STRICT cannot be asked
          for.
        </Say>
      ) : kind.state === 'not-permitted' ? (
        <Say>
          PeerAuthentications may not be read, so which of them would have to change is unknown.
        </Say>
      ) : (
        <Answer
          cluster={cluster}
          namespace={place}
          version={kind.version}
          readOnly={status.readOnly}
        />
      )}
    </section>
  )
}

function Answer({
  cluster,
  namespace,
  version,
  readOnly,
}: {
  cluster: string
  namespace: string
  version: string
  readOnly: boolean
}) {
  const policies = useObjects(cluster, { ...POLICIES, version, namespace })
  const edit =
    policies.state === 'ready'
      ? strictEdit(policies.data.items, namespace, `${POLICIES.group}/${version}`)
      : undefined
  const revision = policies.state === 'ready' ? policies.data.revision : ''
  const plan = toLoadable(
    useQuery({
      queryKey: ['plan', cluster, 'strict', namespace, revision],
      queryFn: ({ signal }) =>
        call<Plan>(api.plans(cluster), {
          method: 'POST',
          body: { edits: [{ text: edit?.text ?? '' }], dryRun: false },
          signal,
        }),
      enabled: edit !== undefined,
      gcTime: 0,
    }),
  )
  return (
    <AsyncPanel value={policies} label="PeerAuthentications">
      {() => (
        <AsyncPanel
          value={plan}
          label="what would change"
          loading={<Say quiet>Working it out…</Say>}
        >
          {(made) =>
            edit ? (
              <Outcome
                cluster={cluster}
                plan={made}
                edit={edit}
                version={version}
                readOnly={readOnly}
              />
            ) : null
          }
        </AsyncPanel>
      )}
    </AsyncPanel>
  )
}

export function Outcome({
  cluster,
  plan,
  edit,
  version,
  readOnly,
}: {
  cluster: string
  plan: Pick<Plan, 'graph' | 'effects' | 'findings'>
  edit: ReturnType<typeof strictEdit>
  version: string
  readOnly: boolean
}) {
  const fails = [...plan.graph.edges.changed].filter(
    ({ before, after }) => after.mtls?.state === 'conflict' && before.mtls?.state !== 'conflict',
  )
  const effects = plan.effects.filter(({ kind }) => kind === 'mtls' || kind === 'access')
  const [, namespace = '', name = ''] = edit.ref.split('/')
  return (
    <div className="grid gap-2 text-12 leading-[18px]">
      <p className="flex items-center gap-1.5 text-13">
        <Glyph
          name={fails.length > 0 ? 'conflict' : 'check'}
          size={15}
          className={fails.length > 0 ? 'text-bad' : 'text-safe'}
        />
        <span>
          {fails.length === 0
            ? 'No stated call would fail.'
            : `${counted(fails.length, 'stated call')} would fail.`}{' '}
          {effects.length === 0
            ? 'What ports accept stays as it is.'
            : `${counted(effects.length, 'thing changes', 'things change')}.`}
        </span>
      </p>
      {fails.length > 0 ? (
        <ul className="grid gap-1">
          {fails.slice(0, 50).map(({ id, after }) => (
            <li key={id} className="flex gap-1.5">
              <Glyph name="conflict" size={13} className="mt-0.5 text-bad" />
              <span>
                <NodeLink id={after.from} /> → <NodeLink id={after.to} />{' '}
                <span className="text-ink-2">{after.mtls?.because}</span>
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {effects.length > 0 ? (
        <ul className="grid gap-0.5">
          {effects.map(({ summary }) => (
            <li key={summary}>{summary}</li>
          ))}
        </ul>
      ) : null}
      <p className="flex flex-wrap items-center gap-2 text-ink-2">
        {edit.isNew ? (
          <>
            It would take a new {edit.ref.replace('/', ' ')}.
            <CopyButton text={edit.text} label="Copy its text" />
          </>
        ) : (
          <>
            <span>
              It would take another mode in <ObjectLink of={edit.ref} path="spec.mtls" />.
            </span>
            {readOnly ? null : (
              <ButtonLink
                glyph="edit"
                href={pages.edit(
                  cluster,
                  { ...POLICIES, version, namespace, name },
                  { path: 'spec.mtls.mode' },
                )}
              >
                Make this a change
              </ButtonLink>
            )}
          </>
        )}
      </p>
    </div>
  )
}
