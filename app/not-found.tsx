import { served } from '#components/ui/base-path.ts'
import { pages } from '#lib/paths.ts'

/** Also in place of the framework's own, whose styles the policy of the pages refuses. Every page carries it. */
export default function NotFound() {
  return (
    <main id="main" className="mx-auto mt-[12vh] w-full max-w-150 px-9 py-4.5">
      <h1 className="text-15 font-semibold">There is no such page</h1>
      <p className="mt-1 text-ink-2">
        The address names none of Meshwright's pages. It may be of a thing that is gone.
      </p>
      <a
        href={served(pages.home)}
        className="mt-3.5 inline-flex h-7 items-center rounded-control border border-accent-fill bg-accent-fill px-2.5 font-medium text-on-accent"
      >
        Open the map
      </a>
    </main>
  )
}
