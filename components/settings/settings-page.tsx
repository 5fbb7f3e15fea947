'use client'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useId, useState } from 'react'
import type { ClusterSummary } from '#components/query/answers.ts'
import { clustersQuery } from '#components/query/hooks.ts'
import { signOut } from '#components/query/session.ts'
import { type SessionAnswer, sessionQuery } from '#components/query/session-hook.ts'
import { Button } from '#components/ui/button.tsx'
import { clockTime } from '#components/ui/clock.ts'
import { Link } from '#components/ui/link.tsx'
import { density, singleKeys, theme, zone } from '#components/ui/preferences.ts'
import { Segmented } from '#components/ui/segmented.tsx'
import { Switch } from '#components/ui/switch.tsx'
import { pages } from '#lib/paths.ts'

/** What a person sets for this browser, who the person is, and what this Meshwright reaches. */
export function SettingsPage() {
  const session = useQuery(sessionQuery())
  const clusters = useQuery(clustersQuery())
  return (
    <div className="mx-auto grid w-full max-w-180 gap-8 px-4 pt-6 pb-16">
      <div>
        <h1 className="text-18 font-semibold">Settings</h1>
        <p className="mt-1 text-ink-2">
          Kept in this browser, for everybody who uses it. Nothing of it is sent anywhere.
        </p>
      </div>
      <Appearance />
      <Keyboard />
      <Times />
      <Clusters clusters={clusters.data?.clusters} />
      <Elsewhere links={session.data?.links} />
      <You session={session.data} />
    </div>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="grid gap-3">
      <h2 id={id} className="border-b border-hairline pb-1.5 text-15 font-semibold">
        {title}
      </h2>
      {children}
    </section>
  )
}

/** A name, what it does, and the control. */
function Line({ name, about, children }: { name: string; about: ReactNode; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
      <div className="min-w-0 flex-[1_1_240px]">
        <div className="font-medium">{name}</div>
        <div className="text-12 text-ink-3">{about}</div>
      </div>
      {children}
    </div>
  )
}

export function Appearance() {
  return (
    <Part title="Appearance">
      <Line name="Theme" about="Light, dark, or as the system has it.">
        <Segmented
          label="Theme"
          value={theme.use()}
          onChange={(value) => theme.set(value as ReturnType<typeof theme.get>)}
          segments={[
            { value: 'system', label: 'System', glyph: 'screen' },
            { value: 'light', label: 'Light', glyph: 'sun' },
            { value: 'dark', label: 'Dark', glyph: 'moon' },
          ]}
        />
      </Line>
      <Line
        name="Rows of tables"
        about="By length: 32 px high up to 50 rows, 28 px in longer tables."
      >
        <Segmented
          label="Rows of tables"
          value={density.use()}
          onChange={(value) => density.set(value as ReturnType<typeof density.get>)}
          segments={[
            { value: 'auto', label: 'By length' },
            { value: 'roomy', label: 'Roomy' },
            { value: 'compact', label: 'Compact' },
          ]}
        />
      </Line>
    </Part>
  )
}

export function Keyboard() {
  return (
    <Part title="Keyboard">
      <Line
        name="Single keys"
        about="Commands without Ctrl or ⌘: / finds, t shows the table, g and a letter go to a page, ? tells the keys. Switch them off where dictation or a shaking hand presses letters by chance."
      >
        <Switch
          checked={singleKeys.use() === 'on'}
          onChange={(on) => singleKeys.set(on ? 'on' : 'off')}
        >
          Single keys
        </Switch>
      </Line>
    </Part>
  )
}

export function Times() {
  const of = zone.use()
  const now = useNow()
  return (
    <Part title="Time">
      <Line
        name="Times of day"
        about={
          now === undefined
            ? 'The other one is shown on hover. What Kubernetes wrote stays as it was written.'
            : `Now it is ${clockTime(now, of)}. The other one is shown on hover. What Kubernetes wrote stays as it was written.`
        }
      >
        <Segmented
          label="Times of day"
          value={of}
          onChange={(value) => zone.set(value as ReturnType<typeof zone.get>)}
          segments={[
            { value: 'utc', label: 'UTC' },
            { value: 'local', label: 'This computer’s' },
          ]}
        />
      </Line>
    </Part>
  )
}

