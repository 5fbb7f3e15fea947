import type { ReactNode } from 'react'
import { cx } from './class-names.ts'

/** One part of a drawer or pane: title, something right of it, content. */
export function Section({
  title,
  aside,
  children,
}: {
  title: string
  aside?: ReactNode
  children: ReactNode
}) {
  return (
    <section className="border-b border-hairline px-4 py-[11px] last:border-b-0">
      <h3 className="mb-[7px] flex items-center gap-1.5 text-12 font-semibold">
        {title}
        {aside !== undefined ? (
          <span className="ml-auto font-medium text-ink-3">{aside}</span>
        ) : null}
      </h3>
      {children}
    </section>
  )
}

/** Names and values. Rows without a value are left out by whoever builds them. */
export function Facts({
  rows,
  wide,
}: {
  rows: readonly (readonly [name: string, value: ReactNode])[]
  wide?: boolean
}) {
  return (
    <dl
      className={cx(
        'grid gap-x-2.5 gap-y-[3px] text-12 leading-[18px]',
        wide ? 'grid-cols-[132px_1fr]' : 'grid-cols-[96px_1fr]',
      )}
    >
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-ink-3">{name}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

export function Say({ children, quiet }: { children: ReactNode; quiet?: boolean }) {
  return (
    <p className={cx('text-12 leading-[17px]', quiet ? 'text-ink-3' : 'text-ink-2')}>{children}</p>
  )
}
