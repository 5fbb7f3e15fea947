import type { ComponentProps, ReactNode } from 'react'
import { cx } from './class-names.ts'
import { Glyph, type GlyphName } from './glyph.tsx'
import { Link, type LinkProps } from './link.tsx'

type Look = 'default' | 'primary' | 'ghost' | 'danger'

const BASE =
  'inline-flex flex-none items-center justify-center gap-1.5 rounded-control border font-medium whitespace-nowrap select-none transition-colors duration-(--quick) disabled:opacity-50 aria-disabled:opacity-50'
const LOOK: Record<Look, string> = {
  default:
    'border-border bg-card text-ink enabled:hover:bg-hover [a]:hover:bg-hover data-[state=open]:bg-hover',
  primary: 'border-accent-fill bg-accent-fill text-on-accent enabled:hover:brightness-110',
  ghost:
    'border-transparent text-ink-2 enabled:hover:bg-hover [a]:hover:bg-hover data-[state=open]:bg-hover',
  danger: 'border-border bg-card text-bad enabled:hover:bg-bad-tint',
}
const SIZE = {
  control: 'h-7 px-2.5 text-13',
  primary: 'h-8 px-3 text-13',
  large: 'h-10 px-4 text-13',
}

type Shared = {
  look?: Look
  size?: keyof typeof SIZE
  glyph?: GlyphName
  children: ReactNode
}

const inside = (glyph: GlyphName | undefined, look: Look, children: ReactNode) => (
  <>
    {glyph ? (
      <Glyph name={glyph} className={look === 'primary' ? undefined : 'text-ink-3'} />
    ) : null}
    {children}
  </>
)

/** A verb and its object: "Review 1 change". */
export function Button({
  look = 'default',
  size = 'control',
  glyph,
  className,
  children,
  type = 'button',
  ...rest
}: Shared & ComponentProps<'button'>) {
  return (
    <button type={type} className={cx(BASE, LOOK[look], SIZE[size], className)} {...rest}>
      {inside(glyph, look, children)}
    </button>
  )
}

/** A button that goes somewhere: it is a link, so it opens in a new tab too. */
export function ButtonLink({
  look = 'default',
  size = 'control',
  glyph,
  className,
  children,
  ...rest
}: Shared & LinkProps) {
  return (
    <Link className={cx(BASE, LOOK[look], SIZE[size], className)} {...rest}>
      {inside(glyph, look, children)}
    </Link>
  )
}

/** A glyph with a name: the name is its tooltip's and its accessible one. */
export function IconButton({
  glyph,
  label,
  small = false,
  className,
  type = 'button',
  ...rest
}: { glyph: GlyphName; label: string; small?: boolean } & Omit<
  ComponentProps<'button'>,
  'children'
>) {
  return (
    <button
      type={type}
      aria-label={label}
      title={label}
      className={cx(
        'inline-grid flex-none place-items-center rounded-control text-ink-2 transition-colors duration-(--quick) enabled:hover:bg-hover disabled:opacity-50 data-[state=open]:bg-hover',
        small ? 'size-6 text-ink-3' : 'h-7 min-w-7',
        className,
      )}
      {...rest}
    >
      <Glyph name={glyph} />
    </button>
  )
}