/** By the second, once the page runs: a server's clock is another. */
function useNow(): number | undefined {
  const [now, setNow] = useState<number>()
  useEffect(() => {
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return now
}

const REACHED = {
  sandbox: 'a sandbox inside of this process',
  kubeconfig: 'through the kubeconfig',
  'in-cluster': 'from inside, with the account of the pod',
} as const

const STATE = {
  connecting: 'connecting',
  syncing: 'being read',
  live: 'live',
  stale: 'connection lost',
  denied: 'not permitted',
  failed: 'does not answer',
} as const

export function Clusters({ clusters }: { clusters: readonly ClusterSummary[] | undefined }) {
  return (
    <Part title="Clusters">
      {clusters === undefined ? (
        <p className="text-ink-3">Reading the clusters…</p>
      ) : (
        <ul className="grid gap-2">
          {clusters.map(({ id, name, source, state, message, fix, insecure }) => (
            <li key={id}>
              <Link
                href={pages.topology(id)}
                className="font-medium text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
              >
                {name}
              </Link>
              <span className="text-ink-2">
                , {REACHED[source]}: {STATE[state]}
              </span>
              {insecure ? (
                <p className="text-12 text-warn">
                  The certificate of its API server is not checked.
                </p>
              ) : null}
              {message ? (
                <p className="text-12 text-ink-3">
                  {message} {fix}
                </p>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      <p className="text-12 text-ink-3">
        Which clusters there are is decided by who starts Meshwright: --kubeconfig, --context,
        --sandbox.
      </p>
    </Part>
  )
}

export function Elsewhere({ links }: { links: SessionAnswer['links'] | undefined }) {
  return (
    <Part title="Telemetry elsewhere">
      {links === undefined ? (
        <p className="text-ink-3">Reading…</p>
      ) : links.length === 0 ? (
        <p className="text-ink-2">
          Meshwright measures nothing itself, and no link to where traffic is measured is
          configured. Whoever starts it can give some:{' '}
          <code className="text-12 [overflow-wrap:anywhere]">
            --link 'Grafana=https://grafana.example.com/d/mesh?var-namespace={'{namespace}'}
            &var-service={'{service}'}'
          </code>
        </p>
      ) : (
        <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[max-content_1fr]">
          {links.map(({ name, template }) => (
            <div key={name} className="contents">
              <dt className="font-medium">{name}</dt>
              <dd className="font-code text-12 text-ink-2 [overflow-wrap:anywhere]">{template}</dd>
            </div>
          ))}
        </dl>
      )}
    </Part>
  )
}

export function You({ session }: { session: SessionAnswer | undefined }) {
  const [trouble, setTrouble] = useState('')
  const leave = () => {
    setTrouble('')
    signOut().catch((error: unknown) =>
      setTrouble(error instanceof Error ? error.message : String(error)),
    )
  }
  return (
    <Part title="You">
      {session ? (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <div className="min-w-0">
            <div className="font-medium break-words">{session.user.name}</div>
            <div className="text-12 text-ink-3">
              {session.user.groups.length > 0 ? `${session.user.groups.join(', ')}. ` : ''}
              {session.readOnly
                ? 'This Meshwright was started with --read-only and changes nothing.'
                : 'What you may do is what Kubernetes lets the credentials of each cluster do.'}
            </div>
          </div>
          <Button onClick={leave}>Sign out</Button>
        </div>
      ) : (
        <p className="text-ink-3">Not known yet.</p>
      )}
      {trouble ? (
        <p role="alert" className="text-12 text-bad">
          {trouble}
        </p>
      ) : null}
    </Part>
  )
}
