'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { statusQuery } from '#components/query/hooks.ts'
import { ProblemError } from '#components/query/problem-error.ts'
import { ResetDialog } from './reset-dialog.tsx'
import { SampleList } from './sample-list.tsx'
import { samplesQuery } from './samples-query.ts'
import { useOpenSample } from './use-open-sample.ts'
import { openedWords } from './words.ts'

/** The samples to choose from, and the way back to how this one was. */
export default function SamplesPanel({
  cluster,
  onOpened,
}: {
  cluster: string
  onOpened: (words: string) => void
}) {
  const { data, error: unread } = useQuery(samplesQuery(cluster))
  const readOnly = useQuery(statusQuery(cluster)).data?.readOnly ?? false
  const { mutate, isPending, variables, error } = useOpenSample(cluster, (opened, isReset) =>
    onOpened(openedWords(opened, isReset)),
  )
  /** What is asked about: another sample, or `reset`. */
  const [asked, setAsked] = useState<string>()
  if (unread) return <Trouble what="The samples could not be read." error={unread} />
  if (!data) return <p className="h-24">Reading the samples</p>
  const start = (id: string | undefined) => {
    setAsked(undefined)
    mutate(id)
  }
  const ask = (id: string | undefined) =>
    data.changed.length > 0 ? setAsked(id ?? 'reset') : start(id)
  const to = asked === 'reset' ? undefined : data.samples.find(({ id }) => id === asked)
  return (
    <>
      <SampleList
        answer={data}
        isReadOnly={readOnly}
        opening={isPending ? (variables ?? data.current.id) : undefined}
        onOpen={ask}
        onReset={() => ask(undefined)}
      />
      {error ? <Trouble what="Nothing was changed." error={error} /> : null}
      {asked ? (
        <ResetDialog
          title={data.current.title}
          changed={data.changed}
          {...(to ? { to: to.title } : {})}
          onConfirm={() => start(to?.id)}
          onClose={() => setAsked(undefined)}
        />
      ) : null}
    </>
  )
}

function Trouble({ what, error }: { what: string; error: unknown }) {
  const problem = error instanceof ProblemError ? error.problem : undefined
  return (
    <p role="alert" className="mt-2 text-bad">
      {what} {problem ? (problem.detail ?? problem.title) : String(error)}
    </p>
  )
}
