'use client'
import { useQuery } from '@tanstack/react-query'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { findingsQuery } from '#components/query/hooks.ts'
import { Count } from '#components/ui/badge.tsx'
import { cx } from '#components/ui/class-names.ts'
import { Glyph, type GlyphName } from '#components/ui/glyph.tsx'
import { Link } from '#components/ui/link.tsx'
import { pages } from '#lib/paths.ts'

/** The pages there are. What comes later is added here with its page, never before it. */
const PAGES: readonly {
  name: string
  glyph: GlyphName
  href: (cluster: string) => string
  /** First of those about what people do, below those about what is. */
  own?: boolean
}[] = [
  { name: 'Topology', glyph: 'topology', href: (c) => pages.topology(c) },
  { name: 'mTLS', glyph: 'lock', href: pages.mtls },
  { name: 'Findings', glyph: 'warning', href: pages.findings },
  { name: 'Routing', glyph: 'routing', href: (c) => pages.routing(c) },
  { name: 'Policies', glyph: 'conditional', href: (c) => pages.policies(c) },
  { name: 'Gateways', glyph: 'gateway', href: (c) => pages.gateways(c) },
  { name: 'Namespaces', glyph: 'namespace', href: (c) => pages.namespaces(c) },
  { name: 'Control planes', glyph: 'workload', href: pages.controlPlanes },
  { name: 'Resources', glyph: 'table', href: (c) => pages.resources(c) },
  { name: 'Changes', glyph: 'changes', href: pages.changes, own: true },
]

export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinejoin="round"
      strokeLinecap="round"
    >
      <path d="M12 2.2l8.5 4.9v9.8L12 21.8l-8.5-4.9V7.1z" />
      <path d="M3.5 7.1L12 12l8.5-4.9M12 12v9.8" />
      <path d="M7.7 4.7l8.6 4.9v4.9M16.3 4.7L7.7 9.6v4.9" opacity=".55" />
    </svg>
  )
}

const counted = (n: number, what: string): string => `, ${n} ${what}${n === 1 ? '' : 's'}`

export function Rail({
  cluster,
  drafts,
  children,
}: {
  cluster: string
  drafts: number
  /** At the foot: the person. */
  children?: ReactNode
}) {
  const path = usePathname()
  const findings = useQuery(findingsQuery(cluster)).data?.findings ?? []
  const errors = findings.filter((f) => f.severity === 'error').length
  const warnings = findings.filter((f) => f.severity === 'warning').length
  const counts: Record<string, { count: number; label: string; tone: string } | undefined> = {
    Findings: errors
      ? { count: errors, label: counted(errors, 'error'), tone: 'text-bad' }
      : { count: warnings, label: counted(warnings, 'warning'), tone: 'text-warn' },
    Changes: { count: drafts, label: counted(drafts, 'draft'), tone: 'text-draft' },
  }
  return (
    <nav
      aria-label="Main"
      className="flex w-(--rail) flex-none flex-col items-center overflow-x-hidden overflow-y-auto border-r border-hairline bg-surface pb-2.5 [scrollbar-width:none] max-md:overflow-y-hidden max-md:order-last max-md:w-full max-md:flex-row max-md:overflow-x-auto max-md:border-t max-md:border-r-0 max-md:pb-0"
    >
      <Link
        href={pages.topology(cluster)}
        aria-label="Meshwright"
        className="grid h-12 w-full flex-none place-items-center max-md:hidden"
      >
        <Mark />
      </Link>
      <ul className="grid w-full flex-none gap-0.5 px-0.5 pt-2 md:grid-cols-[minmax(0,1fr)] max-md:w-auto max-md:grow max-md:grid-flow-col max-md:auto-cols-[minmax(60px,1fr)] max-md:py-1">
        {PAGES.map(({ name, glyph, href, own }) => {
          const target = href(cluster)
          const current = path === target || path.startsWith(`${target}/`)
          const counter = counts[name]
          return (
            <li
              key={name}
              className={
                own
                  ? 'border-hairline md:mt-1.5 md:border-t md:pt-2 max-md:border-l max-md:pl-1'
                  : undefined
              }
            >
              <Link
                href={target}
                aria-current={current ? 'page' : undefined}
                className={cx(
                  'relative grid justify-items-center gap-[3px] rounded-control pt-2 pb-1.5 text-11 leading-[14px] font-medium tracking-[-0.005em] -outline-offset-2',
                  current ? 'bg-selected text-ink' : 'text-ink-2 hover:bg-hover',
                )}
              >
                <Glyph name={glyph} size={18} className={current ? 'text-accent' : undefined} />
                <span className="text-center max-md:whitespace-nowrap">{name}</span>
                {counter?.count ? (
                  <Count
                    label={counter.label}
                    className={cx('absolute top-1 left-1/2 ml-1.5', counter.tone)}
                  >
                    {counter.count}
                  </Count>
                ) : null}
              </Link>
            </li>
          )
        })}
      </ul>
      {children ? (
        <div className="sticky -bottom-2.5 z-10 mt-auto -mb-2.5 w-full flex-none bg-surface px-0.5 pt-2 pb-2.5 max-md:right-0 max-md:mt-0 max-md:mb-0 max-md:w-17 max-md:border-l max-md:border-hairline max-md:py-1">
          {children}
        </div>
      ) : null}
    </nav>
  )
}
