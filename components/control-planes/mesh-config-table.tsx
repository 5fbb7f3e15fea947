'use client'
import { useQuery } from '@tanstack/react-query'
import { useObjects } from '#components/query/kind-hooks.ts'
import { ObjectLink } from '#components/query/place.tsx'
import { useUrlState } from '#components/query/url-state.ts'
import { AsyncPanel } from '#components/ui/async-panel.tsx'
import { Button } from '#components/ui/button.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import { Table, Td, Th } from '#components/ui/table.tsx'
import { at, text } from '#lib/resources/field.ts'
import type { ControlPlane } from './control-plane.ts'
import { readSettings, type Setting } from './mesh-config.ts'

/** Name of the ConfigMap that a control plane reads. @see istio/istio pilot/pkg/bootstrap/mesh.go */
const configName = ({ revision }: ControlPlane): string =>
  revision === 'default' ? 'istio' : `istio-${revision}`

/** The configuration of one control plane; text and parser are fetched when somebody asks, or a link does. */
export function MeshConfigOf({ cluster, plane }: { cluster: string; plane: ControlPlane }) {
  const { get, set } = useUrlState()
  if (get('config') === plane.id) return <Written cluster={cluster} plane={plane} />
  return (
    <Button onClick={() => set({ config: plane.id })}>
      Show what ConfigMap {plane.namespace}/{configName(plane)} says
    </Button>
  )
}

function Written({ cluster, plane }: { cluster: string; plane: ControlPlane }) {
  const maps = useObjects(cluster, {
    group: '',
    version: 'v1',
    plural: 'configmaps',
    namespace: plane.namespace,
  })
  const name = configName(plane)
  const object =
    maps.state === 'ready' ? maps.data.items.find((m) => m.metadata.name === name) : undefined
  const source = object ? (text(at(object, 'data', 'mesh')) ?? '') : undefined
  const read = useQuery({
    queryKey: ['mesh-config', source],
    queryFn: async () => ({ settings: await readSettings(source ?? '') }),
    enabled: source !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <AsyncPanel value={maps} label="mesh configuration">
      {({ partial }) =>
        partial.some((p) => p.plural === 'configmaps' && p.reason !== 'not-served') && !object ? (
          <Said
            words={`ConfigMaps of ${plane.namespace} may not be read, so what it says is unknown.`}
          />
        ) : source === undefined ? (
          <MeshConfig
            plane={plane}
            from={`ConfigMap ${plane.namespace}/${name}, which is not there`}
            settings={[]}
          />
        ) : read.data === undefined ? (
          <p role="status" className="text-12 text-ink-3">
            Reading mesh configuration…
          </p>
        ) : read.data.settings === undefined ? (
          <Said
            words={`data.mesh of ConfigMap ${plane.namespace}/${name} is no YAML map, so what it says is unknown.`}
          />
        ) : (
          <MeshConfig
            plane={plane}
            from={`ConfigMap ${plane.namespace}/${name}`}
            object={`ConfigMap/${plane.namespace}/${name}`}
            settings={read.data.settings}
          />
        )
      }
    </AsyncPanel>
  )
}

function Said({ words }: { words: string }) {
  return (
    <p className="flex items-center gap-1.5 text-12 text-ink-2">
      <Glyph name="unknown" size={13} className="text-unknown" />
      {words}
    </p>
  )
}

/** Settings as written, then others that decide what the pages show: who states them, or what holds by default. */
export function MeshConfig({
  plane,
  from,
  settings,
  object,
}: {
  plane: ControlPlane
  from: string
  settings: readonly Setting[]
  /** Where `settings` stand. */
  object?: string
}) {
  const written = new Set(settings.map((s) => s.path))
  const inOne = (name: string) =>
    settings.some((s) => s.path.startsWith(`${name}[`) || s.path.startsWith(`${name}.`))
  const effective = (plane.settings ?? []).filter((s) => !written.has(s.name) && !inOne(s.name))
  return (
    <Table aria-label="Mesh configuration">
      <thead>
        <tr>
          <Th>Setting</Th>
          <Th>Value</Th>
          <Th>Stated by</Th>
        </tr>
      </thead>
      <tbody>
        {settings.map(({ path, value }) => (
          <tr key={path}>
            <Td className="font-code text-[11.5px]">{path}</Td>
            <Td className="max-w-72 truncate font-medium" title={value}>
              {value || '""'}
            </Td>
            <Td className="text-12 text-ink-2">
              {object ? <ObjectLink of={object} path="data.mesh" /> : from}
            </Td>
          </tr>
        ))}
        {effective.map(({ name, value, from }) => (
          <tr key={name}>
            <Td className="font-code text-[11.5px] text-ink-2">{name}</Td>
            <Td className="text-ink-2">{valueWords(value)}</Td>
            <Td className="text-12 text-ink-3">
              {from === 'default' ? 'the default' : <ObjectLink of={from} />}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

const valueWords = (value: string | boolean | readonly string[] | undefined): string =>
  value === undefined
    ? 'unknown'
    : Array.isArray(value)
      ? value.join(', ') || 'none'
      : String(value)
