'use client'
import { nodeWords } from '#components/query/names.ts'
import { NodeLink, ObjectLink, ObjectLinks } from '#components/query/place.tsx'
import { IconButton } from '#components/ui/button.tsx'
import { digits } from '#components/ui/count.ts'
import { Say, Section } from '#components/ui/facts.tsx'
import { VerdictMark } from '#components/ui/verdict-mark.tsx'
import type { GraphEdge } from '#lib/graph/graph.ts'
import { conditionOf } from './condition.ts'
import { type Answer, type Caller, type Cell, decidersOf, type Target } from './who-may-call.ts'

const callerWords = (caller: Caller): string =>
  caller.namespace ? `${caller.namespace}/${caller.name}` : caller.name

/** One pair with its reasons, or all callers of a target, or all that one caller may call. */
export function AccessPane({
  from,
  to,
  callers,
  targets,
  cellOf,
  callsOf,
  onSelect,
  onClose,
}: {
  from: Caller | undefined
  to: readonly Target[]
  callers: readonly Caller[]
  targets: readonly Target[]
  cellOf: (caller: Caller, target: Target) => Cell
  /** What configuration says this caller calls there. */
  callsOf: (caller: Caller, target: Target) => readonly GraphEdge[]
  onSelect: (caller: string | undefined, target: string | undefined) => void
  onClose: () => void
}) {
  const title =
    from && to.length > 0
      ? `${callerWords(from)} to ${to.map((t) => t.name).join(', ')}`
      : from
        ? `What ${callerWords(from)} may call`
        : `Who may call ${to.map((t) => `${t.namespace}/${t.name}`).join(', ')}`
  return (
    <aside
      aria-label="Access"
      className="tint-surface w-[420px] flex-none overflow-y-auto border-l border-hairline bg-surface max-xl:w-[360px] max-md:w-full max-md:border-l-0"
    >
      <div className="flex items-start gap-2 border-b border-hairline px-4 py-3">
        <h2 className="min-w-0 flex-1 text-15 font-semibold break-words">{title}</h2>
        <IconButton glyph="close" label="Close" small onClick={onClose} />
      </div>
      {from && to.length > 0
        ? to.map((target) => (
            <Pair
              key={target.id}
              caller={from}
              target={target}
              cell={cellOf(from, target)}
              calls={callsOf(from, target)}
              onSelect={onSelect}
            />
          ))
        : null}
      {from && to.length === 0 ? (
        <Section title="Targets" aside={digits(targets.length)}>
          <Pairs
            pairs={targets.map((target) => ({
              key: target.id,
              name: `${target.namespace}/${target.name}`,
              cell: cellOf(from, target),
              onSelect: () => onSelect(from.id, target.id),
            }))}
          />
        </Section>
      ) : null}
      {from
        ? null
        : to.map((target) => (
            <Section key={target.id} title={`Callers of ${target.name}`} aside={callers.length}>
              <Pairs
                pairs={callers.map((caller) => ({
                  key: caller.id,
                  name: callerWords(caller),
                  cell: cellOf(caller, target),
                  onSelect: () => onSelect(caller.id, target.id),
                }))}
              />
              <p className="mt-2 text-12">
                <NodeLink id={target.id} words={`Show ${nodeWords(target.id)} on topology`} />
              </p>
            </Section>
          ))}
    </aside>
  )
}

function Pairs({
  pairs,
}: {
  pairs: readonly { key: string; name: string; cell: Cell; onSelect: () => void }[]
}) {
  return (
    <ul>
      {pairs.map(({ key, name, cell, onSelect }) => (
        <li
          key={key}
          className="flex min-h-7 items-center gap-2 border-b border-hairline text-12 last:border-b-0"
        >
          <button
            type="button"
            onClick={onSelect}
            className="min-h-6 min-w-0 flex-1 truncate text-left font-medium hover:text-accent"
          >
            {name}
          </button>
          <VerdictMark verdict={cell.verdict} />
          {decidersOf(cell).length === 0 ? <span className="text-ink-3">by default</span> : null}
        </li>
      ))}
    </ul>
  )
}

