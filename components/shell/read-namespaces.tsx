'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { ClusterStatus } from '#components/query/answers.ts'
import { call } from '#components/query/call.ts'
import { statusQuery } from '#components/query/hooks.ts'
import { ProblemError } from '#components/query/problem-error.ts'
import { Button } from '#components/ui/button.tsx'
import { TextField } from '#components/ui/text-field.tsx'
import { api } from '#lib/paths.ts'
import { mayNotListNamespaces, namesIn } from './named-namespaces.ts'

type Named = Partial<Pick<ClusterStatus, 'cluster' | 'partial' | 'namespaces'>>

/** Where not all namespaces may be listed, those that one knows can be named. */
export function ReadNamespaces({ status }: { status: Named }) {
  if (!status.cluster || !mayNotListNamespaces(status.partial)) return null
  return <Field cluster={status.cluster} named={status.namespaces ?? []} />
}

function Field({ cluster, named }: { cluster: string; named: readonly string[] }) {
  const client = useQueryClient()
  const [typed, setTyped] = useState(named.join(', '))
  const { mutate, isPending, data, error } = useMutation({
    mutationFn: (namespaces: readonly string[]) =>
      call<{ namespaces: readonly string[]; kept: boolean }>(api.readNamespaces(cluster), {
        method: 'POST',
        body: { namespaces },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: statusQuery(cluster).queryKey }),
  })
  const { names, trouble } = namesIn(typed)
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (trouble === undefined) mutate(names)
  }
  return (
    <form onSubmit={send} className="mt-2 grid gap-2 text-left whitespace-normal">
      <TextField
        label="Namespaces to read, by name"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        placeholder="shop, payments"
        autoComplete="off"
        spellCheck={false}
        hint="Not all namespaces may be listed. Those named here replace those named before."
        trouble={trouble}
      />
      <div>
        <Button type="submit" disabled={isPending || trouble !== undefined}>
          Read these namespaces
        </Button>
      </div>
      <p role="status" className="text-12 text-ink-2">
        {error
          ? `Nothing was changed. ${error instanceof ProblemError ? (error.problem.detail ?? error.problem.title) : String(error)}`
          : data
            ? `${wordsOf(data.namespaces.length)}${data.kept ? '' : ' They are forgotten at a restart: the data folder cannot be written.'}`
            : ''}
      </p>
    </form>
  )
}

const wordsOf = (count: number): string =>
  count === 0
    ? 'No namespace is named any more.'
    : `${count} ${count === 1 ? 'namespace is' : 'namespaces are'} read as far as your rights go.`
