'use client'
import { Glyph } from '#components/ui/glyph.tsx'
import { parseRef, type Ref } from '#lib/resources/reference.ts'
import { fillingOf, fillLink, type LinkTemplate } from '#lib/telemetry/link-template.ts'

/** Links out of the product, for the first of the objects that fills them; nothing where none does. */
export default function TelemetryLinks({
  links,
  cluster,
  refs,
}: {
  links: readonly LinkTemplate[]
  cluster: string
  refs: readonly Ref[]
}) {
  const fillings = refs.flatMap((ref) => {
    const object = parseRef(ref)
    return object ? [fillingOf({ cluster, ...object })] : []
  })
  const filled = links.flatMap(({ name, template }) => {
    for (const filling of fillings) {
      const href = fillLink(template, filling)
      if (href) return [{ name, href }]
    }
    return []
  })
  if (filled.length === 0) return null
  return (
    <div className="col-span-full flex flex-wrap gap-x-3 border-b border-hairline px-4 py-2 text-12">
      <span className="text-ink-3">Watch it in</span>
      <ul aria-label="Watch it elsewhere" className="flex flex-wrap gap-x-3">
        {filled.map(({ name, href }) => (
          <li key={name}>
            <a
              href={href}
              target="_blank"
              rel="noopener noreferrer"
              title={href}
              className="inline-flex items-center gap-1 text-accent hover:underline"
            >
              {name}
              <Glyph name="external" size={12} />
              <span className="sr-only"> (another site)</span>
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}
