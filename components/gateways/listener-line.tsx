'use client'
import { objectWords } from '#components/query/names.ts'
import { NodeLink, ObjectLink, ObjectLinks, usePlace } from '#components/query/place.tsx'
import { Chip } from '#components/ui/chip.tsx'
import { cx } from '#components/ui/class-names.ts'
import { Glyph, type GlyphName } from '#components/ui/glyph.tsx'
import { Link } from '#components/ui/link.tsx'
import { TONE_TEXT, type Tone } from '#components/ui/mtls-mark.tsx'
import { Td } from '#components/ui/table.tsx'
import { pages } from '#lib/paths.ts'
import {
  certificateWords,
  exposureWords,
  type GatewayRow,
  type Listener,
  readyOf,
} from './gateway-lines.ts'

/** The proxies of one gateway: where they run, how many are ready, how they are reached. */
export function GatewayHead({ gateway, line }: { gateway: GatewayRow; line: number }) {
  const { cluster } = usePlace()
  const { ready, of } = readyOf(gateway)
  return (
    <tr aria-rowindex={line}>
      <th
        scope="colgroup"
        colSpan={8}
        className="border-b border-hairline bg-sunken px-4 py-1.5 text-left text-12 font-normal text-ink-2"
      >
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="flex items-center gap-1.5 text-13 font-semibold text-ink">
            <Glyph name="gateway" size={14} className="text-ink-3" />
            {gateway.namespace}/{gateway.name}
          </span>
          <span className={cx(ready < of && 'text-warn')}>
            {ready} of {of} {of === 1 ? 'pod' : 'pods'} ready
          </span>
          {gateway.services.length === 0 ? (
            <span>no Service in front</span>
          ) : (
            gateway.services.map(({ resource, type }) => (
              <span key={resource}>
                {objectWords(resource)} <span className="text-ink-3">{type}</span>
              </span>
            ))
          )}
          {gateway.addresses.length > 0 ? (
            <span className="font-code text-[11.5px]">{gateway.addresses.join(', ')}</span>
          ) : null}
          {gateway.badges.map((badge) => (
            <Chip key={badge} tone="info">
              {badge}
            </Chip>
          ))}
          {gateway.filters.length > 0 ? (
            <span>
              <ObjectLinks of={gateway.filters} />
            </span>
          ) : null}
          <span className="ml-auto flex gap-3">
            <Link
              href={pages.routing(cluster, { find: `${gateway.namespace}/${gateway.name}` })}
              className="text-accent hover:underline"
            >
              Routes
            </Link>
            <NodeLink id={gateway.id} words="Show on topology" />
          </span>
        </span>
      </th>
    </tr>
  )
}

const CERTIFICATE: Record<string, { glyph: GlyphName; tone: Tone; word: string }> = {
  present: { glyph: 'check', tone: 'safe', word: 'present' },
  missing: { glyph: 'error', tone: 'bad', word: 'missing' },
  'not-verified': { glyph: 'unknown', tone: 'unknown', word: 'not verified' },
}

export function ListenerLine({ listener, line }: { listener: Listener; line: number }) {
  const { port, protocol, hosts, tls, minimumVersion, credential, conflict } = listener
  const certificate = certificateWords(listener)
  const look = CERTIFICATE[certificate.state]
  const reached = exposureWords(listener)
  const hostWords = hosts.includes('*') && hosts.length === 1 ? 'any host' : hosts.join(', ')
  return (
    <tr aria-rowindex={line} className="hover:bg-hover">
      <Td numeric className="w-16 pr-3 pl-4 font-medium">
        {port}
      </Td>
      <Td>{protocol}</Td>
      <Td className="max-w-64 truncate" title={hosts.join(', ')}>
        {hostWords || <span className="text-ink-3">no host</span>}
      </Td>
      <Td>
        {tls ? (
          <span className="inline-flex items-center gap-1.5 align-middle">
            <Glyph
              name={tls.includes('PASSTHROUGH') ? 'passthrough' : 'key'}
              size={13}
              className="text-ink-2"
            />
            {tls}
            {minimumVersion ? <span className="text-ink-3">from {minimumVersion}</span> : null}
          </span>
        ) : (
          <span className="inline-flex items-center gap-1.5 align-middle">
            <Glyph name="lockOpen" size={13} className="text-warn" />
            none
            {listener.redirectsToHttps ? (
              <span className="text-ink-3">redirects to HTTPS</span>
            ) : null}
          </span>
        )}
      </Td>
      <Td
        className="max-w-64 truncate"
        title={[
          certificate.words,
          credential?.because ??
            (listener.files.length ? 'Files of the proxy do not show in the Kubernetes API.' : ''),
        ]
          .filter(Boolean)
          .join(': ')}
      >
        {look ? (
          <span className="inline-flex max-w-full items-center gap-1.5 align-middle">
            <Glyph name={look.glyph} size={13} className={TONE_TEXT[look.tone]} />
            <span className={certificate.state === 'missing' ? 'text-bad' : undefined}>
              {look.word}
            </span>
            <span className="truncate font-code text-[11.5px] text-ink-2">{certificate.words}</span>
          </span>
        ) : (
          <span className="text-ink-3">{certificate.words}</span>
        )}
      </Td>
      <Td className="max-w-72 truncate" title={reached}>
        {reached ||
          (listener.exposed ? (
            'from outside'
          ) : (
            <span className="text-ink-3">only from inside the cluster</span>
          ))}
      </Td>
      <Td className={cx('max-w-72', conflict && 'py-1 whitespace-normal!')}>
        {conflict ? (
          <span className="flex gap-1.5 text-12">
            <Glyph name="conflict" size={14} className="mt-px text-bad" />
            <span>
              {conflict.because}{' '}
              {conflict.with.length > 0 ? <ObjectLinks of={conflict.with} /> : null}
            </span>
          </span>
        ) : (
          <span className="text-ink-3">none</span>
        )}
      </Td>
      {/* Alone in its cell, the link is a target of its own: 24 px high. */}
      <Td className="max-w-64 truncate [&>a]:inline-block [&>a]:leading-6">
        <ObjectLink of={listener.from} path={listener.path} />
      </Td>
    </tr>
  )
}
