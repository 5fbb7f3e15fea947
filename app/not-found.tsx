import { ButtonLink } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { pages } from '#lib/paths.ts'

/** Also in place of the framework's own, whose styles the policy of the pages refuses. */
export default function NotFound() {
  return (
    <main id="main" className="mx-auto mt-[12vh] w-full max-w-150 px-4">
      <EmptyState
        glyph="info"
        title="There is no such page"
        body="The address names none of Meshwright's pages. It may be of a thing that is gone."
        actions={
          <ButtonLink href={pages.home} look="primary">
            Open the map
          </ButtonLink>
        }
      />
    </main>
  )
}
