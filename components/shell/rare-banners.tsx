'use client'
import type { ClusterStatus, UnreadableManifest } from '#components/query/answers.ts'
import { Banner } from '#components/ui/banner.tsx'
import { Button } from '#components/ui/button.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { unreadWords } from './unread-words.ts'

type Props = { readonly status: ClusterStatus }

/** What is wrong with the way a cluster was opened, as long as it is. */
export function RareBanners({ status }: Props) {
  return (
    <>
      <Unchecked status={status} />
      <Unreadable status={status} />
    </>
  )
}

/** Whoever is between here and the API server can read and change everything, credentials included. */
function Unchecked({ status }: Props) {
  if (!status.insecure) return null
  return (
    <Banner
      look="warn"
      title={`TLS is not verified: nobody checks who answers for ${status.name}.`}
    >
      The kubeconfig says insecure-skip-tls-verify, so your credentials may go to somebody else than{' '}
      {status.server}. Put its certificate-authority-data there instead.
    </Banner>
  )
}

const MOST_NAMED = 3

/** What of given manifests the sandbox could not load, by file and line. */
function Unreadable({ status }: Props) {
  const places = status.unreadable ?? []
  if (places.length === 0) return null
  const named = places.slice(0, MOST_NAMED).map(({ file, line }) => `${file} line ${line}`)
  const more = places.length - named.length
  return (
    <Banner
      look="warn"
      title={unreadWords(places, status.documents)}
      actions={<Places places={places} />}
    >
      {named.join(', ')}
      {more > 0 ? ` and ${more} more` : ''}. The rest is loaded.
    </Banner>
  )
}

function Places({ places }: { places: readonly UnreadableManifest[] }) {
  return (
    <Popover
      label="Documents that were not read"
      align="end"
      width={480}
      trigger={<Button>Show why</Button>}
    >
      <ul className="grid gap-1.5">
        {places.map(({ file, document, line, message }, index) => (
          // Several objects of one list may fail at one place, for one reason.
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes its order
          <li key={`${file}#${document}#${index}`} className="break-words">
            <b className="text-ink">
              {file} line {line}
            </b>
            <div className="text-ink-2">{message}</div>
          </li>
        ))}
      </ul>
    </Popover>
  )
}
