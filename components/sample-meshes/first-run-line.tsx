'use client'
import { useQuery } from '@tanstack/react-query'
import { IconButton } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Link } from '#components/ui/link.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { pages } from '#lib/paths.ts'
import type { Try } from './answers.ts'
import { CanvasLine } from './canvas-line.tsx'
import { useDismissed } from './dismissed.ts'
import { samplesQuery } from './samples-query.ts'

const OWN = 'npm start -- --sandbox my-mesh.yaml'
const LINK = 'text-accent underline underline-offset-2'

/** On the canvas of a sample: that nothing outside can be harmed, and what is worth trying. */
export default function FirstRunLine({ cluster, sample }: { cluster: string; sample: string }) {
  const [isDismissed, dismiss] = useDismissed(sample)
  const shown = useQuery({ ...samplesQuery(cluster), enabled: !isDismissed }).data?.samples.find(
    ({ id }) => id === sample,
  )
  if (isDismissed || !shown || shown.tries.length === 0) return null
  return <SampleLine cluster={cluster} tries={shown.tries} onDismiss={dismiss} />
}

export function SampleLine({
  cluster,
  tries,
  onDismiss,
}: {
  cluster: string
  tries: readonly Try[]
  onDismiss: () => void
}) {
  return (
    <CanvasLine label="About this sample">
      <p className="min-w-0 py-1 text-ink-2">
        This is a sample mesh; nothing outside this process changes.{' '}
        <b className="text-ink">Try:</b>{' '}
        {tries.map((attempt) => (
          <span key={attempt.words}>
            <Link href={hrefOf(cluster, attempt)} className={LINK}>
              {attempt.words}
            </Link>
            <span aria-hidden="true"> · </span>
          </span>
        ))}
        <Popover
          label="Load your own manifests"
          width={340}
          trigger={
            <button type="button" className={LINK}>
              load your own manifests
            </button>
          }
        >
          <p>Start Meshwright with files or folders of manifests instead:</p>
          <div className="mt-2 flex items-center gap-1 rounded-control bg-surface px-2 py-1">
            <code className="min-w-0 flex-1 text-ink">{OWN}</code>
            <CopyButton text={OWN} label="Copy the command" />
          </div>
        </Popover>
      </p>
      <IconButton glyph="close" label="Put this line away" small onClick={onDismiss} />
    </CanvasLine>
  )
}

function hrefOf(cluster: string, attempt: Try): string {
  if ('select' in attempt) return pages.topology(cluster, { sel: attempt.select })
  if ('edit' in attempt) return pages.edit(cluster, attempt.edit)
  return pages[attempt.page](cluster)
}
