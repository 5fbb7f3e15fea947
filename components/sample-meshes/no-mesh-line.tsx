'use client'
import { ButtonLink } from '#components/ui/button.tsx'
import { pages } from '#lib/paths.ts'
import { CanvasLine } from './canvas-line.tsx'
import { OpenSample } from './open-sample.tsx'

/** Over Services of a cluster that has no mesh. */
export default function NoMeshLine({ cluster }: { cluster: string }) {
  return (
    <CanvasLine label="About this cluster">
      <div className="flex flex-wrap items-center gap-2 pr-1">
        <p className="py-1 text-ink-2">
          <b className="text-ink">No service mesh found in this cluster.</b> Services are drawn
          without routes.
        </p>
        <ButtonLink href={pages.controlPlanes(cluster)}>What we looked for</ButtonLink>
        <OpenSample cluster={cluster} look="default" />
      </div>
    </CanvasLine>
  )
}
