import type { ReactNode } from 'react'

/** One line that lies over the map and leaves it where it is. */
export function CanvasLine({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="pointer-events-none absolute inset-x-3 top-3 z-10 max-xl:top-8 flex justify-center">
      <section
        aria-label={label}
        className="tint-card pointer-events-auto flex max-w-full items-start gap-2 rounded-card border border-hairline bg-card py-1 pr-1 pl-3 text-12 leading-[17px] shadow-menu"
      >
        {children}
      </section>
    </div>
  )
}
