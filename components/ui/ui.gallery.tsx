'use client'
import { useState } from 'react'
import { AsyncPanel } from './async-panel.tsx'
import { Badge, Count, Kbd } from './badge.tsx'
import { Banner } from './banner.tsx'
import { Button, IconButton } from './button.tsx'
import { Chip } from './chip.tsx'
import { CopyButton } from './copy-button.tsx'
import { EmptyState } from './empty-state.tsx'
import { Facts, Say, Section } from './facts.tsx'
import type { GalleryEntry } from './gallery.ts'
import { GLYPHS, Glyph, type GlyphName } from './glyph.tsx'
import type { Loadable } from './loadable.ts'
import { Menu } from './menu.tsx'
import { MTLS_LOOKS, TONE_TEXT } from './mtls-mark.tsx'
import { Popover } from './popover.tsx'
import { ReadingList } from './reading-list.tsx'
import { Segmented } from './segmented.tsx'
import { FindingBadge, SeverityGlyph } from './severity.tsx'
import { Switch } from './switch.tsx'
import { Table, Td, Th } from './table.tsx'
import { Tabs } from './tabs.tsx'
import { TextField } from './text-field.tsx'

const trouble = {
  title: 'Kubernetes refused access',
  detail: 'Your account may not list virtualservices in shop.',
  status: 403,
  fix: 'Ask for a Role in shop that allows "list" on virtualservices.',
}
const STATES: Record<string, Loadable<string>> = {
  loading: { state: 'loading' },
  ready: { state: 'ready', data: 'The thing itself.' },
  denied: { state: 'denied', trouble },
  failed: {
    state: 'failed',
    trouble: {
      title: 'Meshwright does not answer',
      detail: 'The server could not be reached.',
      status: 0,
    },
    retry: () => undefined,
  },
}

function TabsDemo() {
  const [value, setValue] = useState('hops')
  return (
    <Tabs
      label="Demo"
      value={value}
      onChange={setValue}
      tabs={[
        { value: 'hops', label: 'Hops 12', content: <p className="p-4">Hops</p> },
        { value: 'things', label: 'Things 8', content: <p className="p-4">Things</p> },
      ]}
    />
  )
}

function SwitchDemo() {
  const [on, setOn] = useState(true)
  return (
    <Switch checked={on} onChange={setOn}>
      Single keys
    </Switch>
  )
}