function Pair({
  caller,
  target,
  cell,
  calls,
  onSelect,
}: {
  caller: Caller
  target: Target
  cell: Cell
  calls: readonly GraphEdge[]
  onSelect: (caller: string | undefined, target: string | undefined) => void
}) {
  return (
    <>
      <Section
        title={`To ${target.namespace}/${target.name}`}
        aside={<VerdictMark verdict={cell.verdict} />}
      >
        <ul className="grid gap-3">
          {cell.answers.map((answer) => (
            <AnswerItem
              key={answer.port ?? 'rest'}
              answer={answer}
              isOne={cell.answers.length === 1}
            />
          ))}
        </ul>
      </Section>
      {calls.length > 0 ? (
        <Section title="Stated calls" aside={digits(calls.length)}>
          <ul className="grid gap-3">
            {calls.map((call) => (
              <li key={call.id} className="text-12">
                <p className="flex items-center gap-2">
                  {call.verdict ? <VerdictMark verdict={call.verdict} /> : null}
                  <span className="text-ink-3">
                    {call.host ?? nodeWords(call.to)}
                    {call.port === undefined ? '' : `:${call.port}`}
                  </span>
                </p>
                {call.because ? <p className="mt-1 text-ink-2">{call.because}</p> : null}
                <p className="mt-1">
                  <span className="text-ink-3">Decided by </span>
                  <ObjectLinks of={call.policies ?? []} none="the default" />
                </p>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      <Section title="Runs as this caller" aside={caller.workloads.length || 'nothing'}>
        {caller.workloads.length === 0 ? (
          <Say>
            {caller.id === 'anonymous'
              ? 'Everyone who calls without a certificate of the mesh: clients outside, and pods without proxy.'
              : 'A policy names this service account, and nothing with a proxy runs as it.'}
          </Say>
        ) : (
          <p className="text-12">
            {caller.workloads.map((id, i) => (
              <span key={id}>
                {i > 0 ? ', ' : ''}
                <NodeLink id={id} />
              </span>
            ))}
          </p>
        )}
      </Section>
      <Section title="See also">
        <p className="flex flex-wrap gap-x-4 text-12">
          <button
            type="button"
            className="min-h-6 text-accent hover:underline"
            onClick={() => onSelect(undefined, target.id)}
          >
            Who may call {target.name}
          </button>
          <button
            type="button"
            className="min-h-6 text-accent hover:underline"
            onClick={() => onSelect(caller.id, undefined)}
          >
            What {caller.name} may call
          </button>
        </p>
      </Section>
    </>
  )
}

function AnswerItem({ answer, isOne }: { answer: Answer; isOne: boolean }) {
  const { port, verdict, because, row } = answer
  const condition = row ? conditionOf(row) : undefined
  return (
    <li className="text-12">
      <p className="flex items-center gap-2">
        <VerdictMark verdict={verdict} />
        <span className="text-ink-3">
          {port === undefined
            ? isOne
              ? 'on every port'
              : 'on all other ports'
            : `on port ${port}`}
        </span>
      </p>
      <p className="mt-1 text-ink-2">{because}</p>
      {condition ? (
        <p className="mt-1 [overflow-wrap:anywhere]">
          <span className="text-ink-3">If </span>
          {condition}
        </p>
      ) : null}
      <p className="mt-1">
        <span className="text-ink-3">Decided by </span>
        <ObjectLinks of={row?.by ?? []} none="the default" />
      </p>
      {row?.shadows?.length ? (
        <div className="mt-1">
          <span className="text-ink-3">Speaks too and does not decide</span>
          <ul>
            {row.shadows.map(({ by, precedence }) => (
              <li key={by} className="text-ink-2">
                <s className="decoration-ink-3">
                  <ObjectLink of={by} />
                </s>{' '}
                <span className="text-ink-3">
                  (precedence {precedence}
                  {row.precedence === undefined ? '' : `, after ${row.precedence}`})
                </span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </li>
  )
}
