import type { ReactNode } from 'react'

/** A text with what was found in it underlined and bold: marks that need no colour. */
export function Marked({
  text,
  ranges,
}: {
  text: string
  /** In order, and apart. */
  ranges: readonly (readonly [from: number, to: number])[]
}) {
  const parts: ReactNode[] = []
  let done = 0
  for (const [from, to] of ranges) {
    if (from > done) parts.push(text.slice(done, from))
    parts.push(
      <mark
        key={from}
        className="bg-transparent font-semibold text-inherit underline decoration-2 underline-offset-2"
      >
        {text.slice(from, to)}
      </mark>,
    )
    done = to
  }
  parts.push(text.slice(done))
  return parts
}
