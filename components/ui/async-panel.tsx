import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { EmptyState } from './empty-state.tsx'
import type { Loadable, Trouble } from './loadable.ts'

/** Why a panel shows nothing, in its own words, with the way out. */
export function TroubleState({
  trouble,
  label,
  denied,
  retry,
}: {
  trouble: Trouble
  label: string
  denied?: boolean
  retry?: () => void
}) {
  const name = label.charAt(0).toUpperCase() + label.slice(1)
  return (
    <div role="alert">
      <EmptyState
        glyph={denied ? 'unknown' : 'error'}
        tone={denied ? 'unknown' : 'bad'}
        title={denied ? trouble.title : `${name} could not be read.`}
        body={
          <>
            <p>{denied ? trouble.detail : `${trouble.title}. ${trouble.detail}`}</p>
            {trouble.fix ? <p className="mt-1 text-12 text-ink-3">{trouble.fix}</p> : null}
          </>
        }
        actions={retry ? <Button onClick={retry}>Try again</Button> : undefined}
      />
    </div>
  )
}

/**
 * Draws loading, denied and failed of a value, and calls its child for what is there.
 * @param loading what stands there until the first answer; a quiet line by default
 */
export function AsyncPanel<T>({
  value,
  label,
  loading,
  children,
}: {
  value: Loadable<T>
  label: string
  loading?: ReactNode
  children: (data: T) => ReactNode
}) {
  switch (value.state) {
    case 'loading':
      return (
        loading ?? (
          <p role="status" className="px-5 py-4.5 text-ink-3">
            Reading {label}…
          </p>
        )
      )
    case 'denied':
      return <TroubleState trouble={value.trouble} label={label} denied {...retryOf(value)} />
    case 'failed':
      return <TroubleState trouble={value.trouble} label={label} {...retryOf(value)} />
    case 'ready':
      return children(value.data)
  }
}

const retryOf = (value: { retry?: () => void }) => (value.retry ? { retry: value.retry } : {})