export const uiGallery: readonly GalleryEntry[] = [
  {
    title: 'Buttons',
    states: {
      looks: () => (
        <div className="flex flex-wrap gap-2">
          <Button>Try again</Button>
          <Button look="primary">Apply 1 change</Button>
          <Button glyph="edit">Edit routing</Button>
          <Button look="ghost">Hide…</Button>
          <Button look="danger">Delete Gateway</Button>
          <Button disabled>Not now</Button>
          <IconButton glyph="close" label="Close" />
          <CopyButton text="text" label="Copy link" glyph="link" />
        </div>
      ),
      'menu and popover': () => (
        <div className="flex gap-2">
          <Menu
            label="Menu"
            trigger={<Button>Menu</Button>}
            entries={[
              { glyph: 'edit', label: 'Edit routing', onSelect: () => undefined },
              { label: 'Stated', checked: true, onChange: () => undefined },
              { line: true },
              {
                value: 'a',
                onChange: () => undefined,
                choices: [
                  { value: 'a', label: 'Light' },
                  { value: 'b', label: 'Dark' },
                ],
              },
            ]}
          />
          <Popover trigger={<Button>Popover</Button>} label="More">
            Something to read.
          </Popover>
        </div>
      ),
    },
  },
  {
    title: 'Controls',
    states: {
      'one of several': () => (
        <Segmented
          label="View"
          value="graph"
          onChange={() => undefined}
          segments={[
            { value: 'graph', label: 'Graph', glyph: 'topology' },
            { value: 'table', label: 'Table', glyph: 'table' },
          ]}
        />
      ),
      'several on': () => (
        <Segmented
          many
          label="Basis"
          value={['stated']}
          onChange={() => undefined}
          segments={[
            { value: 'stated', label: 'Stated 3' },
            { value: 'allowed', label: 'Allowed 0', disabled: true },
          ]}
        />
      ),
      field: () => <TextField label="Launch token" hint="Kept on the server." />,
      'field in trouble': () => (
        <TextField label="Launch token" trouble="The token differs." defaultValue="abc" />
      ),
      switch: () => <SwitchDemo />,
      tabs: () => <TabsDemo />,
    },
  },
  {
    title: 'Small facts',
    states: {
      chips: () => (
        <div className="flex flex-wrap gap-2">
          <Chip>plain</Chip>
          <Chip tone="safe" glyph="check">
            passed
          </Chip>
          <Chip tone="warn">EnvoyFilter</Chip>
          <Chip tone="bad">refused</Chip>
          <Chip tone="unknown">not permitted</Chip>
          <Chip tone="info">new</Chip>
          <Chip tone="draft">1 draft</Chip>
          <Badge glyph="eye">Read-only</Badge>
          <Count label="3 errors">{3}</Count>
          <Kbd>⌘K</Kbd>
        </div>
      ),
      severity: () => (
        <div className="flex gap-3">
          <SeverityGlyph severity="error" />
          <SeverityGlyph severity="warning" />
          <SeverityGlyph severity="info" />
          <FindingBadge findings={{ error: 1, warning: 2, info: 3 }} />
        </div>
      ),
      'mTLS marks': () => (
        <ul className="grid grid-cols-2 gap-1">
          {MTLS_LOOKS.map((look) => (
            <li key={look.key} className="flex items-center gap-2">
              <Glyph name={look.glyph} className={TONE_TEXT[look.tone]} />
              {look.word}
            </li>
          ))}
        </ul>
      ),
      glyphs: () => (
        <div className="flex flex-wrap gap-3 text-ink-2">
          {(Object.keys(GLYPHS) as GlyphName[]).map((name) => (
            <span key={name} title={name}>
              <Glyph name={name} />
            </span>
          ))}
        </div>
      ),
      facts: () => (
        <Section title="mTLS" aside="enforced">
          <Facts
            rows={[
              ['Accepts', 'STRICT on 9080'],
              ['Bypasses', 'none'],
            ]}
          />
          <Say>Every check that reads this passed.</Say>
        </Section>
      ),
    },
  },
  {
    title: 'Table',
    states: {
      rows: () => (
        <Table aria-label="Demo">
          <thead>
            <tr>
              <Th sort="ascending" onSort={() => undefined}>
                Workload
              </Th>
              <Th numeric>Port</Th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <Td>default/nginx</Td>
              <Td numeric>80</Td>
            </tr>
          </tbody>
        </Table>
      ),
    },
  },
  {
    title: 'States',
    states: {
      reading: () => (
        <ReadingList
          synced={14}
          of={23}
          kinds={[
            { name: 'Services', state: 'synced', count: 400 },
            { name: 'Pods', state: 'reading', count: 11400 },
            { name: 'VirtualServices', state: 'synced', count: 212 },
            { name: 'PeerAuthentications', state: 'not-permitted' },
            { name: 'AuthorizationPolicies', state: 'waiting' },
            { name: 'EnvoyFilters', state: 'failed' },
          ]}
        />
      ),
      empty: () => (
        <EmptyState
          title="Nothing matches mtls:plaintext in 2 namespaces."
          actions={<Button>Clear filter</Button>}
        />
      ),
      good: () => (
        <EmptyState
          glyph="check"
          tone="safe"
          title="No findings"
          body="94 checks passed in 8 namespaces."
        />
      ),
      stale: () => (
        <Banner
          look="stale"
          title="Connection lost at 22:14:05."
          actions={<Button>Try now</Button>}
        >
          This is how it was then. Trying again in 8 s.
        </Banner>
      ),
      ...Object.fromEntries(
        Object.entries(STATES).map(([name, value]) => [
          `panel ${name}`,
          () => (
            <AsyncPanel value={value} label="findings">
              {(text) => <p className="p-4">{text}</p>}
            </AsyncPanel>
          ),
        ]),
      ),
    },
  },
]
