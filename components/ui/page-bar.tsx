import type { ReactNode } from 'react'

/** Title, view switches, and right the actions of a page. */
export function PageBar({
  title,
  children,
  actions,
}: {
  title: ReactNode
  children?: ReactNode
  actions?: ReactNode
}) {
  return (
    <div className="flex h-(--toolbar) flex-none items-center gap-2 overflow-x-auto overflow-y-hidden border-b border-hairline bg-surface pr-3 pl-4 [scrollbar-width:none] max-md:h-auto max-md:flex-wrap max-md:py-2">
      <h1 className="mr-2 text-15 font-semibold">{title}</h1>
      {children}
      {actions ? <div className="ml-auto flex items-center gap-2">{actions}</div> : null}
    </div>
  )
}
