import type { ReactNode } from 'react'
import { cx } from './class-names.ts'

/** All glyphs of the product on one 16 px grid with one stroke; meshes' marks stand beside everyday ones. */
export const GLYPHS = {
  // things
  gateway: (
    <>
      <path d="M2.8 2.5v11M13.2 2.5v11" strokeWidth="2" />
      <path d="M5.4 8h5.2M8.7 6l2 2-2 2" />
    </>
  ),
  service: (
    <>
      <circle cx="8" cy="8" r="5.7" />
      <circle cx="8" cy="8" r="1.9" fill="currentColor" />
    </>
  ),
  workload: (
    <>
      <rect x="2.3" y="5.2" width="8.6" height="8.6" rx="1.2" />
      <path d="M5.2 5.2V3.5a1.2 1.2 0 0 1 1.2-1.2h6.1a1.2 1.2 0 0 1 1.2 1.2v6.1a1.2 1.2 0 0 1-1.2 1.2h-1.6" />
    </>
  ),
  external: (
    <>
      <path d="M9.4 2.3h4.3v4.3M13.4 2.6L8 8" />
      <path d="M7 3.5H4a1.5 1.5 0 0 0-1.5 1.5v7A1.5 1.5 0 0 0 4 13.5h7a1.5 1.5 0 0 0 1.5-1.5V9" />
    </>
  ),
  globe: (
    <>
      <circle cx="8" cy="8" r="5.9" />
      <path d="M2.2 8h11.6M8 2.1c4 3.6 4 8.2 0 11.8M8 2.1c-4 3.6-4 8.2 0 11.8" />
    </>
  ),
  peer: (
    <>
      <rect x="2.2" y="2.2" width="11.6" height="11.6" rx="2" />
      <rect x="5" y="5" width="6" height="6" rx="1" />
    </>
  ),
  namespace: <path d="M4.5 2.5H2.5v11h2M11.5 2.5h2v11h-2" />,
  // the proxy of a workload
  sidecar: <path d="M8 1.7l5.4 3.1v6.4L8 14.3l-5.4-3.1V4.8z" fill="currentColor" />,
  nativeSidecar: (
    <>
      <path d="M8 1.7l5.4 3.1v6.4L8 14.3l-5.4-3.1V4.8z" />
      <path d="M8 5l2.6 1.5v3L8 11l-2.6-1.5v-3z" fill="currentColor" />
    </>
  ),
  ambient: (
    <path d="M1.8 6.2c2-2.4 4.2-2.4 6.2 0s4.2 2.4 6.2 0M1.8 10.8c2-2.4 4.2-2.4 6.2 0s4.2 2.4 6.2 0" />
  ),
  // mTLS
  lock: (
    <>
      <path d="M5 7V5.3a3 3 0 0 1 6 0V7" />
      <rect x="3.2" y="7" width="9.6" height="6.6" rx="1.5" fill="currentColor" />
    </>
  ),
  lockHalf: (
    <>
      <path d="M5 7V5.3a3 3 0 0 1 6 0V7" />
      <rect x="3.2" y="7" width="9.6" height="6.6" rx="1.5" />
      <path
        d="M3.2 10.6h9.6v1.5a1.5 1.5 0 0 1-1.5 1.5H4.7a1.5 1.5 0 0 1-1.5-1.5z"
        fill="currentColor"
        stroke="none"
      />
    </>
  ),
  lockOpen: (
    <>
      <path d="M5 7V5.1a3 3 0 0 1 5.9-.8" />
      <rect x="3.2" y="7" width="9.6" height="6.6" rx="1.5" />
    </>
  ),
  key: (
    <>
      <circle cx="4.8" cy="8" r="2.8" />
      <path d="M7.6 8h6.6M11.4 8v2.6M14.1 8v2" />
    </>
  ),
  passthrough: (
    <>
      <path d="M1.8 4.6h12.4M1.8 11.4h12.4" />
      <path d="M4.5 8h6.2M8.9 6.2L10.8 8l-1.9 1.8" />
    </>
  ),
  opaque: <rect x="3" y="3" width="10" height="10" rx="1" fill="currentColor" />,
  loopback: (
    <>
      <path d="M12.9 6.2A5.2 5.2 0 1 0 13.2 9" />
      <path d="M13.4 3.2v3.2h-3.2" />
    </>
  ),
  bypass: (
    <>
      <path d="M8 8.4v5.2" />
      <path d="M2 11.2C2.6 4.6 12 3 13.6 9.6" />
      <path d="M11.4 8.9l2.3 1 .9-2.3" />
    </>
  ),
  conflict: (
    <>
      <circle cx="8" cy="8" r="5.9" />
      <path d="M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6" />
    </>
  ),
  nowhere: (
    <>
      <circle cx="8" cy="8" r="5.9" />
      <path d="M4 12L12 4" />
    </>
  ),
  unknown: (
    <>
      <circle cx="8" cy="8" r="5.9" strokeDasharray="2 2.3" />
      <path d="M6.5 6.4a1.6 1.6 0 1 1 2.3 1.4c-.6.3-.8.6-.8 1.1" />
      <path d="M8 11.1v.01" />
    </>
  ),
  // severity
  error: (
    <>
      <path
        d="M5.5 1.8h5l3.7 3.7v5l-3.7 3.7h-5l-3.7-3.7v-5z"
        fill="currentColor"
        stroke="currentColor"
      />
      <path d="M8 4.9v3.6M8 11v.01" stroke="var(--glyph-hole)" strokeWidth="1.7" />
    </>
  ),
  warning: (
    <>
      <path d="M8 2.2l6.1 11H1.9z" fill="currentColor" stroke="currentColor" />
      <path d="M8 6.3v3.1M8 11.4v.01" stroke="var(--glyph-hole)" strokeWidth="1.6" />
    </>
  ),
  info: (
    <>
      <circle cx="8" cy="8" r="5.9" />
      <path d="M8 7.4v3.4M8 5.1v.01" />
    </>
  ),
  // access
  allow: <path d="M2.8 8.6l3.2 3.2 7.2-7.6" />,
  deny: (
    <>
      <circle cx="8" cy="8" r="5.9" />
      <path d="M4.8 8h6.4" strokeWidth="2" />
    </>
  ),
  conditional: <path d="M2.8 8.6l3.2 3.2 2-2.1M10 7.5l3.2-3.3" />,
  // special hops
  mirror: (
    <>
      <path d="M8 2v12" strokeDasharray="1.5 2" />
      <path d="M2.5 5.5h3v5h-3zM10.5 5.5h3v5h-3z" />
    </>
  ),
  hairpin: (
    <>
      <path d="M2.5 9.5V7a3 3 0 0 1 3-3h5a3 3 0 0 1 3 3v2a3 3 0 0 1-3 3H5" />
      <path d="M7 9.7L4.7 12 7 14.3" />
    </>
  ),
  bolt: <path d="M8.8 1.8L3.5 9h4l-.6 5.2L12.5 7h-4z" />,
  // pages and actions
  topology: (
    <>
      <circle cx="3.4" cy="8" r="1.7" />
      <circle cx="12.4" cy="3.6" r="1.7" />
      <circle cx="12.4" cy="12.4" r="1.7" />
      <path d="M5 7.2l5.8-2.9M5 8.8l5.8 2.9" />
    </>
  ),
  routing: (
    <>
      <circle cx="3.4" cy="8" r="1.6" />
      <path d="M5 8h2.5l3-3.7H13M7.5 8l3 3.7H13" />
    </>
  ),
  changes: <path d="M8 2.3v5.4M5.3 5h5.4M5.3 12.3h5.4" />,
  table: (
    <>
      <rect x="2.3" y="3" width="11.4" height="10" rx="1.3" />
      <path d="M2.3 6.5h11.4M6.5 6.5V13" />
    </>
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.5" />
      <path d="M10.4 10.4l3.4 3.4" />
    </>
  ),
  edit: <path d="M10.7 2.9l2.4 2.4L5.7 12.7l-3 .6.6-3z" />,
  link: (
    <path d="M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2.2-2.2a2.6 2.6 0 0 0-3.7-3.7l-.8.8M9.2 6.8a2.6 2.6 0 0 0-3.7 0L3.3 9a2.6 2.6 0 0 0 3.7 3.7l.8-.8" />
  ),
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.3" />
      <path d="M3.5 10.5A1 1 0 0 1 2.5 9.5v-6a1 1 0 0 1 1-1h6a1 1 0 0 1 1 1" />
    </>
  ),
  check: <path d="M3 8.6l3.2 3.2L13 4.6" />,
  close: <path d="M4.2 4.2l7.6 7.6M11.8 4.2l-7.6 7.6" />,
  chevronDown: <path d="M4.5 6.5L8 10l3.5-3.5" />,
  chevronRight: <path d="M6.5 4.5L10 8l-3.5 3.5" />,
  arrowRight: <path d="M3 8h10M9.5 4.5L13 8l-3.5 3.5" />,
  eye: (
    <>
      <path d="M1.6 8S4 3.7 8 3.7 14.4 8 14.4 8 12 12.3 8 12.3 1.6 8 1.6 8z" />
      <circle cx="8" cy="8" r="1.9" />
    </>
  ),
  clock: (
    <>
      <circle cx="8" cy="8" r="5.9" />
      <path d="M8 4.7V8l2.3 1.4" />
    </>
  ),
  history: (
    <>
      <path d="M2.6 8a5.4 5.4 0 1 0 1.7-3.9L2.6 5.6" />
      <path d="M2.5 2.6v3.1h3.1M8 5.2V8l2 1.5" />
    </>
  ),
  revert: (
    <>
      <path d="M3 6.2h6.7a3.4 3.4 0 0 1 0 6.8H6.5" />
      <path d="M5.7 3.3L2.8 6.2l2.9 2.9" />
    </>
  ),
  download: <path d="M8 2.5v7.2M5 7l3 3 3-3M2.8 13.3h10.4" />,
  minus: <path d="M3.3 8h9.4" />,
  plus: <path d="M8 3.3v9.4M3.3 8h9.4" />,
  fit: (
    <path d="M2.5 6V3.5A1 1 0 0 1 3.5 2.5H6M10 2.5h2.5a1 1 0 0 1 1 1V6M13.5 10v2.5a1 1 0 0 1-1 1H10M6 13.5H3.5a1 1 0 0 1-1-1V10" />
  ),
  more: <path d="M3.5 8v.01M8 8v.01M12.5 8v.01" strokeWidth="2.2" />,
  person: (
    <>
      <circle cx="8" cy="5.4" r="2.7" />
      <path d="M2.9 13.7c.5-2.8 2.5-4.2 5.1-4.2s4.6 1.4 5.1 4.2" />
    </>
  ),
  settings: (
    <>
      <path d="M2.2 4.6h4.4M10.4 4.6h3.4M2.2 11.4h3.4M9.4 11.4h4.4" />
      <circle cx="8.5" cy="4.6" r="1.9" />
      <circle cx="7.5" cy="11.4" r="1.9" />
    </>
  ),
  star: <path d="M8 1.9l1.9 3.9 4.2.6-3 3 .7 4.3L8 11.7l-3.8 2 .7-4.3-3-3 4.2-.6z" />,
  starred: (
    <path
      d="M8 1.9l1.9 3.9 4.2.6-3 3 .7 4.3L8 11.7l-3.8 2 .7-4.3-3-3 4.2-.6z"
      fill="currentColor"
    />
  ),
  sun: (
    <>
      <circle cx="8" cy="8" r="2.9" />
      <path d="M8 1.6v1.3M8 13.1v1.3M1.6 8h1.3M13.1 8h1.3M3.5 3.5l.9.9M11.6 11.6l.9.9M12.5 3.5l-.9.9M4.4 11.6l-.9.9" />
    </>
  ),
  moon: <path d="M13.3 9.7A5.7 5.7 0 0 1 6.3 2.7a5.7 5.7 0 1 0 7 7z" />,
  screen: (
    <>
      <rect x="2" y="2.8" width="12" height="8.4" rx="1.3" />
      <path d="M5.5 13.5h5M8 11.2v2.3" />
    </>
  ),
  help: (
    <>
      <circle cx="8" cy="8" r="5.9" />
      <path d="M6.3 6.3a1.75 1.75 0 1 1 2.5 1.6c-.6.3-.8.6-.8 1.1M8 11.1v.01" />
    </>
  ),
} satisfies Record<string, ReactNode>

export type GlyphName = keyof typeof GLYPHS

/** A mark beside a word; it never speaks for itself, so it is hidden from assistive technology. */
export function Glyph({
  name,
  size = 16,
  className,
}: {
  name: GlyphName
  size?: number
  className?: string
}) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      aria-hidden="true"
      className={cx('inline-block flex-none', className)}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {GLYPHS[name]}
    </svg>
  )
}
